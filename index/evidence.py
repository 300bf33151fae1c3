"""A question -> what speaks for each passage, and for there being no answer in any of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.fuse import KINDS_OF_EVIDENCE
from index.key import NOT_SEARCHED, OF_PASSAGES, Group
from index.snapshot import Snapshot
from index.vectors import Scores, Vectors
from ingest.decoys import DecoyKind

# A question resembles several of the questions kept for a passage when it resembles any.
NEAREST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was compared for one question.

    `passages` has the shape passages x KINDS_OF_EVIDENCE; passages that are not searched have
    zeros. `sentences` is the cosine of every sentence key. `decoy` is the decoy nearest to the
    question, `decoy_vector` its cosine and `decoy_words` the best share of the question's words.
    """

    passages: Vectors
    sentences: Scores
    decoy: DecoyKind | None
    decoy_vector: float
    decoy_words: float


@dataclass(frozen=True, slots=True)
class QuestionLikeness:
    """How near a question is to those that are kept for some passages: the best, the best few."""

    best: float
    few: float


class EvidenceFinder:
    """Compares questions with the keys and the words of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare the rows of each group of keys."""
        self._snapshot = snapshot
        # A plain array over the mapped file: slicing the map itself costs more than the product.
        self._vectors = np.asarray(snapshot.vectors)
        # Which passages are searched at all.
        self.searched = np.array(
            [p.kind not in NOT_SEARCHED for p in snapshot.passages], dtype=bool
        )
        self._rows = {group: snapshot.keys.rows(group) for group in Group}
        # To which passages expansions lead; what is not searched competes with neither kind.
        self.expanded = ~self.searched
        self.expanded[snapshot.keys.passage[self._rows[Group.EXPANSION]]] = True
        self._runs = {
            group: np.unique(snapshot.keys.passage[rows], return_index=True)
            for group, rows in self._rows.items()
        }

        passages, starts = self._runs[Group.SENTENCE]
        ends = [*starts[1:].tolist(), len(snapshot.keys.passage[self._rows[Group.SENTENCE]])]
        runs = zip(starts.tolist(), ends, strict=True)
        self._sentences = dict(zip(passages.tolist(), runs, strict=True))

    def evidence(self, question: str, vector: Scores) -> Evidence:
        """Compare one question, given as text and as vector."""
        snapshot = self._snapshot
        passages = np.zeros((len(snapshot.passages), len(KINDS_OF_EVIDENCE)), np.float32)
        likeness = {group: self._likeness(group, vector) for group in (*OF_PASSAGES, Group.DECOY)}
        for column, group in enumerate(OF_PASSAGES):
            positions, starts = self._runs[group]
            if len(positions):
                # Keys are ordered by passage, so each passage's best is the maximum of one run.
                passages[positions, column] = np.maximum.reduceat(likeness[group], starts)
        passages[:, -2] = snapshot.words.scores(question) * self.searched
        passages[:, -1] = snapshot.grams.scores(question) * self.searched
        words = snapshot.decoy_grams.scores(question)
        return Evidence(
            passages,
            likeness[Group.SENTENCE],
            self._nearest_decoy(likeness[Group.DECOY], words),
            float(likeness[Group.DECOY].max(initial=0.0)),
            float(words.max(initial=0.0)),
        )

    def likeness_to_questions(
        self, group: Group, vector: Scores, positions: NDArray[np.int64]
    ) -> QuestionLikeness:
        """Compare with the questions of one group that are kept for the passages `positions`."""
        first = self._rows[group].start
        passages, starts = self._runs[group]
        ends = np.append(starts[1:], self._rows[group].stop - first)
        kept = [
            self._vectors[first + starts[run] : first + ends[run]] @ vector
            for position, run in zip(positions, np.searchsorted(passages, positions), strict=True)
            if run < len(passages) and passages[run] == position
        ]
        if not kept:
            return QuestionLikeness(0.0, 0.0)
        likeness = np.sort(np.concatenate(kept))[::-1]
        return QuestionLikeness(float(likeness[0]), float(likeness[:NEAREST_QUESTIONS].mean()))

    def best_sentence(self, passage: int, evidence: Evidence) -> int:
        """The position, within the passage, of its sentence most like the question."""
        start, end = self._sentences.get(passage, (0, 0))
        return int(np.argmax(evidence.sentences[start:end])) if end > start + 1 else 0

    def _likeness(self, group: Group, vector: Scores) -> Scores:
        return np.asarray(self._vectors[self._rows[group]] @ vector)

    def _nearest_decoy(self, likeness: Scores, words: Scores) -> DecoyKind | None:
        if not len(likeness):
            return None
        row, topic = int(np.argmax(likeness)), int(np.argmax(words))
        if float(likeness[row]) >= float(words[topic]):
            topic = int(self._snapshot.keys.passage[self._rows[Group.DECOY]][row])
        return self._snapshot.decoys[topic]
