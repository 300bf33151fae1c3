"""What documents there are, for `aide documents`."""

from typing import Any

from index.errors import IndexProblem
from index.snapshot import load
from ingest.diff import LabelChange, changes_between
from ingest.document import Document
from ingest.errors import CorpusBroken, DocumentMissing
from ingest.library import Library
from ingest.registry import read_registry
from ingest.shipped import shipped_files, shipped_sources
from ingest.split import split
from ingest.tokens import count_tokens
from integrations.bootstrap import open_library
from integrations.settings import Settings


def document_rows(settings: Settings) -> list[dict[str, Any]]:
    """The contract's document objects, for every document that is there."""
    try:
        indexed = {d.facts.id: d.digest for d in load(settings.index_folder).documents}
    except IndexProblem:
        indexed = {}
    library = open_library(settings)
    rows = [
        _row(source.document, len(source.passages), indexed, added=False)
        for source in shipped_sources()
    ]
    rows += [
        _row(document, len(split(document, count_tokens)), indexed, added=True)
        for document in library.documents()
    ]
    return [row | {"versions": max(1, len(library.versions(row["id"])))} for row in rows]


def _row(
    document: Document, passages: int, indexed: dict[str, str], *, added: bool
) -> dict[str, Any]:
    facts = document.facts
    return {
        "id": facts.id,
        "title": facts.title,
        "reference": facts.reference,
        "kind": facts.kind,
        "status": facts.status,
        "language": facts.language,
        "source_url": facts.source_url,
        "digest": document.digest,
        "passages": passages,
        "indexed": indexed.get(facts.id) == document.digest,
        "added": added,
    }


def register_rows(settings: Settings) -> list[dict[str, Any]]:
    """The 13 EU human rights guidelines, and whether the text of each was added."""
    here = set(open_library(settings).ids())
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "reference": entry.confirmed_number,
            "kind": "guidelines",
            "status": entry.status,
            "adopted": entry.adopted,
            "version": entry.version,
            "objectives": list(entry.objectives),
            "addresses": [address.url for address in entry.addresses],
            "added": entry.id in here,
        }
        for entry in read_registry()
    ]


def changed_rows(library: Library, document_id: str) -> list[LabelChange]:
    """What the last version of a document changed; nothing when there is one version.

    Raises DocumentMissing.
    """
    versions = library.versions(document_id)
    shipped = {files.id for files in shipped_files()}
    if not versions or document_id not in {*shipped, *library.ids()}:
        known = ", ".join([*shipped, *library.ids()])
        message = f'There is no document "{document_id}". There are: {known}.'
        raise DocumentMissing(message)
    if len(versions) == 1:
        return []
    after = library.version(document_id, versions[-1].digest)
    if document_id in library.ids():
        after = library.document(document_id)
    if after is None:
        return []
    before = [version for version in versions if version.digest != after.digest][-1]
    old = library.version(document_id, before.digest)
    return changes_between(old, after) if old else []


def document_text(settings: Settings, document_id: str) -> str:
    """The text that the offsets of `document_id` count in. Raises CorpusBroken or IndexProblem."""
    snapshot = load(settings.index_folder)
    for document in snapshot.documents:
        if document.facts.id == document_id:
            return document.text
    known = ", ".join(document.facts.id for document in snapshot.documents)
    message = f'There is no document "{document_id}". There are: {known}.'
    raise CorpusBroken(message)
