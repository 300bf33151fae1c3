"""The quote gate: the only door through which a quote reaches a reader, on every surface.

A quote is `verified` when its characters stand in the document as they are, `repaired` when they
do after folding white space, case, hyphens and quotation marks (the source's own characters are
shown then), else `rejected`. A stretch that was cut so that a negation or an exception of its
sentence, a prefix of its word or a digit of its number is lost is rejected too: it would be exact
and still say something else.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote as quote_address

from assistant.answer import Citation
from index.snapshot import IndexedDocument
from ingest.document import Span, page_at
from ingest.folding import HYPHENS, INVISIBLE, FoldedText, fold, fold_quote
from ingest.passage import Passage
from ingest.sentences import sentences

# What turns the meaning of a sentence when it is cut off at either end of a quote. "No. 5" is a
# number, and "non-" belongs to its word.
NEGATIONS = re.compile(
    r"\b(?:not|no(?!\. ?\d)|none|nobody|nothing|nowhere|never|neither|nor|cannot|without|unless|"
    r"except\w*|with the exception|excluding|barring|save for|apart from|other than|rather than|"
    r"provided that|only if|subject to|hardly|rarely|fail(?:s|ed)? to|refus\w+ to|"
    r"\w+n['\u2019]t)\b(?![\u2010\u2011-])",
    re.IGNORECASE,
)
APOSTROPHES = frozenset("'\u2019")
JOINING = frozenset(HYPHENS) | {"-"} | APOSTROPHES
# "2 600", "2,600" and "2.5" are one number each.
NUMBER_GOES_ON = re.compile(r"\d[ .,\u00a0\u202f\u2009]\d")


class GateResult(StrEnum):
    """What the gate says about a quote."""

    VERIFIED = "verified"
    REPAIRED = "repaired"
    REJECTED = "rejected"


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result and, unless rejected, where in the document the quote stands."""

    result: GateResult
    span: Span = NOWHERE
    reason: str = ""


def judge(quote: str, document_text: str, within: Span) -> Verdict:
    """Look for `quote` in the stretch `within` of a document text.

    Of several places the first good one is taken. The span's characters are what may be shown.
    """
    wanted = quote.strip()
    reason = "these words do not stand there"
    if any(char.isalnum() for char in wanted):
        for result, span in _places(wanted, document_text, within):
            problem = _bad_cut(span, document_text, within)
            if not problem:
                return Verdict(result, span)
            reason = problem
    return Verdict(GateResult.REJECTED, reason=reason)


def _places(quote: str, document_text: str, within: Span) -> Iterator[tuple[GateResult, Span]]:
    """Where the quote stands: as it is, then folded."""
    position = document_text.find(quote, within.start, within.end)
    while position >= 0:
        yield GateResult.VERIFIED, Span(position, position + len(quote))
        position = document_text.find(quote, position + 1, within.end)
    stretch = document_text[within.start : within.end]
    for place in _folded(stretch).find(fold_quote(quote), Span(0, len(stretch))):
        found = Span(within.start + place.start, within.start + place.end)
        yield GateResult.REPAIRED, found


@lru_cache(maxsize=256)
def _folded(stretch: str) -> FoldedText:
    """A passage is searched for every quotation of a reply; folding it is most of the work."""
    return fold(stretch)


def _bad_cut(span: Span, document_text: str, within: Span) -> str:
    """Why the quote must not begin or end where it does; empty when it may."""
    stretch = document_text[within.start : within.end]
    start, end = span.start - within.start, span.end - within.start
    if _cuts_a_word(stretch[:start], stretch[start:]):
        return "it begins inside a word or a number"
    if _cuts_a_word(stretch[:end], stretch[end:]):
        return "it ends inside a word or a number"
    lost = [
        stretch[piece.start : piece.end]
        for sentence in sentences(stretch)
        if sentence.start < end and start < sentence.end
        for piece in (Span(sentence.start, start), Span(end, sentence.end))
    ]
    lead_in = stretch.partition(":\n")[0]
    if start > len(lead_in) < len(stretch):
        # A list item says what its lead-in makes of it.
        lost.append(lead_in[sentences(lead_in)[-1].start :] if lead_in.strip() else "")
    if any(NEGATIONS.search(piece) for piece in lost):
        return "it leaves out a negation or an exception of its sentence"
    return ""


def _cuts_a_word(before: str, after: str) -> bool:
    """Whether a border between two texts falls inside a word, a compound or a number."""
    if after[:1] and unicodedata.combining(after[0]):
        return True
    left, right = _without_invisible(before[-8:]), _without_invisible(after[:8])
    if not left or not right:
        return False
    if left[-1].isalnum() and right[0].isalnum():
        return True
    if len(left) > 1 and left[-1] in JOINING and left[-2].isalnum() and right[0].isalnum():
        return True
    if len(right) > 1 and right[0] in JOINING and left[-1].isalnum() and right[1].isalnum():
        return True
    return any(
        NUMBER_GOES_ON.fullmatch(text) for text in (left[-2:] + right[0], left[-1] + right[:2])
    )


def _without_invisible(text: str) -> str:
    return "".join(char for char in text if char not in INVISIBLE)


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
            page=page_at(document.pages, verdict.span.start),
            gate=verdict.result.value,
            url=f"/documents/{facts.id}#{quote_address(passage.label)}",
            source_url=facts.source_url,
            document_digest=document.digest,
            document_kind=facts.kind,
            document_status=facts.status,
            document_language=facts.language,
        )
