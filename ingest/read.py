"""A file -> Document: choose the reader for the format, check the bytes."""

from collections.abc import Callable
from pathlib import Path

from ingest.document import Document, DocumentFacts, LeftOut
from ingest.element import Element
from ingest.errors import DocumentUnreadable
from ingest.outline import build_document
from ingest.read_eurlex_html import read_eurlex_html
from ingest.read_eurlex_text import read_eurlex_text

Reader = Callable[[str], tuple[list[Element], list[LeftOut]]]

READERS: dict[str, Reader] = {
    "eurlex-text": read_eurlex_text,
    "eurlex-html": read_eurlex_html,
}


def read_source(path: Path, facts: DocumentFacts, file_format: str) -> Document:
    """Read one file into a Document.

    `file_format` is a key of READERS. Raises DocumentUnreadable with the reason and a next step.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"{path.name} can't be read ({error.strerror}). Check that the file is there."
        raise DocumentUnreadable(message) from error
    elements, left_out = READERS[file_format](decode(raw, path.name))
    return build_document(facts, elements, left_out)


def decode(raw: bytes, name: str) -> str:
    """The text of a UTF-8 file. Raises DocumentUnreadable for empty, binary or other bytes."""
    if b"\x00" in raw:
        message = f"{name} is a binary file, not a text. Save it as text or HTML and try again."
        raise DocumentUnreadable(message)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = (
            f"{name} is not UTF-8: byte {error.start} can't be decoded. "
            "Save it with the encoding UTF-8 and try again."
        )
        raise DocumentUnreadable(message) from error
    if not text.strip():
        message = f"{name} is empty. Check that the download was complete."
        raise DocumentUnreadable(message)
    return text.replace("\r\n", "\n")
