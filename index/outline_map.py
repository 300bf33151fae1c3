"""The outline of the indexed passages: what stands under what, before what, after what."""

from collections.abc import Iterable, Sequence

from ingest.document import Kind
from ingest.passage import Passage

# What carries no content of its own.
FRAME = frozenset({Kind.HEADING, Kind.COVER, Kind.NOTE})


class OutlineMap:
    """Finds passages by label and place. A position is an index into `passages`."""

    def __init__(self, passages: Sequence[Passage], rows: range | None = None) -> None:
        """`passages` stand in reading order; those at `rows` are of one document, all when None."""
        self.passages = passages
        self._seen = range(len(passages)) if rows is None else rows
        self._by_label: dict[str, list[int]] = {}
        self._children: dict[str, list[int]] = {}
        for position in self._seen:
            passage = passages[position]
            self._by_label.setdefault(passage.label.casefold(), []).append(position)
            self._children.setdefault(passage.parent.casefold(), []).append(position)
        headings = [passages[p] for p in self._seen if passages[p].kind is Kind.HEADING]
        # Lines hold lettered sections; the sections of a communication hold paragraphs.
        parents = {p.parent for p in headings}
        self.lines = [p.label for p in headings if p.level == 1 and p.label in parents]
        self.sections = [p.label for p in headings if p.parent in self.lines]

    @property
    def document_id(self) -> str:
        """The document of this outline; empty when it has no passage."""
        return self.passages[self._seen[0]].document_id if self._seen else ""

    def exists(self, label: str) -> bool:
        """Whether a passage or heading has this label, in any spelling of case."""
        return label.casefold() in self._by_label

    def printed(self, label: str) -> str:
        """The label as the document prints it. Raises KeyError."""
        return self.passages[self._by_label[label.casefold()][0]].label

    def repeated(self, label: str) -> list[str]:
        """The label and those of the stretches that go on with it: "12", "12 (2)", "12 (3)"."""
        found = [label]
        while self.exists(following := f"{label} ({len(found) + 1})"):
            found.append(following)
        return found

    def numbered(self, number: str) -> str:
        """The label that a number means: itself, or the only one that ends in it; else empty."""
        if self.exists(number):
            return self.printed(number)
        ending = f".{number.casefold()}"
        found = [label for label in self._by_label if label.endswith(ending)]
        return self.printed(found[0]) if len(found) == 1 else ""

    def positions(self, label: str) -> list[int]:
        """Where this label stands: several positions when a long passage was split."""
        return self._by_label.get(label.casefold(), [])

    def first(self, label: str) -> Passage:
        """The first passage with this label. Raises KeyError."""
        return self.passages[self._by_label[label.casefold()][0]]

    def is_heading(self, label: str) -> bool:
        """Whether the label is a heading's. Raises KeyError."""
        return self.first(label).kind is Kind.HEADING

    def children(self, label: str) -> list[int]:
        """What stands directly under a heading."""
        return self._children.get(label.casefold(), [])

    def below(self, label: str) -> list[int]:
        """All passages with content under a heading, at any depth; the passage itself elsewhere."""
        if self.exists(label) and not self.is_heading(label):
            return self.positions(label)
        found: list[int] = []
        for position in self.children(label):
            passage = self.passages[position]
            if passage.kind is Kind.HEADING:
                found += self.below(passage.label)
            elif passage.kind not in FRAME:
                found.append(position)
        return found

    def objectives(self, label: str | None = None) -> list[int]:
        """The objectives under a heading, or all when it is None."""
        among = self._seen if label is None else self.below(label)
        return [position for position in among if self.passages[position].kind is Kind.OBJECTIVE]

    def contents(self, label: str) -> list[int]:
        """The objectives under a heading; where it has none, all that stands below it."""
        return self.objectives(label) or self.below(label)

    def with_everything_below(self, label: str) -> list[int]:
        """The passages with this label and, under a heading, headings and passages below it."""
        found: list[int] = []
        for position in self.positions(label):
            found.append(position)
            if self.passages[position].kind is Kind.HEADING:
                names = dict.fromkeys(self.passages[child].label for child in self.children(label))
                for name in names:
                    found += self.with_everything_below(name)
        return found

    def neighbour(self, position: int, step: int) -> int | None:
        """The next (`step` 1) or previous (-1) stretch of content.

        For a heading it is the next heading of its level or above.
        """
        start = self.passages[position]
        following = self._seen if step > 0 else reversed(self._seen)
        for other in following:
            passage = self.passages[other]
            if (other - position) * step <= 0 or passage.document_id != start.document_id:
                continue
            if start.kind is Kind.HEADING:
                if passage.kind is Kind.HEADING and passage.level <= start.level:
                    return other
            elif passage.kind not in FRAME:
                return other
        return None

    def of_kind(self, kind: Kind, parents: Iterable[str] = ()) -> list[int]:
        """Passages of one kind, directly under one of `parents` when some are given."""
        wanted = {parent.casefold() for parent in parents}
        return [
            position
            for position in self._seen
            for passage in [self.passages[position]]
            if passage.kind is kind and (not wanted or passage.parent.casefold() in wanted)
        ]

    def siblings(self, label: str) -> list[str]:
        """The labels that exist where `label` does not: under its nearest heading, or the lines."""
        stem = label
        while "." in stem:
            stem = stem.rpartition(".")[0]
            if self.exists(stem):
                depth = stem.count(".") + 1
                names = [self.passages[position].label for position in self.children(stem)]
                return [name for name in dict.fromkeys(names) if name.count(".") == depth]
        return self.lines
