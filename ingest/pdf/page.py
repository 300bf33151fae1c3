"""Page: what the steps know of one page before its lines are put in order."""

from dataclasses import dataclass

from ingest.pdf.characters import Rule
from ingest.pdf.line import Line


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of lines of one page; `turned` are those that run in another direction."""

    number: int
    width: float
    height: float
    pieces: list[Line]
    turned: list[Line]
    rules: list[Rule]
