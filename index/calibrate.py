"""Fit the weights of the fusion: `python -m index.calibrate`, after a change of the expansions.

Every expansion of kind `situation` is a question whose passage is known. The situations are dealt
into folds; those of one fold are asked of an index that was built without them, and a logistic
regression learns how much each kind of evidence is worth. No question of a test set takes part.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.build import make_snapshot
from index.embed import MiniLM
from index.evidence import EvidenceFinder
from index.fuse import FILE, KINDS_OF_EVIDENCE
from index.key import NOT_SEARCHED
from index.shipped_vectors import shipped_vectors
from index.vectors import Vectors
from ingest.expansions import Expansion, ExpansionKind
from ingest.shipped import shipped_sources

FOLDS = 4
# Situations in 23 other languages outnumber the English ones; staff mostly write English.
WEIGHT_OF_OTHER_LANGUAGES = 0.25
RIDGE = 0.1
NEWTON_STEPS = 25


def main() -> None:
    """Fit on the shipped documents and write `index/fusion.json`."""
    embedder = MiniLM()
    blocks = [block for fold in range(FOLDS) for block in _questions(fold, embedder)]
    coefficients = _fit(
        np.vstack([rows for rows, _, _ in blocks]),
        np.concatenate([targets for _, targets, _ in blocks]),
        np.concatenate([np.full(len(targets), weight) for _, targets, weight in blocks]),
    )
    half = len(KINDS_OF_EVIDENCE)
    named = [round(float(value), 3) for value in coefficients]
    fusion = {
        "values": dict(zip(KINDS_OF_EVIDENCE, named[:half], strict=True)),
        "distances": dict(zip(KINDS_OF_EVIDENCE, named[half:-1], strict=True)),
        "constant": named[-1],
    }
    FILE.write_text(json.dumps(fusion, indent=2) + "\n", encoding="utf-8")


def _questions(
    fold: int, embedder: MiniLM
) -> Iterator[tuple[Vectors, NDArray[np.float64], float]]:
    """Evidence, target and weight of each situation of one fold, asked of the others' index."""
    sources = shipped_sources()
    held_out: list[Expansion] = []
    reduced = []
    for source in sources:
        situations = [e for e in source.expansions if e.kind is ExpansionKind.SITUATION]
        asked = set(situations[fold::FOLDS])
        held_out += asked
        kept = tuple(e for e in source.expansions if e not in asked)
        reduced.append(replace(source, expansions=kept))
    known = shipped_vectors(embedder.NAME)
    _, snapshot, _ = make_snapshot(reduced, embedder.NAME, lambda: embedder, known)
    finder = EvidenceFinder(snapshot)
    searched = [p.kind not in NOT_SEARCHED for p in snapshot.passages]
    labels = np.array([p.label for p in snapshot.passages])[searched]
    vectors = embedder.encode([situation.text for situation in held_out])
    for situation, vector in zip(held_out, vectors, strict=True):
        evidence = finder.evidence(situation.text, vector)[0][searched]
        rows = np.hstack([evidence, evidence - evidence.max(axis=0)])
        weight = 1.0 if situation.language == "en" else WEIGHT_OF_OTHER_LANGUAGES
        yield rows, (labels == situation.label).astype(np.float64), weight


def _fit(
    rows: Vectors, targets: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weighted logistic regression with a small ridge, by Newton's method; the constant is last."""
    design = np.hstack([rows, np.ones((len(rows), 1))]).astype(np.float64)
    coefficients = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], RIDGE)
    penalty[-1] = 0
    for _ in range(NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-design @ coefficients))
        gradient = design.T @ (weights * (targets - chances)) - penalty * coefficients
        curvature = weights * chances * (1 - chances)
        hessian = (design * curvature[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        coefficients += step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - far below the digits that are kept
            break
    return coefficients


if __name__ == "__main__":
    main()
