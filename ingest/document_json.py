"""A Document as JSON and back, for the library that keeps added documents."""

from dataclasses import asdict
from typing import Any

from ingest.document import (
    Document,
    DocumentFacts,
    Kind,
    LeftOut,
    NoteMark,
    OutlineNode,
    PageStart,
    Span,
)


def to_json(document: Document) -> dict[str, Any]:
    """All of a document as plain values."""
    return asdict(document)


def from_json(raw: dict[str, Any]) -> Document:
    """The document that `to_json` wrote. Raises KeyError, TypeError or ValueError."""
    if not isinstance(raw["text"], str):
        message = "a document without a text"
        raise TypeError(message)
    return Document(
        facts=facts_from_json(raw["facts"]),
        text=raw["text"],
        outline=tuple(_node(node) for node in raw["outline"]),
        notes=tuple(NoteMark(**note) for note in raw["notes"]),
        left_out=tuple(LeftOut(**entry) for entry in raw["left_out"]),
        pages=tuple(PageStart(**page) for page in raw["pages"]),
    )


def facts_from_json(raw: dict[str, Any]) -> DocumentFacts:
    """The facts of a document. Raises TypeError or ValueError."""
    return DocumentFacts(**raw | {"dates": tuple((name, date) for name, date in raw["dates"])})


def _node(raw: dict[str, Any]) -> OutlineNode:
    return OutlineNode(
        **raw
        | {
            "kind": Kind(raw["kind"]),
            "heading_path": tuple(raw["heading_path"]),
            "items": tuple(Span(**item) for item in raw["items"]),
        }
    )
