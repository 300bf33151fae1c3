"""Fit the weights of the fusion: `python -m index.calibrate`, after a change of the expansions.

Every expansion of kind `situation` is a question whose passage is known. The situations are dealt
into folds; those of one fold are asked of an index that was built without them, and a logistic
regression learns how much each kind of evidence is worth. A second one learns, in the same way,
to tell the situations from the decoys. No question of a test set takes part.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.build import make_snapshot
from index.embed import MiniLM
from index.evidence import Evidence, EvidenceFinder
from index.fuse import FILE, KINDS_OF_EVIDENCE
from index.key import NOT_SEARCHED
from index.scope import FEATURES, scope_features
from index.vectors import Vectors
from ingest.decoys import Decoy, read_decoys
from ingest.expansions import Expansion, ExpansionKind
from ingest.shipped import shipped_sources
from ingest.source import Source

FOLDS = 4
# Situations in 23 other languages outnumber the English ones; staff mostly write English.
WEIGHT_OF_OTHER_LANGUAGES = 0.25
RIDGE = 0.1
NEWTON_STEPS = 25


def main() -> None:
    """Fit on the shipped documents and decoys and write `index/fusion.json`."""
    embedder = MiniLM()
    asked = [question for fold in range(FOLDS) for question in _questions(fold, embedder)]
    ours = [question for question in asked if question.target is not None]
    rows = [np.hstack([q.evidence.passages, _distances(q.evidence.passages)]) for q in ours]
    fusion = _fit(
        np.vstack([row[q.searched] for row, q in zip(rows, ours, strict=True)]),
        np.concatenate([q.target[q.searched] for q in ours if q.target is not None]),
        np.concatenate([np.full(q.searched.sum(), q.weight) for q in ours]),
    )
    scope = _fit(
        np.vstack([scope_features(q.evidence) for q in asked]),
        np.array([float(q.target is not None) for q in asked]),
        _balanced(asked),
    )
    half = len(KINDS_OF_EVIDENCE)
    weights = {
        "values": _named(KINDS_OF_EVIDENCE, fusion[:half]),
        "distances": _named(KINDS_OF_EVIDENCE, fusion[half:-1]),
        "constant": round(float(fusion[-1]), 3),
        "scope": {
            "weights": _named(FEATURES, scope[:-1]),
            "constant": round(float(scope[-1]), 3),
        },
    }
    FILE.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Question:
    """A held-out text and what an index without it found; `target` is None for a decoy."""

    evidence: Evidence
    searched: NDArray[np.bool_]
    target: NDArray[np.float64] | None
    weight: float


def _questions(fold: int, embedder: MiniLM) -> Iterator[_Question]:
    """The situations and decoys of one fold, asked of an index that was built without them."""
    reduced, situations = _without_situations(fold)
    decoys, foreign = _without_decoys(fold)
    _, snapshot, _ = make_snapshot(reduced, decoys, embedder.NAME, lambda: embedder)
    finder = EvidenceFinder(snapshot)
    searched = np.array([p.kind not in NOT_SEARCHED for p in snapshot.passages])
    labels = np.array([p.label for p in snapshot.passages])
    texts = [situation.text for situation in situations] + foreign
    vectors = embedder.encode(texts)
    for position, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
        evidence = finder.evidence(text, vector)
        if position < len(situations):
            situation = situations[position]
            weight = 1.0 if situation.language == "en" else WEIGHT_OF_OTHER_LANGUAGES
            target = (labels == situation.label).astype(np.float64)
            yield _Question(evidence, searched, target, weight)
        else:
            yield _Question(evidence, searched, None, 1.0)


def _without_situations(fold: int) -> tuple[list[Source], list[Expansion]]:
    held_out: list[Expansion] = []
    reduced = []
    for source in shipped_sources():
        situations = [e for e in source.expansions if e.kind is ExpansionKind.SITUATION]
        asked = set(situations[fold::FOLDS])
        held_out += [expansion for expansion in source.expansions if expansion in asked]
        kept = tuple(expansion for expansion in source.expansions if expansion not in asked)
        reduced.append(replace(source, expansions=kept))
    return reduced, held_out


def _without_decoys(fold: int) -> tuple[list[Decoy], list[str]]:
    """Half of the topics lose some questions, the others vanish whole for one fold each.

    Users ask about topics that the decoys know and about topics that they don't.
    """
    kept, held_out = [], []
    for position, decoy in enumerate(read_decoys()):
        if position % 2:
            questions = [q for i, q in enumerate(decoy.questions) if i % FOLDS != fold]
            held_out += [q for i, q in enumerate(decoy.questions) if i % FOLDS == fold]
            kept.append(replace(decoy, questions=tuple(questions)))
        elif position // 2 % FOLDS == fold:
            held_out += decoy.questions
            held_out += decoy.words.split("\n")[1 :: len(decoy.questions)]
        else:
            kept.append(decoy)
    return kept, held_out


def _distances(evidence: Vectors) -> Vectors:
    return np.asarray(evidence - evidence.max(axis=0))


def _balanced(asked: Sequence[_Question]) -> NDArray[np.float64]:
    """Weights that give questions on the documents and on other things the same sum."""
    ours = np.array([question.target is not None for question in asked])
    weights = np.array([question.weight for question in asked])
    weights[~ours] *= weights[ours].sum() / weights[~ours].sum()
    return weights


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


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
