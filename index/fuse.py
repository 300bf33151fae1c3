"""Several kinds of evidence -> one score between 0 and 1 that means the same for every question.

The score is the logistic function of a weighted sum: for each kind of evidence its value and its
distance from the best passage's value. The weights in `fusion.json` are fitted to the expansions
themselves, each in turn held out and used as a question (index/calibrate.py); no question of a
test set takes part. Reciprocal ranks would throw the values away, which is what makes plain
hybrid search fail for questions in other words (docs/ablation.md).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.vectors import Scores, Vectors

FILE = Path(__file__).parent / "fusion.json"

# The columns of an evidence matrix of shape (passages, kinds), in this order.
KINDS_OF_EVIDENCE = ("text", "sentence", "expansion", "words", "grams")


@dataclass(frozen=True, slots=True)
class Fusion:
    """The weights of the evidence: one for each value, one for each distance from the best."""

    values: Scores
    distances: Scores
    constant: float

    @classmethod
    def shipped(cls, file: Path = FILE) -> "Fusion":
        """The weights that ship with the package."""
        raw = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            np.array([raw["values"][kind] for kind in KINDS_OF_EVIDENCE], dtype=np.float32),
            np.array([raw["distances"][kind] for kind in KINDS_OF_EVIDENCE], dtype=np.float32),
            float(raw["constant"]),
        )

    def scores(self, evidence: Vectors) -> Scores:
        """Evidence of shape (passages, kinds) -> scores of shape (passages,), 0 to 1."""
        total = self.constant + evidence @ self.values
        total += (evidence - evidence.max(axis=0)) @ self.distances
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)
