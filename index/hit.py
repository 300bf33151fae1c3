"""Hit: a passage that a question led to."""

from dataclasses import dataclass

from ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the chance, 0 to 1, that it belongs to the answer; 1 for a looked-up label.

    `best_sentence` is the position of the sentence of the passage nearest to the question.
    """

    passage: Passage
    score: float
    best_sentence: int = 0
