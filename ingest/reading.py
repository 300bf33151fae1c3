"""Reading: what every reader makes of one file; the outline turns it into a Document."""

from dataclasses import dataclass

from ingest.document import LeftOut
from ingest.element import Element


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a source that a reader could not be sure of, for a person to look at."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The elements of one source in reading order, and an account of its characters.

    `source_text` holds every character of text that the format's library finds in the file, in any
    order: what is neither in an element nor left out of it was lost. `title` is the one that the
    source itself gives, `pages` how many it has (0 for formats without pages). `by_parts` tells
    that its labels begin with the part they stand in, as in the communications of EUR-Lex.
    """

    elements: tuple[Element, ...]
    left_out: tuple[LeftOut, ...]
    source_text: str
    title: str = ""
    doubts: tuple[Doubt, ...] = ()
    pages: int = 0
    by_parts: bool = False
