"""What each part of the retrieval brings: `python -m tests.evals.ablation FILE.jsonl`.

Prints a Markdown table. Subsets of the evidence get weights of their own, fitted like the shipped
ones on held-out expansions; subsets of the expansions are measured with the shipped weights.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import make_snapshot
from index.calibrate import RIDGE, held_out_evidence
from index.embed import MiniLM
from index.evidence import EvidenceFinder
from index.fuse import KINDS_OF_EVIDENCE, Fusion
from index.logistic import fit_logistic
from index.search import Searcher
from index.snapshot import Snapshot
from ingest.decoys import read_decoys
from ingest.expansions import Expansion, ExpansionKind
from ingest.shipped import shipped_sources
from integrations.evaluate import Question, read_questions

RECIPROCAL_RANK_CONSTANT = 60
SUBSETS: dict[str, tuple[str, ...]] = {
    "all evidence (shipped)": KINDS_OF_EVIDENCE,
    "without the passage's own vector": ("sentence", "expansion", "words", "grams"),
    "without sentence vectors": ("text", "expansion", "words", "grams"),
    "without the expansion vector": ("text", "sentence", "words", "grams"),
    "without English words": ("text", "sentence", "expansion", "grams"),
    "without word pieces": ("text", "sentence", "expansion", "words"),
    "vectors alone": ("text", "sentence", "expansion"),
    "words and word pieces alone": ("words", "grams"),
}
Ranker = Callable[[NDArray[np.float32]], NDArray[np.float64]]


def main() -> None:
    """Measure every variant on one question set."""
    questions = [
        question
        for question in read_questions(Path(sys.argv[1]))
        if question.gold and question.category not in ("structure", "premise")
    ]
    embedder = MiniLM()
    everything = _snapshot(embedder, lambda _: True)
    held_out = held_out_evidence(embedder)
    rows, targets = np.vstack(held_out.rows), np.concatenate(held_out.targets)
    weights = np.concatenate(held_out.weights)
    print("| variant | hit@1 | hit@5 | recall@5 | recall@10 |\n|---|---|---|---|---|")  # noqa: T201
    for name, kinds in SUBSETS.items():
        columns = [KINDS_OF_EVIDENCE.index(kind) for kind in kinds]
        both = columns + [len(KINDS_OF_EVIDENCE) + column for column in columns]
        fitted = fit_logistic(rows[:, both], targets, weights, RIDGE)
        _print(name, everything, questions, embedder, _weighted(columns, fitted))
    _print("all, by reciprocal rank instead of weights", everything, questions, embedder, _ranks)
    shipped = Fusion.shipped().expanded.scores
    for name, keep in EXPANSIONS_KEPT.items():
        _print(name, _snapshot(embedder, keep), questions, embedder, shipped)
    _print_with_look_up(everything, questions, embedder)


EXPANSIONS_KEPT: dict[str, Callable[[Expansion], bool]] = {
    "no expansions at all": lambda _: False,
    "English expansions only": lambda e: e.language == "en",
    "expansions without situations": lambda e: e.kind is not ExpansionKind.SITUATION,
    "expansions without terms": lambda e: e.kind is not ExpansionKind.TERMS,
    "expansions without restatements": lambda e: e.kind is not ExpansionKind.CONTENT,
}


def _snapshot(embedder: MiniLM, keep: Callable[[Expansion], bool]) -> Snapshot:
    sources = [
        replace(source, expansions=tuple(e for e in source.expansions if keep(e)))
        for source in shipped_sources()
    ]
    return make_snapshot(sources, read_decoys(), embedder.NAME, lambda: embedder)[1]


def _weighted(columns: Sequence[int], fitted: NDArray[np.float64]) -> Ranker:
    half = len(columns)

    def rank(evidence: NDArray[np.float32]) -> NDArray[np.float64]:
        chosen = evidence[:, columns].astype(np.float64)
        distances = chosen - chosen.max(axis=0)
        return np.asarray(chosen @ fitted[:half] + distances @ fitted[half:-1])

    return rank


def _ranks(evidence: NDArray[np.float32]) -> NDArray[np.float64]:
    places = np.argsort(np.argsort(-evidence, axis=0, kind="stable"), axis=0)
    return np.asarray((1 / (RECIPROCAL_RANK_CONSTANT + places + 1)).sum(axis=1))


def _print(
    name: str,
    snapshot: Snapshot,
    questions: Sequence[Question],
    embedder: MiniLM,
    rank: Ranker | Callable[..., NDArray[np.float32]],
) -> None:
    finder = EvidenceFinder(snapshot)
    vectors = embedder.encode([question.text for question in questions])
    ordered = []
    for question, vector in zip(questions, vectors, strict=True):
        evidence = finder.evidence(question.text, vector).passages
        scores = np.where(evidence.any(axis=1), rank(evidence), -np.inf)
        best = np.argsort(-scores, kind="stable")[:10]
        ordered.append([snapshot.passages[position].label for position in best])
    _row(name, questions, ordered)


def _print_with_look_up(
    snapshot: Snapshot, questions: Sequence[Question], embedder: MiniLM
) -> None:
    searcher = Searcher(snapshot, embedder, Fusion.shipped())
    found = [searcher.search(question.text, 10).hits for question in questions]
    ordered = [[hit.passage.label for hit in hits[:10]] for hits in found]
    _row("the whole search (look-up, quoted phrases, topics of drafts)", questions, ordered)


def _row(name: str, questions: Sequence[Question], ordered: Sequence[Sequence[str]]) -> None:
    figures = []
    for question, labels in zip(questions, ordered, strict=True):
        ranks = [_place(gold, labels) for _, gold in question.gold]
        figures.append(
            [
                float(min(ranks) < 1),
                float(min(ranks) < 5),
                float(np.mean([rank < 5 for rank in ranks])),
                float(np.mean([rank < len(labels) for rank in ranks])),
            ]
        )
    cells = " | ".join(f"{value:.3f}" for value in np.mean(figures, axis=0))
    print(f"| {name} | {cells} |")  # noqa: T201


def _place(gold: str, labels: Sequence[str]) -> int:
    """Where the gold label, or one below it, stands; behind the end when it does not."""
    places = [i for i, label in enumerate(labels) if (label + ".").startswith(gold + ".")]
    return min(places, default=len(labels))


if __name__ == "__main__":
    main()
