"""Fit the weights of the fusion: `python -m index.calibrate`, after a change of the expansions.

Every situation is a question whose passage is known; it is asked of an index built without it, and
a logistic regression learns how much each kind of evidence is worth. For passages without
expansions it is asked of an index without any, and decoys are asked too: no passage belongs to
them. Whether the passage asked for is there at all is learnt by asking again as if it were not.
No question of a test set takes part.
"""

import json
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from index.build import make_snapshot
from index.embed import MiniLM
from index.evidence import EvidenceFinder
from index.fuse import FILE, KINDS_OF_EVIDENCE, Fusion
from index.held_out import folds
from index.logistic import fit_logistic
from index.snapshot import Snapshot
from ingest.decoys import read_decoys
from ingest.expansions import ExpansionKind
from ingest.shipped import shipped_sources

# Situations in 23 other languages outnumber the English ones; staff mostly write English.
WEIGHT_OF_OTHER_LANGUAGES = 0.25
RIDGE = 0.1
# Situations and decoys enough to fit eleven numbers to.
EVERY_BARE = 2


def main() -> None:
    """Fit on the shipped documents and write `index/fusion.json`."""
    embedder = MiniLM()
    fitted = {
        "expanded": held_out_evidence(embedder).fitted(),
        "bare": bare_evidence(embedder).fitted(),
    }
    FILE.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the weights are fitted to: a row for each question and passage.

    `rows` holds the evidence of each kind and then its distance from the best passage's,
    `targets` whether question and passage belong together, `weights` how much a row counts;
    `presence` holds the best evidence of each kind for each question with its passage and without,
    and `present` which it is.
    """

    rows: list[NDArray[np.float64]] = field(default_factory=list)
    targets: list[NDArray[np.float64]] = field(default_factory=list)
    weights: list[NDArray[np.float64]] = field(default_factory=list)

    presence: list[NDArray[np.float64]] = field(default_factory=list)
    present: list[float] = field(default_factory=list)
    presence_weights: list[float] = field(default_factory=list)

    def add(
        self, finder: EvidenceFinder, question: str, vector: NDArray[np.float32], label: str,
        labels: NDArray[np.str_], weight: float,
    ) -> None:  # fmt: skip
        """Add the rows of one question; `label` is the passage's that answers it, or empty."""
        evidence = finder.evidence(question, vector).passages
        both = np.hstack([evidence, evidence - evidence.max(axis=0)])[finder.searched]
        evidence = evidence[finder.searched].astype(np.float64)
        self.rows.append(both.astype(np.float64))
        self.targets.append((labels == label).astype(np.float64))
        self.weights.append(np.full(len(labels), weight))
        self.presence.append(evidence[labels != label].max(axis=0))
        self.present.append(0.0)
        self.presence_weights.append(weight)
        if label:
            self.presence.append(evidence.max(axis=0))
            self.present.append(1.0)
            self.presence_weights.append(weight)

    def fitted(self) -> dict[str, object]:
        """The weights as the file has them."""
        coefficients = fit_logistic(
            np.vstack(self.rows), np.concatenate(self.targets), np.concatenate(self.weights), RIDGE
        )
        presence = fit_logistic(
            np.vstack(self.presence), np.array(self.present), np.array(self.presence_weights), RIDGE
        )
        half = len(KINDS_OF_EVIDENCE)
        named = [round(float(value), 3) for value in coefficients]
        there = [round(float(value), 3) for value in presence]
        return {
            "values": dict(zip(KINDS_OF_EVIDENCE, named[:half], strict=True)),
            "distances": dict(zip(KINDS_OF_EVIDENCE, named[half:-1], strict=True)),
            "constant": named[-1],
            "presence": dict(zip(KINDS_OF_EVIDENCE, there[:-1], strict=True)),
            "presence_constant": there[-1],
        }


def held_out_evidence(embedder: MiniLM) -> Rows:
    """Every situation, asked of an index built without it."""
    found = Rows()
    for fold in folds(embedder, Fusion.shipped()):
        snapshot = fold.searcher.snapshot
        finder = EvidenceFinder(snapshot)
        labels = _labels(snapshot, finder)
        situations = [e for e in fold.expansions if e.kind is ExpansionKind.SITUATION]
        vectors = embedder.encode([situation.text for situation in situations])
        for situation, vector in zip(situations, vectors, strict=True):
            weight = 1.0 if situation.language == "en" else WEIGHT_OF_OTHER_LANGUAGES
            found.add(finder, situation.text, vector, situation.label, labels, weight)
    return found


def bare_evidence(embedder: MiniLM) -> Rows:
    """English situations and decoys, asked of an index without any expansion."""
    sources = shipped_sources()
    bare = [replace(source, expansions=()) for source in sources]
    _, snapshot, _ = make_snapshot(bare, (), embedder.NAME, lambda: embedder)
    finder = EvidenceFinder(snapshot)
    labels = _labels(snapshot, finder)
    asked = [
        (expansion.text, expansion.label)
        for source in sources
        for expansion in source.expansions
        if expansion.kind is ExpansionKind.SITUATION and expansion.language == "en"
    ]
    asked += [(question, "") for decoy in read_decoys() for question in decoy.questions]
    asked = asked[::EVERY_BARE]
    vectors = embedder.encode([question for question, _ in asked])
    found = Rows()
    for (question, label), vector in zip(asked, vectors, strict=True):
        found.add(finder, question, vector, label, labels, 1.0)
    return found


def _labels(snapshot: Snapshot, finder: EvidenceFinder) -> NDArray[np.str_]:
    labels = np.array([passage.label for passage in snapshot.passages], dtype=np.str_)
    searched: NDArray[np.str_] = labels[finder.searched]
    return searched


if __name__ == "__main__":
    main()
