"""Element: one paragraph-like unit of a source, the common language of readers and outline."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an element is in its source's own layout."""

    PART = "part"
    COVER = "cover"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CELL = "cell"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Element:
    """One heading, paragraph, list item, table cell, cover line or footnote, in reading order.

    `number` is the printed number with its punctuation ("1.", "IV.", "(a)"), empty for bullets;
    `level` is a heading's depth (1 the highest) where the source tells it, a list item's depth
    (0 the outermost), else 0; `marks` are the footnote marks taken out of `text`, each with its
    offset in `text`; `pages` says on which page the element begins, as (page, 0), and where in
    `text` each further page begins. A `PART` element opens a part of the document; its text is
    the prefix of the part's labels ("COM", "ANNEX"). A `ROW` is the first cell of a table's row,
    the `CELL`s behind it are the others.
    """

    role: Role
    text: str
    number: str = ""
    level: int = 0
    marks: tuple[tuple[str, int], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
