"""Source: one document with everything that is to be indexed of it."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.document import Document
from ingest.expansions import Expansion
from ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class Source:
    """A document, its passages, and the expansions that lead to them."""

    document: Document
    passages: tuple[Passage, ...]
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source that is read when it is needed; `digest` names all that is indexed of it."""

    document_id: str
    digest: str
    read: Callable[[], Source]
