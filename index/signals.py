"""Signals: what a search learnt about a question besides its hits, as plain numbers."""

from dataclasses import dataclass

from ingest.decoys import DecoyKind


@dataclass(frozen=True, slots=True)
class Signals:
    """How near the question is to what the documents answer and to what they do not.

    Cosines (-1 to 1): `vector` of the best passage, `answered` and `unanswered` of the questions
    kept for the best passages (`_few`: mean of the best three), `decoy_vector`. Shares of the
    question's words (0 to 1): `words`, `grams`, `decoy_words`. `decoy` is the nearest one's kind.
    """

    vector: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    answered: float = 0.0
    answered_few: float = 0.0
    unanswered: float = 0.0
    unanswered_few: float = 0.0
    decoy_vector: float = 0.0
    decoy_words: float = 0.0
    decoy: DecoyKind | None = None
