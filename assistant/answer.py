"""Answer: what comes back for every question, and the citations in it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from index.hit import Hit


class Status(StrEnum):
    """How a question was answered."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    PREMISE_REJECTED = "premise_rejected"
    OUT_OF_SCOPE = "out_of_scope"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place. Only the quote gate makes one.

    `quote == document_text[start:end]`; `gate` is "verified" or "repaired". `document_kind` and
    `document_status` tell the weight of the source ("action plan", "in force, extended to 2027").
    """

    number: int
    document: str
    document_title: str
    reference: str
    label: str
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    page: int | None
    gate: str
    url: str
    source_url: str
    document_digest: str
    document_kind: str = "action plan"
    document_status: str = ""
    document_language: str = "en"


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage as the answer shows it, with the score of the search."""

    document: str
    label: str
    text: str
    start: int
    end: int
    score: float
    heading_path: tuple[str, ...] = ()
    page: int | None = None

    @classmethod
    def of(cls, hit: Hit) -> "FoundPassage":
        """The passage of a hit."""
        passage = hit.passage
        return cls(
            passage.document_id,
            passage.label,
            passage.text,
            passage.start,
            passage.end,
            hit.score,
            passage.heading_path,
            passage.page,
        )

    def to_json(self) -> dict[str, Any]:
        """The passage as the contract's search result."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent."""

    retrieve: float = 0.0
    compose: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What every surface renders; `text` is Markdown with [1] marks for the citations.

    `stand_alone_question` is what a follow-up was understood as, None when it was taken as it is.
    """

    id: str
    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    passages: tuple[FoundPassage, ...] = ()
    language: str = "en"
    composer: str = "quotes"
    model: str | None = None
    warnings: tuple[str, ...] = ()
    timings_ms: Timings = Timings()
    stand_alone_question: str | None = None
    conversation_id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer as the contract's JSON object."""
        return asdict(self)
