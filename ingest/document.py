"""Document: what every reader returns, one official text with its outline and its facts."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a stretch of a document is; the words are those of the glossary in README.md."""

    COVER = "cover"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    INTRODUCTION = "introduction"
    MEANS = "means"
    OBJECTIVE = "objective"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known about a document besides its text; `ingest/corpus/*.facts.json` holds it."""

    id: str
    title: str
    short_title: str
    reference: str
    kind: str
    status: str
    language: str
    source_url: str
    celex: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    reuse_notice: str = ""
    # The whole path or address that an added document came from; shown to nobody.
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of characters, `start` included and `end` excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One labelled stretch of the document text, in reading order.

    `title` is the heading without its number (headings only), `level` 1 for the highest heading;
    `items` are the list items inside the stretch; `heading_path` names the headings above it.
    """

    label: str
    kind: Kind
    start: int
    end: int
    heading_path: tuple[str, ...]
    parent: str
    title: str = ""
    level: int = 0
    items: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote mark that was taken out of the document text, and where it stood in it."""

    mark: str
    offset: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Characters of the source that are no part of the document text.

    `reason` is "furniture" (lines of the portal, running heads, page numbers), "contents" (a table
    of contents), "bullet", "note mark", "hyphen" (of a word cut at a line's end), "markup" (signs
    of Markdown), "hidden" (text that a reader of the page can't see) or "deleted" (a tracked
    deletion). `offset` counts characters of the source, -1 where it can't; `page` is the
    page it stands on, where there are pages.
    """

    reason: str
    text: str
    offset: int = -1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where in the document text a page of the source begins; pages count from 1."""

    page: int
    offset: int


def page_at(pages: Sequence[PageStart], offset: int) -> int | None:
    """The page on which a character of the document text stands; None without pages."""
    before = bisect_right(pages, offset, key=lambda start: start.offset)
    return pages[max(before, 1) - 1].page if pages else None


@dataclass(frozen=True, slots=True)
class Document:
    """One official text. Every offset anywhere in the product counts characters of `text`."""

    facts: DocumentFacts
    text: str
    outline: tuple[OutlineNode, ...]
    notes: tuple[NoteMark, ...]
    left_out: tuple[LeftOut, ...]
    pages: tuple[PageStart, ...] = ()

    @property
    def digest(self) -> str:
        """`sha256:` and the hexadecimal SHA-256 of the document text in UTF-8."""
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()
