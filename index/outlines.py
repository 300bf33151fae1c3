"""The outlines of all indexed documents: labels mean something within one document only."""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import groupby

from index.outline_map import OutlineMap
from ingest.passage import Passage


class Outlines:
    """Finds the outline that a question is about; each is made when it is asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """The passages of one document stand together, in reading order."""
        self._passages = passages
        self._rows: dict[str, range] = {}
        start = 0
        for document_id, group in groupby(passages, key=lambda passage: passage.document_id):
            end = start + sum(1 for _ in group)
            self._rows[document_id] = range(start, end)
            start = end
        self._made: dict[str, OutlineMap] = {}

    def rows(self, document_id: str) -> range:
        """Where a document's passages stand; empty for a document without any."""
        return self._rows.get(document_id, range(0))

    def of(self, document_id: str) -> OutlineMap:
        """The outline of one document."""
        if document_id not in self._made:
            made = OutlineMap(self._passages, self.rows(document_id))
            self._made[document_id] = made
        return self._made[document_id]

    @property
    def main(self) -> OutlineMap:
        """The outline of the first document, which is the plan."""
        return self.of(next(iter(self._rows), ""))

    def asked(self, labels: Collection[str], documents: Collection[str] = ()) -> OutlineMap:
        """The outline in which labels are to be looked up.

        That is the first of `documents` (of all, when empty) that has one of them, else the first.
        """
        among = self._among(documents)
        having = {name for label in labels for name in self._having(label)}
        first = next((name for name in among if name in having), among[0] if among else "")
        return self.of(first)

    def with_label(self, label: str, documents: Collection[str] = ()) -> list[OutlineMap]:
        """The outlines that have a label: the first document's alone when it is among them."""
        having = self._having(label)
        found = [self.of(name) for name in self._among(documents) if name in having]
        return found[:1] if found and found[0] is self.main else found

    def _having(self, label: str) -> frozenset[str]:
        """The documents that have a label, in any spelling of case."""
        return self._by_label.get(label.casefold(), frozenset())

    @cached_property
    def _by_label(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for passage in self._passages:
            found.setdefault(passage.label.casefold(), set()).add(passage.document_id)
        return {label: frozenset(names) for label, names in found.items()}

    def _among(self, documents: Collection[str]) -> list[str]:
        """Those of `documents` that have passages, all when empty, in the order of the index."""
        wanted = frozenset(documents)
        return [name for name in self._rows if not wanted or name in wanted]
