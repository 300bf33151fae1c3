"""What documents there are, for `aide documents`."""

from typing import Any

from index.errors import IndexProblem
from index.snapshot import load
from ingest.errors import CorpusBroken
from ingest.shipped import shipped_sources
from integrations.settings import Settings


def document_rows(settings: Settings) -> list[dict[str, Any]]:
    """The contract's document objects, for every document that is there."""
    try:
        indexed = {d.facts.id: d.digest for d in load(settings.index_folder).documents}
    except IndexProblem:
        indexed = {}
    return [
        {
            "id": source.document.facts.id,
            "title": source.document.facts.title,
            "reference": source.document.facts.reference,
            "kind": source.document.facts.kind,
            "status": source.document.facts.status,
            "source_url": source.document.facts.source_url,
            "digest": source.document.digest,
            "passages": len(source.passages),
            "indexed": indexed.get(source.document.facts.id) == source.document.digest,
        }
        for source in shipped_sources()
    ]


def document_text(settings: Settings, document_id: str) -> str:
    """The text that the offsets of `document_id` count in. Raises CorpusBroken or IndexProblem."""
    snapshot = load(settings.index_folder)
    for document in snapshot.documents:
        if document.facts.id == document_id:
            return document.text
    known = ", ".join(document.facts.id for document in snapshot.documents)
    message = f'There is no document "{document_id}". There are: {known}.'
    raise CorpusBroken(message)
