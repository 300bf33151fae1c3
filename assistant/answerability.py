"""The chance that the documents give what a question asks for.

A passage on the right topic is no answer to "how many?" or "by when?". So the question is compared
with questions that the passages are known to answer, with questions on the same topics that
nothing answers, and with decoys; and what it asks for is compared with what the passages give.
The weights in `answerability.json` are fitted by assistant/calibrate.py.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.asked_for import Thing, gives, things_asked_for
from index.search import SearchResult

FILE = Path(__file__).parent / "answerability.json"
# A thing that is asked for may stand in any of the best passages.
PASSAGES_READ = 5

FEATURES = (
    "vector", "words", "grams", "answered", "answered_few", "unanswered", "unanswered_few",
    "decoy_vector", "decoy_words", "answered_lead", "few_lead", "decoy_lead", "words_lead",
    "best_score", "given", "not_given",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The things that a question asks for: those that the best passages give, and the others."""

    given: tuple[Thing, ...]
    not_given: tuple[Thing, ...]


def asked_of(question: str, result: SearchResult) -> Asked:
    """Sort the things asked for by whether the best passages name such a thing."""
    texts = [hit.passage.text for hit in result.hits[:PASSAGES_READ]]
    asked = things_asked_for(question, result.language)
    if result.named:
        # What another document says can be told where that document is here.
        asked -= {Thing.OTHER_DOCUMENT}
    given = tuple(t for t in Thing if t in asked and gives(t, question, result.language, texts))
    return Asked(given, tuple(t for t in Thing if t in asked and t not in given))


def features(result: SearchResult, asked: Asked) -> NDArray[np.float64]:
    """The numbers that the chance is computed from, in the order of FEATURES."""
    s = result.signals
    best = result.hits[0].score if result.hits else 0.0
    best = min(max(best, 1e-4), 1 - 1e-4)
    return np.array(
        [
            s.vector, s.words, s.grams, s.answered, s.answered_few, s.unanswered, s.unanswered_few,
            s.decoy_vector, s.decoy_words, s.answered - s.unanswered,
            s.answered_few - s.unanswered_few, max(s.vector, s.answered) - s.decoy_vector,
            s.grams - s.decoy_words, math.log(best / (1 - best)), len(asked.given),
            len(asked.not_given),
        ]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answerability:
    """The weights for English questions, and those for other languages.

    The embedding model knows English alone, so the cosines mean something else elsewhere. Where the
    best passage has no expansions, nothing is known of what it answers: `bare` weighs the rest.
    """

    english: NDArray[np.float64]
    other: NDArray[np.float64]
    bare: NDArray[np.float64]

    @classmethod
    def shipped(cls, file: Path = FILE) -> "Answerability":
        """The weights that ship with the package; the constant is the last one."""
        raw = json.loads(file.read_text(encoding="utf-8"))
        english, other, bare = (
            np.array([raw[kind][name] for name in (*FEATURES, "constant")])
            for kind in ("english", "other", "bare")
        )
        return cls(english, other, bare)

    def chance(self, result: SearchResult, asked: Asked) -> float:
        """The chance, 0 to 1, that the documents answer the question."""
        weights = self.english if result.expanded else self.bare
        if result.language != "en":
            weights = self.other
        total = float(np.append(features(result, asked), 1.0) @ weights)
        return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))
