"""The quote gate: the only door through which a quote reaches a reader, on every surface.

A quote is `verified` when its characters stand in the document as they are, `repaired` when they
do after folding white space, case, hyphens and quotation marks (the source's own characters are
shown then), else `rejected`. A stretch that was cut so that a negation or an exception of its
sentence is lost is rejected too: it would be exact and still say the opposite.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Citation
from index.snapshot import IndexedDocument
from ingest.document import Span
from ingest.folding import fold, fold_quote
from ingest.passage import Passage
from ingest.sentences import sentences

# What turns the meaning of a sentence when it is cut off at either end of a quote.
NEGATIONS = re.compile(
    r"\b(?:not|no|none|never|neither|nor|cannot|without|unless|except|excluding|hardly|"
    r"\w+n['\u2019]t)\b(?![\u2010\u2011-])",
    re.IGNORECASE,
)


NOWHERE = Span(0, 0)


class GateResult(StrEnum):
    """What the gate says about a quote."""

    VERIFIED = "verified"
    REPAIRED = "repaired"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result and, unless rejected, where in the document the quote stands."""

    result: GateResult
    span: Span = NOWHERE
    reason: str = ""


def judge(quote: str, document_text: str, within: Span) -> Verdict:
    """Look for `quote` in the stretch `within` of a document text.

    Of several places the first is taken. The span's characters are what may be shown.
    """
    position = document_text.find(quote, within.start, within.end) if quote.strip() else -1
    if position >= 0:
        span = Span(position, position + len(quote))
        result = GateResult.VERIFIED
    else:
        place = _folded_place(quote, document_text, within)
        if place is None:
            return Verdict(GateResult.REJECTED, reason="these words do not stand there")
        span, result = place, GateResult.REPAIRED
    problem = _bad_cut(span, document_text, within)
    return Verdict(GateResult.REJECTED, reason=problem) if problem else Verdict(result, span)


def _folded_place(quote: str, document_text: str, within: Span) -> Span | None:
    stretch = document_text[within.start : within.end]
    places = fold(stretch).find(fold_quote(quote), Span(0, len(stretch)))
    if not places:
        return None
    return Span(within.start + places[0].start, within.start + places[0].end)


def _bad_cut(span: Span, document_text: str, within: Span) -> str:
    """Why the quote must not begin or end where it does; empty when it may."""
    before = document_text[max(within.start, span.start - 1) : span.start]
    after = document_text[span.end : min(within.end, span.end + 1)]
    if (before + document_text[span.start]).isalnum() and before:
        return "it begins inside a word"
    if (document_text[span.end - 1] + after).isalnum() and after:
        return "it ends inside a word"
    stretch = document_text[within.start : within.end]
    for sentence in sentences(stretch):
        start, end = within.start + sentence.start, within.start + sentence.end
        if start < span.end and span.start < end:
            lost = document_text[start : max(start, span.start)], document_text[span.end : end]
            if any(NEGATIONS.search(piece) for piece in lost):
                return "it leaves out a negation or an exception of its sentence"
    return ""


class QuoteGate:
    """Makes citations of quotes that hold, for the documents of one index."""

    def __init__(self, documents: Mapping[str, IndexedDocument]) -> None:
        """`documents` by id."""
        self._documents = documents

    def cite(self, number: int, passage: Passage, quote: str) -> Citation | None:
        """The citation of `quote` from `passage`, None when the gate rejects it."""
        document = self._documents[passage.document_id]
        verdict = judge(quote, document.text, Span(passage.start, passage.end))
        if verdict.result is GateResult.REJECTED:
            return None
        facts = document.facts
        return Citation(
            number=number,
            document=facts.id,
            document_title=facts.title,
            reference=facts.reference,
            label=passage.label,
            heading_path=passage.heading_path,
            quote=document.text[verdict.span.start : verdict.span.end],
            start=verdict.span.start,
            end=verdict.span.end,
            page=None,
            gate=verdict.result.value,
            url=f"/documents/{facts.id}#{passage.label}",
            source_url=facts.source_url,
            document_digest=document.digest,
        )
