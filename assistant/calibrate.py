"""Fit the weights of answerability: `python -m assistant.calibrate`, after `index.calibrate`.

Questions that the passages answer are told from those that they don't and from decoys, each asked
of an index built without it. No question of a test set takes part.
"""

import json
from collections.abc import Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.answerability import FEATURES, FILE, asked_of, features
from index.acronyms import spelled_out
from index.build import make_snapshot
from index.embed import MiniLM
from index.fuse import Fusion
from index.held_out import ASKED, Fold, folds
from index.logistic import fit_logistic
from index.search import Searcher
from ingest.decoys import read_decoys
from ingest.expansions import ExpansionKind
from ingest.shipped import shipped_sources

RIDGE = 1.0
# Twenty-three languages give more questions than are needed.
EVERY_FOREIGN = 4
# Cosines of an English model say nothing about other languages: words must tell.
BARE_FEATURES = frozenset(
    {"vector", "words", "grams", "decoy_vector", "decoy_words", "decoy_lead", "words_lead"}
    | {"best_score", "not_given"}
)
FOREIGN_FEATURES = frozenset({"grams", "decoy_words", "words_lead", "best_score", "not_given"})


def main() -> None:
    """Fit on the shipped expansions and decoys and write `assistant/answerability.json`."""
    embedder = MiniLM()
    rows: dict[str, list[NDArray[np.float64]]] = {"english": [], "other": []}
    targets: dict[str, list[float]] = {"english": [], "other": []}
    for fold in folds(embedder, Fusion.shipped()):
        for text, answered, language in _questions(fold):
            vector = embedder.encode([spelled_out(text)])[0]
            result = fold.searcher.search_by_vector(text, vector)
            kind = "english" if language == "en" else "other"
            rows[kind].append(features(result, asked_of(text, result)))
            targets[kind].append(answered)
    fitted = {
        "english": _fit(np.array(rows["english"]), np.array(targets["english"]), set(FEATURES)),
        "other": _fit(np.array(rows["other"]), np.array(targets["other"]), FOREIGN_FEATURES),
        "bare": _fit(*_bare_rows(embedder), BARE_FEATURES),
    }
    FILE.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


def _bare_rows(embedder: MiniLM) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """English questions and decoys asked of the plan as if it had come without expansions.

    Half of the decoys' topics are known to that index, as users ask about both kinds.
    """
    sources, decoys = shipped_sources(), read_decoys()
    bare = [replace(source, expansions=()) for source in sources]
    _, snapshot, _ = make_snapshot(bare, decoys[::2], embedder.NAME, lambda: embedder)
    searcher = Searcher(snapshot, embedder, Fusion.shipped())
    asked = [
        (expansion.text, float(expansion.kind is ExpansionKind.SITUATION))
        for source in sources
        for expansion in source.expansions
        if expansion.kind in ASKED and expansion.language == "en"
    ]
    asked += [(question, 0.0) for decoy in decoys[1::2] for question in decoy.questions]
    rows = []
    for text, _ in asked:
        result = searcher.search_by_vector(text, embedder.encode([spelled_out(text)])[0])
        rows.append(features(result, asked_of(text, result)))
    return np.array(rows), np.array([answered for _, answered in asked])


def _questions(fold: Fold) -> list[tuple[str, float, str]]:
    """Each held-out text, whether the documents answer it, and whether it is English."""
    asked = [
        (e.text, float(e.kind is ExpansionKind.SITUATION), e.language) for e in fold.expansions
    ]
    asked += [(text, 0.0, language) for language, text in fold.decoys]
    english = [entry for entry in asked if entry[2] == "en"]
    return english + [entry for entry in asked if entry[2] != "en"][::EVERY_FOREIGN]


def _fit(
    rows: NDArray[np.float64], targets: NDArray[np.float64], used: Set[str]
) -> dict[str, float]:
    """Weights of the features `used`, 0 of the others.

    Both kinds of question weigh the same, however many there are of each.
    """
    rows = rows * np.array([name in used for name in FEATURES])
    positive = targets.mean()
    weights = np.where(targets > 0, 0.5 / positive, 0.5 / (1 - positive))
    scale = rows.std(axis=0) + 1e-9
    coefficients = fit_logistic(rows / scale, targets, weights, RIDGE)
    coefficients[:-1] /= scale
    names = (*FEATURES, "constant")
    return {name: round(float(c), 4) for name, c in zip(names, coefficients, strict=True)}


if __name__ == "__main__":
    main()
