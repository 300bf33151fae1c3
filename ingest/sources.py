"""All that is to be indexed: the shipped documents, then the added ones."""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ingest.document import Document
from ingest.expansions import EXPANSIONS_SUFFIX, read_expansions
from ingest.library import Library
from ingest.shipped import ShippedFiles, shipped_files, shipped_source
from ingest.source import Source, SourceRef
from ingest.split import split
from ingest.tokens import count_tokens


def source_refs(library: Library, written: Path, code: str) -> Iterator[SourceRef]:
    """Every document under its id and a digest of all that is indexed of it, read when wanted.

    `written` is the folder with expansions that a model wrote, `code` names the code that reads.
    Raises CorpusBroken, LibraryFailed, DocumentUnreadable or ExpansionsBroken.
    """
    for files in shipped_files():
        digest = _digest(code, *files.paths, _expansions_file(written, files.id))
        yield SourceRef(files.id, digest, partial(_shipped, files, written, library))
    for document_id in library.ids():
        digest = _digest(code + library.digest(document_id), _expansions_file(written, document_id))
        yield SourceRef(document_id, digest, partial(_added, library, document_id, written))


def _added(library: Library, document_id: str, written: Path) -> Source:
    return added_source(library.document(document_id), written)


def added_source(document: Document, written: Path) -> Source:
    """An added document with its passages, and the expansions that a model wrote for it."""
    passages = split(document, count_tokens)
    # A label may have gone with an update of the document, and its expansions lead nowhere then.
    labels = {passage.label for passage in passages}
    expansions = read_expansions(_expansions_file(written, document.facts.id))
    known = tuple(expansion for expansion in expansions if expansion.label in labels)
    return Source(document, tuple(passages), known)


def _shipped(files: ShippedFiles, written: Path, library: Library) -> Source:
    """What ships; its text is kept like the others', so that receipts outlive an upgrade."""
    source = shipped_source(files, written)
    if library.version(files.id, source.document.digest) is None:
        library.keep(source.document)
    return source


def _expansions_file(folder: Path, document_id: str) -> Path:
    return folder / f"{document_id}{EXPANSIONS_SUFFIX}"


def _digest(code: str, *files: Path) -> str:
    """SHA-256 over a name of the code and the bytes of the files that are there."""
    digest = hashlib.sha256(code.encode())
    for path in files:
        digest.update(b"\x1f" + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()
