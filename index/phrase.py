"""Find stretches that a question quotes: words in quotation marks that stand in a document."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from index.lexical import WORD, LexicalField, words
from ingest.folding import fold, fold_quote, without_accents
from ingest.passage import Passage

QUOTED = re.compile(
    '["\u201c\u201e\u00ab]([^"\u201c\u201d\u201e\u00ab\u00bb]{12,}?)["\u201d\u201c\u00bb]'
)
MIN_WORDS = 3
# Among more passages than this, only those that have the words of a phrase are looked through, ...
ALL_LOOKED_THROUGH = 4000
# ... and no more of them than this.
MOST_LOOKED_THROUGH = 500


def quoted_stretches(question: str) -> list[str]:
    """What a question puts in quotation marks, if it is more than a name."""
    found = [match[1] for match in QUOTED.finditer(question)]
    return [stretch for stretch in found if len(stretch.split()) >= MIN_WORDS]


class PhraseFinder:
    """Looks for quoted words in the passages of one snapshot."""

    def __init__(
        self,
        passages: Sequence[Passage],
        field: LexicalField | None = None,
        all_looked_through: int = ALL_LOOKED_THROUGH,
    ) -> None:
        """`field` has the words of the passages; without it, all are looked through."""
        self._passages = passages
        self._field = field if len(passages) > all_looked_through else None
        self._folded: dict[int, str] = {}

    def find(self, question: str) -> list[int]:
        """Positions of the passages that hold a stretch which the question puts in quotes."""
        found: list[int] = []
        for stretch in quoted_stretches(question):
            phrase = fold_quote(stretch).rstrip(".,;")
            found += [p for p in self._candidates(stretch) if phrase in self._folded_text(p)]
        return found

    def _candidates(self, stretch: str) -> Iterable[int]:
        if self._field is None:
            return range(len(self._passages))
        # The first and the last word may be parts of words.
        inner = WORD.findall(without_accents(stretch))[1:-1]
        held = [self._field.rows_with(stem) for stem in words(" ".join(inner))]
        if not held:
            return ()
        both = reduce(np.intersect1d, sorted(held, key=len))
        return [int(position) for position in both[:MOST_LOOKED_THROUGH]]

    def _folded_text(self, position: int) -> str:
        if self._field is not None:
            return fold(self._passages[position].text).text
        if position not in self._folded:
            self._folded[position] = fold(self._passages[position].text).text
        return self._folded[position]
