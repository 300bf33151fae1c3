"""Several kinds of evidence -> one score between 0 and 1 that means the same for every question.

The score is the logistic function of a weighted sum: for each kind of evidence its value and its
distance from the best passage's value. The weights in `fusion.json` are fitted to the expansions
themselves, each in turn held out and used as a question (index/calibrate.py); no question of a
test set takes part. The plan ships with expansions; documents that are added have none, and their
weights are fitted to the plan without its own. Reciprocal ranks would throw the values away, which
is what makes plain hybrid search fail for questions in other words (docs/ablation.md).
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.vectors import Scores, Vectors

FILE = Path(__file__).parent / "fusion.json"

Rows = NDArray[np.bool_]

# The columns of an evidence matrix of shape (passages, kinds), in this order.
KINDS_OF_EVIDENCE = ("text", "sentence", "expansion", "words", "grams")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence is worth for the passages of one sort.

    `values` and `distances` weigh the evidence and its distance from the best passage's;
    `presence` weighs the best evidence of all: is the passage asked for among them at all?
    """

    values: Scores
    distances: Scores
    constant: float
    presence: Scores
    presence_constant: float

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Weights":
        """The weights as the file has them. Raises KeyError."""
        return cls(
            np.array([raw["values"][kind] for kind in KINDS_OF_EVIDENCE], dtype=np.float32),
            np.array([raw["distances"][kind] for kind in KINDS_OF_EVIDENCE], dtype=np.float32),
            float(raw["constant"]),
            np.array([raw["presence"][kind] for kind in KINDS_OF_EVIDENCE], dtype=np.float32),
            float(raw["presence_constant"]),
        )

    def chance_of_presence(self, evidence: Vectors) -> float:
        """The chance, 0 to 1, that one of these passages is the one asked for."""
        total = self.presence_constant + float(evidence.max(axis=0) @ self.presence)
        return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))

    def scores(self, evidence: Vectors) -> Scores:
        """Evidence of shape (passages, kinds) -> scores of shape (passages,), 0 to 1."""
        total = self.constant + evidence @ self.values
        total += (evidence - evidence.max(axis=0)) @ self.distances
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The weights for passages that expansions lead to, and those for passages by themselves."""

    expanded: Weights
    bare: Weights

    @classmethod
    def shipped(cls, file: Path = FILE) -> "Fusion":
        """The weights that ship with the package."""
        raw = json.loads(file.read_text(encoding="utf-8"))
        return cls(Weights.of(raw["expanded"]), Weights.of(raw["bare"]))

    def scores(self, evidence: Vectors, expanded: Rows, allowed: Rows) -> Scores:
        """Evidence of shape (passages, kinds) -> scores of shape (passages,), 0 to 1.

        `expanded` tells for each passage whether expansions lead to it, `allowed` whether it may be
        found; the others score 0. Passages compete with their like; where there are both sorts,
        each is weighed by how likely it is to hold the answer.
        """
        scores = np.zeros(len(evidence), dtype=np.float32)
        sorts = ((allowed & expanded, self.expanded), (allowed & ~expanded, self.bare))
        present = [(rows, weights) for rows, weights in sorts if rows.any()]
        for rows, weights in present:
            there = evidence[rows]
            likely = weights.chance_of_presence(there) if len(present) > 1 else 1.0
            scores[rows] = likely * weights.scores(there)
        return scores
