"""Receipts: stored answers that a colleague can check months later, without a network.

A receipt is one JSON object: the answer, when it was given, the digests of the documents it quotes
and of the prompts a model was given, and a digest over all of it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.errors import ReceiptUnusable
from assistant.seal import is_sealed
from index.snapshot import IndexedDocument
from ingest.passage import Passage
from prompts import prompt

FORMAT = 1
PROMPTS = ("answer", "answer_task", "stand_alone", "stand_alone_task")
NUMBERS = {"number", "start", "end"}
CITATION_FIELDS = NUMBERS | {"document", "label", "quote", "document_digest"}


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
    raw: Any, documents: Mapping[str, IndexedDocument], passages: Sequence[Passage]
) -> list[Finding]:
    """Check a receipt, or a bare answer, against the documents and passages at hand.

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
        _check(citation, documents.get(citation["document"]), passages) for citation in citations
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
    citation: dict[str, Any], document: IndexedDocument | None, passages: Sequence[Passage]
) -> Finding:
    name = f"[{citation['number']}] {citation['document']} {citation['label']}"
    if document is None:
        return Finding(False, f"{name}: this document is not here.")
    there = document.text[citation["start"] : citation["end"]] == citation["quote"]
    if document.digest == citation["document_digest"]:
        if there and not any(
            passage.document_id == citation["document"]
            and passage.label == citation["label"]
            and passage.start <= citation["start"] < citation["end"] <= passage.end
            for passage in passages
        ):
            return Finding(False, f"{name}: the quotation stands in the text under another label.")
        if there:
            return Finding(
                True, f"{name}: the quotation stands in the text, character for character."
            )
        return Finding(False, f"{name}: the quotation does not stand where the receipt says.")
    if there or citation["quote"] in document.text:
        return Finding(True, f"{name}: the document has changed; the quotation still stands in it.")
    return Finding(
        False, f"{name}: the document has changed; the quotation no longer stands in it."
    )


def _digest(body: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a receipt without its digest."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode(errors='surrogatepass')).hexdigest()}"
