"""A question -> what speaks for each passage: likeness of vectors and of words."""

import numpy as np

from index.fuse import KINDS_OF_EVIDENCE
from index.key import Group
from index.snapshot import Snapshot
from index.vectors import Scores, Vectors


class EvidenceFinder:
    """Compares questions with the keys and the words of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare the rows of each group of keys."""
        self._snapshot = snapshot
        self._sentence_rows = snapshot.keys.rows(Group.SENTENCE)
        self._groups = []
        for group in Group:
            rows = snapshot.keys.rows(group)
            passages, starts = np.unique(snapshot.keys.passage[rows], return_index=True)
            self._groups.append((rows, passages, starts))

    def evidence(self, question: str, vector: Scores) -> tuple[Vectors, Scores]:
        """Evidence of shape (passages, kinds), and the likeness of every key to the question."""
        likeness = np.asarray(self._snapshot.vectors @ vector)
        evidence = np.zeros((len(self._snapshot.passages), len(KINDS_OF_EVIDENCE)), np.float32)
        for column, (rows, passages, starts) in enumerate(self._groups):
            if len(passages):
                # Keys are ordered by passage, so each passage's best is the maximum of one run.
                evidence[passages, column] = np.maximum.reduceat(likeness[rows], starts)
        evidence[:, len(Group)] = self._snapshot.words.scores(question)
        evidence[:, len(Group) + 1] = self._snapshot.grams.scores(question)
        return evidence, likeness

    def best_sentence(self, passage: int, likeness: Scores) -> int:
        """The position, within the passage, of its sentence most like the question."""
        rows = self._sentence_rows
        start, end = np.searchsorted(self._snapshot.keys.passage[rows], [passage, passage + 1])
        if end - start < 2:  # noqa: PLR2004 - one sentence leaves nothing to choose
            return 0
        return int(np.argmax(likeness[rows][start:end]))
