"""Find stretches that a question quotes: words in quotation marks that stand in a document."""

import re
from collections.abc import Sequence
from functools import cached_property

from ingest.folding import FoldedText, fold, fold_quote
from ingest.passage import Passage

QUOTED = re.compile(
    '["\u201c\u201e\u00ab]([^"\u201c\u201d\u201e\u00ab\u00bb]{12,}?)["\u201d\u201c\u00bb]'
)
MIN_WORDS = 3


def quoted_stretches(question: str) -> list[str]:
    """What a question puts in quotation marks, if it is more than a name."""
    found = [match[1] for match in QUOTED.finditer(question)]
    return [stretch for stretch in found if len(stretch.split()) >= MIN_WORDS]


class PhraseFinder:
    """Looks for quoted words in the passages of one snapshot."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Passages are folded at the first question that quotes something."""
        self._passages = passages

    @cached_property
    def _folded(self) -> list[FoldedText]:
        return [fold(passage.text) for passage in self._passages]

    def find(self, question: str) -> list[int]:
        """Positions of the passages that hold a stretch which the question puts in quotes."""
        found: list[int] = []
        for stretch in quoted_stretches(question):
            phrase = fold_quote(stretch).rstrip(".,;")
            found += [p for p, folded in enumerate(self._folded) if phrase in folded.text]
        return found
