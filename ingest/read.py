"""A file -> Reading or Document: tell its format by its bytes, not by its name, and read it."""

import re
from collections.abc import Callable
from pathlib import Path

from ingest.document import Document, DocumentFacts
from ingest.errors import DocumentUnreadable
from ingest.outline import build_document
from ingest.reading import Reading

Reader = Callable[[bytes, str], Reading]

# A country's annual report with pictures has some tens of megabytes; beyond this it is no document.
MOST_BYTES = 300_000_000
BEGINNING = 4096
PDF = re.compile(rb"(?:^|[\r\n\x00-\x1f])%PDF-")
WHOLE_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I
)
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|p|div|h[1-6])\b", re.I)
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
EURLEX_TEXT = "This document is an excerpt from the EUR-Lex website"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
MARKDOWN_ENDINGS = (".md", ".markdown")
# What pages of institutions are still written in besides UTF-8; a browser takes Latin-1 for
# Windows-1252 (https://encoding.spec.whatwg.org/).
ENCODINGS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "windows-1252": "cp1252", "iso-8859-2": "iso8859_2", "windows-1250": "cp1250",
    "iso-8859-7": "iso8859_7", "windows-1253": "cp1253", "iso-8859-15": "iso8859_15",
    "iso-8859-5": "iso8859_5", "windows-1251": "cp1251", "iso-8859-13": "iso8859_13",
    "windows-1257": "cp1257",
}  # fmt: skip
UTF_32 = "utf-32"
UNICODE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def _read_pdf(raw: bytes, name: str) -> Reading:
    from ingest.read_pdf import read_pdf

    return read_pdf(raw, name)


def _read_docx(raw: bytes, name: str) -> Reading:
    from ingest.read_docx import read_docx

    return read_docx(raw, name)


def _read_html(raw: bytes, name: str) -> Reading:
    from ingest.read_html import read_html

    return read_html(decode(raw, name))


def _read_markdown(raw: bytes, name: str) -> Reading:
    from ingest.read_markdown import read_markdown

    return read_markdown(decode(raw, name))


def _read_eurlex_text(raw: bytes, name: str) -> Reading:
    from ingest.read_eurlex_text import read_eurlex_text

    return read_eurlex_text(decode(raw, name))


def _read_plain_text(raw: bytes, name: str) -> Reading:
    from ingest.read_plain_text import read_plain_text

    return read_plain_text(decode(raw, name))


# One entry for each format; a reader is imported when a file of its format comes.
READERS: dict[str, Reader] = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "html": _read_html,
    "markdown": _read_markdown,
    "eurlex-text": _read_eurlex_text,
    "text": _read_plain_text,
}


def read_source(path: Path, facts: DocumentFacts, file_format: str) -> Document:
    """Read one file of a known format into a Document.

    `file_format` is a key of READERS. Raises DocumentUnreadable with the reason and a next step.
    """
    return build_document(facts, READERS[file_format](read_bytes(path), path.name))


def read_file(path: Path) -> Reading:
    """Read one file of any format. Raises DocumentUnreadable with the reason and a next step."""
    raw = read_bytes(path)
    return READERS[format_of(raw, path.name)](raw, path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises DocumentUnreadable when it can't be read or is too large."""
    try:
        if path.exists() and not path.is_file():
            message = (
                f"{path.name} can't be read (it is no file). Name a file or a folder of files."
            )
            raise DocumentUnreadable(message)
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = (
                f"{path.name} has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} are read. "
                "Give the document without its pictures, or in parts."
            )
            raise DocumentUnreadable(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path.name} can't be read ({error.strerror}). Check that the file is there."
        raise DocumentUnreadable(message) from error


def format_of(raw: bytes, name: str) -> str:
    """The format of a file, by its first bytes; its name only tells Markdown from plain text.

    Raises DocumentUnreadable for what is known to be no document.
    """
    if PDF.search(raw[:1024]):
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        # Word's format, or what its reader can name: another zip, an old or encrypted file.
        return "docx"
    if raw.startswith(PICTURES):
        message = (
            f"{name} is a picture. Make a PDF with text of it, e.g. with: ocrmypdf {name} text.pdf"
        )
        raise DocumentUnreadable(message)
    if raw.startswith(b"{\\rtf"):
        message = f"{name} is in Rich Text Format. Save it as DOCX or PDF and try again."
        raise DocumentUnreadable(message)
    text = decode(raw, name)
    markdown = name.lower().endswith(MARKDOWN_ENDINGS)
    if WHOLE_PAGE.match(text) or (HTML.search(text[:BEGINNING]) and not markdown):
        return "html"
    if EURLEX_TEXT in text[:BEGINNING]:
        return "eurlex-text"
    return "markdown" if markdown else "text"


def decode(raw: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 or the encoding that its HTML names.

    Raises DocumentUnreadable for empty, binary or other bytes.
    """
    encoding = _encoding(raw)
    if encoding == UTF_32 or (b"\x00" in raw and encoding != "utf-16"):
        message = f"{name} is a binary file, not a text. Save it as text or HTML and try again."
        raise DocumentUnreadable(message)
    try:
        text = raw.decode(encoding)
    except UnicodeError as error:
        place = f": byte {error.start} can't be decoded" if hasattr(error, "start") else ""
        message = (
            f"{name} is not {encoding.upper()}{place}. Save it with the encoding UTF-8 and try "
            "again."
        )
        raise DocumentUnreadable(message) from error
    if not text.strip():
        message = f"{name} is empty. Check that the download was complete."
        raise DocumentUnreadable(message)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes) -> str:
    """The encoding that a file's first bytes tell, or its HTML names; else UTF-8."""
    marked = UNICODE_MARKS.get(raw[:2]) or UNICODE_MARKS.get(raw[:3])
    if marked:
        return UTF_32 if raw[2:4] == b"\x00\x00" else marked
    named = CHARSET.search(raw[:BEGINNING])
    return ENCODINGS.get(named[1].decode().casefold(), "utf-8") if named else "utf-8"
