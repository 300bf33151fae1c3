"""The report on one document that was read: what was found in it, and whether all of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Document, Kind, LeftOut
from ingest.passage import Passage
from ingest.reading import Doubt, Reading

# Stretches of fewer characters repeat by nature: "Yes", "Objective 1".
REPEATED_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a source.

    `coverage` is the share (0 to 1) of its visible characters that are in the document text or
    listed in `left_out`; `repeated` are labels of stretches whose text stood there before.
    """

    passages: int
    headings: int
    labels: tuple[str, ...]
    pages: int
    coverage: float
    left_out: tuple[LeftOut, ...]
    repeated: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    @property
    def left_out_by_reason(self) -> dict[str, int]:
        """How many stretches were left out for each reason."""
        return dict(Counter(entry.reason for entry in self.left_out))


def report_on(reading: Reading, document: Document, passages: Sequence[Passage]) -> IngestReport:
    """The report on a document, what it was read from, and the passages it was split into."""
    seen: set[str] = set()
    repeated = []
    for node in document.outline:
        text = document.text[node.start : node.end]
        if len(text) >= REPEATED_CHARACTERS and text in seen:
            repeated.append(node.label)
        seen.add(text)
    lost = _lost(reading)
    doubts = reading.doubts
    if lost:
        doubts = (*doubts, Doubt(f"{lost.total()} characters of the source are in no passage."))
    return IngestReport(
        passages=len(passages),
        headings=sum(node.kind is Kind.HEADING for node in document.outline),
        labels=tuple(node.label for node in document.outline),
        pages=reading.pages,
        coverage=1 - lost.total() / max(1, _visible(reading.source_text).total()),
        left_out=reading.left_out,
        repeated=tuple(repeated),
        doubts=doubts,
    )


def _lost(reading: Reading) -> Counter[str]:
    """The visible characters of the source that are neither in an element nor left out."""
    kept = [f"{element.number}{element.text}" for element in reading.elements]
    left_out = [entry.text for entry in reading.left_out]
    return _visible(reading.source_text) - _visible("".join([*kept, *left_out]))


def _visible(text: str) -> Counter[str]:
    counted = Counter(text)
    for char in list(counted):
        if char.isspace():
            del counted[char]
    return counted
