"""Receipts: stored answers that a colleague can check months later, without a network.

A receipt is one JSON object: the answer, when it was given, the digests of the documents it quotes
and of the prompts a model was given, and a digest over all of it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.errors import ReceiptUnusable
from assistant.seal import is_sealed
from index.snapshot import IndexedDocument
from ingest.document import Document, Span
from ingest.passage import Passage
from prompts import prompt

FORMAT = 1
PROMPTS = ("answer", "answer_task", "stand_alone", "stand_alone_task")
NUMBERS = {"number", "start", "end"}
CITATION_FIELDS = NUMBERS | {"document", "label", "quote", "document_digest"}


# Finds the version of a document by its id and the digest of its text, None when it is not kept.
FindVersion = Callable[[str, str], Document | None]


def no_version(document_id: str, digest: str) -> Document | None:  # noqa: ARG001 - of no document
    """Where former versions are not kept."""
    return None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one thing in a receipt found."""

    good: bool
    text: str


def make_receipt(
    answer: Answer, given_at: str, documents: Mapping[str, IndexedDocument]
) -> dict[str, Any]:
    """The receipt of an answer; `given_at` is an ISO 8601 time, `documents` those searched."""
    body = {
        "receipt": FORMAT,
        "given_at": given_at,
        "answer": answer.to_json(),
        "documents": [
            {"id": name, "reference": document.facts.reference, "digest": document.digest}
            for name, document in documents.items()
        ],
        "prompts": {name: prompt(name).digest for name in PROMPTS} if answer.model else {},
    }
    # As JSON has it: a tuple that was stored comes back as a list.
    plain: dict[str, Any] = json.loads(json.dumps(body))
    return plain | {"digest": _digest(plain)}


def verify(
    raw: Any,
    documents: Mapping[str, IndexedDocument],
    passages: Sequence[Passage],
    version: FindVersion = no_version,
) -> list[Finding]:
    """Check a receipt, or a bare answer, against the documents and passages at hand.

    `version` finds a former version of a document by its id and digest.
    Raises ReceiptUnusable when `raw` is neither.
    """
    findings = []
    answer = raw
    if isinstance(raw, dict) and "receipt" in raw:
        body = {name: value for name, value in raw.items() if name != "digest"}
        whole = raw.get("digest") == _digest(body)
        text = "is as it was written" if whole else "has been changed since it was written"
        findings.append(Finding(whole, f"The receipt {text}."))
        answer = raw.get("answer")
    citations = answer.get("citations") if isinstance(answer, dict) else None
    if not isinstance(citations, list) or not all(map(_is_citation, citations)):
        message = "This is neither a receipt nor an answer of aide. Give a file that aide wrote."
        raise ReceiptUnusable(message)
    text = answer.get("text")
    sealed = isinstance(text, str) and is_sealed(text, [_Quoted.of(raw) for raw in citations])
    says = "is one of" if sealed else "is not always one of"
    findings.append(Finding(sealed, f"What stands in quotation marks {says} its citations."))
    findings += [
        _check(citation, documents.get(citation["document"]), passages, version)
        for citation in citations
    ]
    if not citations:
        findings.append(Finding(True, "The answer quotes nothing; there is nothing to check."))
    return findings


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The part of a citation that stands in the text."""

    number: int
    quote: str

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "_Quoted":
        return cls(raw["number"], raw["quote"])


def _is_citation(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and raw.keys() >= CITATION_FIELDS
        and all(isinstance(raw[name], str) for name in CITATION_FIELDS - NUMBERS)
        and all(isinstance(raw[name], int) for name in NUMBERS)
    )


def _check(
    citation: dict[str, Any],
    document: IndexedDocument | None,
    passages: Sequence[Passage],
    version: FindVersion,
) -> Finding:
    name = f"[{citation['number']}] {citation['document']} {citation['label']}"
    if document and document.digest == citation["document_digest"]:
        return _in_text(name, citation, document.text, _spans(citation, passages))
    former = version(citation["document"], citation["document_digest"])
    now = _now(citation, document)
    if former:
        nodes = [Span(n.start, n.end) for n in former.outline if n.label == citation["label"]]
        found = _in_text(name, citation, former.text, nodes)
        return Finding(found.good, f"{found.text} Since then: {now}")
    if document is None:
        return Finding(False, f"{name}: this document is not here.")
    return Finding(citation["quote"] in document.text, f"{name}: {now}")


def _in_text(name: str, citation: dict[str, Any], text: str, spans: Sequence[Span]) -> Finding:
    """Whether the quotation stands where the receipt says, in the text that it was taken from."""
    start, end = citation["start"], citation["end"]
    if text[start:end] != citation["quote"]:
        return Finding(False, f"{name}: the quotation does not stand where the receipt says.")
    if not any(span.start <= start < end <= span.end for span in spans):
        return Finding(False, f"{name}: the quotation stands in the text under another label.")
    return Finding(True, f"{name}: the quotation stands in the text, character for character.")


def _spans(citation: dict[str, Any], passages: Sequence[Passage]) -> list[Span]:
    """Where the passages with the citation's label stand."""
    return [
        Span(passage.start, passage.end)
        for passage in passages
        if passage.document_id == citation["document"] and passage.label == citation["label"]
    ]


def _now(citation: dict[str, Any], document: IndexedDocument | None) -> str:
    if document is None:
        return "the document has been removed."
    if citation["quote"] in document.text:
        return "the document has changed; the quotation still stands in it."
    return "the document has changed; the quotation no longer stands in it."


def _digest(body: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a receipt without its digest."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode(errors='surrogatepass')).hexdigest()}"
