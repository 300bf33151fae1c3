"""What a conversation keeps of its earlier turns."""

from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """The passage behind a citation number of an earlier answer."""

    number: int
    document: str
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what its answer cited; citation numbers belong to that answer for ever."""

    question: str
    stand_alone_question: str
    language: str
    answer_id: str
    status: str
    cited: tuple[CitedPassage, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> "Turn":
        """What is kept of an answer."""
        return cls(
            answer.question,
            answer.stand_alone_question or answer.question,
            answer.language,
            answer.id,
            answer.status.value,
            tuple(CitedPassage(c.number, c.document, c.label) for c in answer.citations),
        )

    def to_json(self) -> dict[str, Any]:
        """The turn as the checkpointer stores it: plain values, readable by any later version."""
        return {
            "question": self.question,
            "stand_alone_question": self.stand_alone_question,
            "language": self.language,
            "answer_id": self.answer_id,
            "status": self.status,
            "cited": [[c.number, c.document, c.label] for c in self.cited],
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> "Turn":
        """The reverse of `to_json`."""
        cited = tuple(CitedPassage(*entry) for entry in raw["cited"])
        return cls(**{**raw, "cited": cited})
