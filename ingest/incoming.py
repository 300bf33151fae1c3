"""A file that someone brings -> a Document with a report on how it was read."""

from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document
from ingest.errors import DocumentUnreadable
from ingest.identify import Told, identify
from ingest.outline import build_document
from ingest.read import read_file
from ingest.report import IngestReport, report_on
from ingest.split import split
from ingest.tokens import count_tokens

ADDRESSES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document that was read and is not kept yet, and the report on it."""

    document: Document
    report: IngestReport


def read_incoming(path: Path, told: Told, address: str = "") -> Incoming:
    """Read one file; `address` is where it was downloaded from.

    Raises DocumentUnreadable, also when there is no text in it.
    """
    reading = read_file(path)
    facts = identify(reading, path.name, address, told, str(path.resolve()))
    document = build_document(facts, reading)
    if not document.text.strip():
        message = f"There is no text in {path.name}. Give a document with text."
        raise DocumentUnreadable(message)
    passages = split(document, count_tokens)
    return Incoming(document, report_on(reading, document, passages))
