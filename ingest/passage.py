"""Passage: the unit that is indexed, retrieved and cited."""

import hashlib
from dataclasses import dataclass

from ingest.document import Kind, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled stretch of one document: `document.text[start:end] == text`, always.

    A stretch that is longer than the token budget becomes several passages with the same label;
    `part` counts them from 1; `page` is the page on which it begins, where there are pages.
    """

    document_id: str
    label: str
    kind: Kind
    heading_path: tuple[str, ...]
    parent: str
    start: int
    end: int
    text: str
    part: int = 1
    title: str = ""
    level: int = 0
    items: tuple[Span, ...] = ()
    page: int | None = None

    @property
    def id(self) -> str:
        """Stable name of the passage: document, label and, from the second on, the part."""
        suffix = f"/{self.part}" if self.part > 1 else ""
        return f"{self.document_id}/{self.label}{suffix}"

    @property
    def digest(self) -> str:
        """SHA-256 over all that is indexed of the passage; it changes when the vector must."""
        content = "\x1f".join((self.id, self.kind, *self.heading_path, self.text))
        return hashlib.sha256(content.encode()).hexdigest()
