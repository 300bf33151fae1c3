"""Is a question about the documents at all? The chance, 0 to 1, from what was compared.

A question can resemble a passage and still be about a neighbouring policy; so its likeness to the
passages is weighed against its likeness to the decoys. The weights in `fusion.json` are fitted by
index/calibrate.py.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.evidence import Evidence
from index.fuse import FILE, KINDS_OF_EVIDENCE
from index.vectors import Scores

FEATURES = (*KINDS_OF_EVIDENCE, "decoy_vector", "decoy_words", "vector_lead", "words_lead")


def scope_features(evidence: Evidence) -> Scores:
    """The best of each kind of evidence, the decoys', and how far the passages lead."""
    best = evidence.passages.max(axis=0)
    by_kind = dict(zip(KINDS_OF_EVIDENCE, best, strict=True))
    vector = max(by_kind["text"], by_kind["sentence"], by_kind["expansion"])
    leads = [vector - evidence.decoy_vector, by_kind["grams"] - evidence.decoy_words]
    return np.array([*best, evidence.decoy_vector, evidence.decoy_words, *leads], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Scope:
    """The weights of the features."""

    weights: Scores
    constant: float

    @classmethod
    def shipped(cls, file: Path = FILE) -> "Scope":
        """The weights that ship with the package."""
        raw = json.loads(file.read_text(encoding="utf-8"))["scope"]
        weights = [raw["weights"][name] for name in FEATURES]
        return cls(np.array(weights, dtype=np.float32), float(raw["constant"]))

    def chance(self, evidence: Evidence) -> float:
        """The chance that the question is about the documents."""
        total = self.constant + float(scope_features(evidence) @ self.weights)
        return float(1 / (1 + np.exp(-total)))
