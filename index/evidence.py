"""A question -> what speaks for each passage, and for its being about something else altogether."""

from dataclasses import dataclass

import numpy as np

from index.fuse import KINDS_OF_EVIDENCE
from index.key import NOT_SEARCHED, OF_PASSAGES, Group
from index.snapshot import Snapshot
from index.vectors import Scores, Vectors
from ingest.decoys import DecoyKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was compared for one question.

    `passages` has the shape passages x KINDS_OF_EVIDENCE; passages that are not searched have
    zeros. `likeness` is the cosine of every key. `decoy` is the decoy nearest to the question,
    `decoy_vector` its cosine and `decoy_words` the best share of the question's words.
    """

    passages: Vectors
    likeness: Scores
    decoy: DecoyKind | None
    decoy_vector: float
    decoy_words: float


class EvidenceFinder:
    """Compares questions with the keys and the words of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare the rows of each group of keys."""
        self._snapshot = snapshot
        self._searched = np.array([p.kind not in NOT_SEARCHED for p in snapshot.passages])
        self._rows = {group: snapshot.keys.rows(group) for group in Group}
        self._runs = {
            group: np.unique(snapshot.keys.passage[rows], return_index=True)
            for group, rows in self._rows.items()
        }

    def evidence(self, question: str, vector: Scores) -> Evidence:
        """Compare one question, given as text and as vector."""
        snapshot = self._snapshot
        likeness = np.asarray(snapshot.vectors @ vector)
        passages = np.zeros((len(snapshot.passages), len(KINDS_OF_EVIDENCE)), np.float32)
        for column, group in enumerate(OF_PASSAGES):
            positions, starts = self._runs[group]
            if len(positions):
                # Keys are ordered by passage, so each passage's best is the maximum of one run.
                best = np.maximum.reduceat(likeness[self._rows[group]], starts)
                passages[positions, column] = best
        passages[:, -2] = snapshot.words.scores(question) * self._searched
        passages[:, -1] = snapshot.grams.scores(question) * self._searched
        decoy_likeness = likeness[self._rows[Group.DECOY]]
        decoy_words = snapshot.decoy_grams.scores(question)
        nearest = None
        if len(decoy_likeness):
            row = int(np.argmax(decoy_likeness))
            topics = snapshot.keys.passage[self._rows[Group.DECOY]]
            by_vector = float(decoy_likeness[row])
            by_words = int(np.argmax(decoy_words))
            topic = int(topics[row]) if by_vector >= float(decoy_words[by_words]) else by_words
            nearest = snapshot.decoys[topic]
        return Evidence(
            passages,
            likeness,
            nearest,
            float(decoy_likeness.max(initial=0.0)),
            float(decoy_words.max(initial=0.0)),
        )

    def best_sentence(self, passage: int, likeness: Scores) -> int:
        """The position, within the passage, of its sentence most like the question."""
        rows = self._rows[Group.SENTENCE]
        start, end = np.searchsorted(self._snapshot.keys.passage[rows], [passage, passage + 1])
        if end - start < 2:  # noqa: PLR2004 - one sentence leaves nothing to choose
            return 0
        return int(np.argmax(likeness[rows][start:end]))
