"""Fit the weights of the fusion: `python -m index.calibrate`, after a change of the expansions.

Every situation is a question whose passage is known; it is asked of an index built without it, and
a logistic regression learns how much each kind of evidence is worth. No question of a test set
takes part.
"""

import json

import numpy as np
from numpy.typing import NDArray

from index.embed import MiniLM
from index.evidence import EvidenceFinder
from index.fuse import FILE, KINDS_OF_EVIDENCE, Fusion
from index.held_out import folds
from index.logistic import fit_logistic
from ingest.expansions import ExpansionKind

# Situations in 23 other languages outnumber the English ones; staff mostly write English.
WEIGHT_OF_OTHER_LANGUAGES = 0.25
RIDGE = 0.1


def main() -> None:
    """Fit on the shipped documents and write `index/fusion.json`."""
    coefficients = fit_logistic(*held_out_evidence(MiniLM()), RIDGE)
    half = len(KINDS_OF_EVIDENCE)
    named = [round(float(value), 3) for value in coefficients]
    fusion = {
        "values": dict(zip(KINDS_OF_EVIDENCE, named[:half], strict=True)),
        "distances": dict(zip(KINDS_OF_EVIDENCE, named[half:-1], strict=True)),
        "constant": named[-1],
    }
    FILE.write_text(json.dumps(fusion, indent=2) + "\n", encoding="utf-8")


def held_out_evidence(
    embedder: MiniLM,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A row for each held-out situation and passage, whether they belong together, its weight.

    The columns are the evidence of each kind and then its distance from the best passage's.
    """
    rows, targets, weights = [], [], []
    for fold in folds(embedder, Fusion.shipped()):
        snapshot = fold.searcher.snapshot
        finder = EvidenceFinder(snapshot)
        searched = finder.searched
        labels = np.array([p.label for p in snapshot.passages])[searched]
        situations = [e for e in fold.expansions if e.kind is ExpansionKind.SITUATION]
        vectors = embedder.encode([situation.text for situation in situations])
        for situation, vector in zip(situations, vectors, strict=True):
            evidence = finder.evidence(situation.text, vector).passages
            rows.append(np.hstack([evidence, evidence - evidence.max(axis=0)])[searched])
            targets.append((labels == situation.label).astype(np.float64))
            weight = 1.0 if situation.language == "en" else WEIGHT_OF_OTHER_LANGUAGES
            weights.append(np.full(len(labels), weight))
    return np.vstack(rows).astype(np.float64), np.concatenate(targets), np.concatenate(weights)


if __name__ == "__main__":
    main()
