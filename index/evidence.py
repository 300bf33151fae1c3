"""A question -> what speaks for each passage, and for there being no answer in any of them."""

from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from index.coarse import CoarseVectors, highest
from index.fuse import KINDS_OF_EVIDENCE
from index.key import NOT_SEARCHED, OF_PASSAGES, Group
from index.lexical import AskedText
from index.snapshot import Snapshot
from index.vectors import Positions, Scores, Vectors, cosines
from ingest.decoys import DecoyKind

# A question resembles several of the questions kept for a passage when it resembles any.
NEAREST_QUESTIONS = 3
# Up to so many passages, a question is compared with every one ...
ALL_COMPARED = 4000
# ... and beyond, with those most like it by each kind of evidence that is quick to look at.
LIKELY_BY_VECTOR = 150
LIKELY_BY_WORDS = 80
# Sentences are looked at only in the passages that are likeliest by what is quicker still.
SENTENCES_BY_VECTOR = 2000
SENTENCES_BY_WORDS = 500
# So many postings of the rarest tokens tell which passages those are.
POSTINGS = 100_000
# After so many questions the memory of the mapped vectors that were read is given back.
LET_GO = 32


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """The cosines of some keys of a group; `keys` tells which, ascending."""

    keys: NDArray[np.int64]
    cosines: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What was compared for one question.

    `compared` are the positions of the passages that were, ascending; `values` has the shape
    compared x KINDS_OF_EVIDENCE. `decoy` is the decoy nearest to the question, `decoy_vector` its
    cosine and `decoy_words` the best share of the question's words.
    """

    compared: Positions
    values: Vectors
    sentences: Likeness
    decoy: DecoyKind | None
    decoy_vector: float
    decoy_words: float
    length: int

    @property
    def passages(self) -> Vectors:
        """The values of all passages; those that are not searched, or not compared, have zeros."""
        every = np.zeros((self.length, len(KINDS_OF_EVIDENCE)), np.float32)
        every[self.compared] = self.values
        return every


@dataclass(frozen=True, slots=True)
class QuestionLikeness:
    """How near a question is to those that are kept for some passages: the best, the best few."""

    best: float
    few: float


class EvidenceFinder:
    """Compares questions with the keys and the words of one snapshot."""

    def __init__(self, snapshot: Snapshot, all_compared: int = ALL_COMPARED) -> None:
        """Up to `all_compared` passages, a question is compared with every one."""
        self._snapshot = snapshot
        # Which passages are searched at all.
        self.searched = np.array(
            [p.kind not in NOT_SEARCHED for p in snapshot.passages], dtype=bool
        )
        self._keys = {group: _Keys.of(snapshot, group) for group in Group}
        # To which passages expansions lead; what is not searched competes with neither kind.
        self.expanded = ~self.searched
        self.expanded[self._keys[Group.EXPANSION].passage] = True
        self._decoys = self._vectors_of(Group.DECOY)
        self._exact = len(snapshot.passages) <= all_compared
        self._asked = count(1)
        if self._exact:
            self._whole = {group: self._vectors_of(group) for group in OF_PASSAGES}
        else:
            self._coarse = {
                group: CoarseVectors(snapshot.vectors, self._keys[group].rows)
                for group in OF_PASSAGES
                if len(self._keys[group].rows)
            }

    def evidence(
        self, question: str, vector: Scores, allowed: NDArray[np.bool_] | None = None
    ) -> Evidence:
        """Compare one question, given as text and as vector.

        `allowed` tells which passages may be found: where not all are compared, only they are.
        """
        among = self.searched if allowed is None else self.searched & allowed
        if not self._exact and not next(self._asked) % LET_GO:
            self._snapshot.vectors.let_go()
        words = AskedText(self._snapshot.words, question)
        grams = AskedText(self._snapshot.grams, question)
        if self._exact:
            compared = np.flatnonzero(self.searched).astype(np.int32)
            by_words, by_grams = words.scores()[compared], grams.scores()[compared]
        else:
            likely_words, known_words = words.likely(POSTINGS)
            likely_grams, known_grams = grams.likely(POSTINGS)
            compared = self._likely(vector, likely_words, likely_grams, among)
            by_words = words.complete(likely_words, known_words, compared)
            by_grams = grams.complete(likely_grams, known_grams, compared)
        likeness = {group: self._compare(group, vector, compared) for group in OF_PASSAGES}
        columns = [self._best_of(group, found, compared) for group, found in likeness.items()]
        by_decoy = cosines(self._decoys, vector)
        decoy_words = self._snapshot.decoy_grams.scores(question)
        return Evidence(
            compared,
            np.stack([*columns, by_words, by_grams], axis=1),
            likeness[Group.SENTENCE],
            self._nearest_decoy(by_decoy, decoy_words),
            float(by_decoy.max(initial=0.0)),
            float(decoy_words.max(initial=0.0)),
            len(self._snapshot.passages),
        )

    def likeness_to_questions(
        self, group: Group, vector: Scores, positions: NDArray[np.int64]
    ) -> QuestionLikeness:
        """Compare with the questions of one group that are kept for the passages `positions`."""
        keys = self._keys[group]
        rows = keys.of_passages(positions)
        if not len(rows):
            return QuestionLikeness(0.0, 0.0)
        likeness = np.sort(cosines(self._snapshot.vectors.take(keys.rows[rows]), vector))[::-1]
        return QuestionLikeness(float(likeness[0]), float(likeness[:NEAREST_QUESTIONS].mean()))

    def best_sentence(self, passage: int, evidence: Evidence) -> int:
        """The position, within the passage, of its sentence most like the question."""
        first, last = self._keys[Group.SENTENCE].starts[passage : passage + 2]
        start, end = np.searchsorted(evidence.sentences.keys, [first, last])
        return int(np.argmax(evidence.sentences.cosines[start:end])) if end > start + 1 else 0

    def _likely(
        self, vector: Scores, words: Scores, grams: Scores, among: NDArray[np.bool_]
    ) -> Positions:
        """The passages that one kind of evidence or another speaks for."""
        if np.count_nonzero(among) <= LIKELY_BY_VECTOR:
            return np.flatnonzero(among).astype(np.int32)
        found: list[NDArray[np.integer]] = []
        closer: list[NDArray[np.integer]] = []
        for scores in (words, grams):
            likely = highest(scores * among, SENTENCES_BY_WORDS)
            closer.append(likely)
            found.append(likely[highest(scores[likely], LIKELY_BY_WORDS)])
        for group in (Group.TEXT, Group.EXPANSION):
            if group in self._coarse:
                passage = self._keys[group].passage
                likeness = np.where(among[passage], self._coarse[group].likeness(vector), 0)
                likely = highest(likeness, SENTENCES_BY_VECTOR)
                closer.append(passage[likely])
                found.append(passage[likely[highest(likeness[likely], LIKELY_BY_VECTOR)]])
        if Group.SENTENCE in self._coarse:
            keys = self._keys[Group.SENTENCE]
            which = keys.of_passages(np.unique(np.concatenate(closer)))
            likeness = self._coarse[Group.SENTENCE].likeness(vector, which)
            found.append(keys.passage[which[highest(likeness, LIKELY_BY_VECTOR)]])
        return np.unique(np.concatenate(found)).astype(np.int32)

    def _compare(self, group: Group, vector: Scores, compared: Positions) -> Likeness:
        """The cosine of the keys that the compared passages have in a group."""
        keys = self._keys[group]
        if self._exact:
            return Likeness(np.arange(len(keys.rows)), cosines(self._whole[group], vector))
        which = keys.of_passages(compared)
        return Likeness(which, cosines(self._snapshot.vectors.take(keys.rows[which]), vector))

    def _best_of(self, group: Group, likeness: Likeness, compared: Positions) -> Scores:
        """The best cosine of each compared passage, 0 for one without such keys."""
        best = np.zeros(len(compared), np.float32)
        if len(likeness.keys):
            # Keys are ordered by passage, so each passage's best is the maximum of one run.
            passages, starts = np.unique(
                self._keys[group].passage[likeness.keys], return_index=True
            )
            best[np.searchsorted(compared, passages)] = np.maximum.reduceat(
                likeness.cosines, starts
            )
        return best

    def _vectors_of(self, group: Group) -> Vectors:
        return self._snapshot.vectors.take(self._keys[group].rows)

    def _nearest_decoy(self, likeness: Scores, words: Scores) -> DecoyKind | None:
        if not len(likeness):
            return None
        row, topic = int(np.argmax(likeness)), int(np.argmax(words))
        if float(likeness[row]) >= float(words[topic]):
            topic = int(self._keys[Group.DECOY].passage[row])
        return self._snapshot.decoys[topic]


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """The keys of one group, ordered by passage.

    `rows` are theirs among all keys, `passage` is the passage of each; those of passage `p` are
    `starts[p]` to `starts[p + 1]`.
    """

    rows: Positions
    passage: Positions
    starts: Positions

    @classmethod
    def of(cls, snapshot: Snapshot, group: Group) -> "_Keys":
        part = snapshot.keys.rows(group)
        passage = snapshot.keys.passage[part]
        length = max(len(snapshot.passages), len(snapshot.decoys))
        return cls(
            np.arange(part.start, part.stop, dtype=np.int32),
            passage,
            np.searchsorted(passage, np.arange(length + 1)).astype(np.int32),
        )

    def of_passages(self, positions: NDArray[np.integer]) -> NDArray[np.int64]:
        """Which keys some passages have."""
        begin = self.starts[positions]
        sizes = self.starts[positions + 1] - begin
        before = np.cumsum(sizes) - sizes
        return np.repeat(begin - before, sizes) + np.arange(sizes.sum())
