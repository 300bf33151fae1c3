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
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Element:
    """One heading, paragraph, list item, cover line or footnote, in reading order.

    `number` is the printed number with its punctuation ("1.", "IV.", "(a)"), empty for bullets;
    `level` is the heading's depth where the source tells it, else 0; `marks` are the footnote
    marks taken out of `text`, each with its offset in `text`. A `PART` element opens a part of
    the document; its text is the prefix of the part's labels ("COM", "ANNEX").
    """

    role: Role
    text: str
    number: str = ""
    level: int = 0
    marks: tuple[tuple[str, int], ...] = ()
