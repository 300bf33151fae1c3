"""Question -> hits, best first: look-up in the outline, else fused evidence."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from index.acronyms import spelled_out
from index.breadth import Mentions, asks_for_everything
from index.embed import Embedder
from index.evidence import Evidence, EvidenceFinder
from index.fuse import Fusion
from index.hit import Hit
from index.key import OF_PASSAGES, Group
from index.language import detect_language
from index.look_up import LookUp, look_up
from index.outline_map import OutlineMap
from index.phrase import PhraseFinder
from index.several_topics import topics_of_list
from index.signals import Signals
from index.snapshot import Snapshot
from index.topic import topic_of
from index.vectors import Scores

LOOKED_UP = 1.0
PHRASE_FOUND = 0.99
# A passage that mentions a topic of which everything is wanted belongs, behind those that treat it.
MENTIONED = 0.05
ANSWER_BEST = 5
# Of several topics in one question, each must find its own passage so surely.
SURE_OF_TOPIC = 0.8
# From here on one passage is taken to answer the whole question.
ANSWERS_THE_WHOLE = 0.75
# The questions kept for these passages tell whether the question is of the kind they answer.
PASSAGES_COMPARED = 8
NO_SIGNALS = Signals()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits for one question, best first, and what else was learnt about it.

    `language` is the question's, `look_up` what it asked of the outline, if anything; `broad`
    tells that it wants everything on its topic.
    """

    hits: tuple[Hit, ...]
    language: str = "en"
    look_up: LookUp | None = None
    signals: Signals = NO_SIGNALS
    broad: bool = False


class Searcher:
    """Searches one snapshot; safe to share between threads, since nothing in it changes."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, fusion: Fusion) -> None:
        """`embedder` must be the model that the snapshot's vectors were made with."""
        self.snapshot = snapshot
        self.outline = OutlineMap(snapshot.passages)
        self._embedder = embedder
        self._fusion = fusion
        self._finder = EvidenceFinder(snapshot)
        self._phrases = PhraseFinder(snapshot.passages)
        self._mentions = Mentions(snapshot.passages)

    def search(
        self, question: str, limit: int = 10, documents: Collection[str] = ()
    ) -> SearchResult:
        """The passages that belong to the answer, at most `limit` unless a list was asked for.

        `documents` are ids to search in, all when empty.
        """
        return self.search_by_vector(question, self._encoded(question), limit, documents)

    def search_by_vector(
        self, question: str, vector: Scores, limit: int = 10, documents: Collection[str] = ()
    ) -> SearchResult:
        """Like `search`, for a question that is spelled out and encoded already."""
        passages = self.snapshot.passages
        language = detect_language(question)
        evidence = self._finder.evidence(spelled_out(question), vector)
        scores = self._scores(question, evidence, documents)
        if topic := topic_of(question):
            about = self._finder.evidence(topic, self._encoded(topic))
            scores = np.maximum(scores, self._scores(topic, about, documents))
        broad = asks_for_everything(question, language)
        if not broad:
            each = self._of_each_topic(question, scores, documents)
            scores = np.maximum(scores, each).astype(np.float32)
        signals = self._signals(vector, evidence, scores)
        if broad:
            mentioned = np.zeros(len(passages), bool)
            best = [int(position) for position in np.argsort(-scores)[:ANSWER_BEST]]
            mentioned[self._mentions.of(question, best)] = True
            scores = np.where(mentioned & (scores > 0), np.maximum(scores, MENTIONED), scores)
        outline = OutlineMap(passages, documents) if documents else self.outline
        found = look_up(question, language, outline, scores)
        first = found.positions if found else ()
        scores[list(first)] = LOOKED_UP
        order = [int(position) for position in np.argsort(-scores, kind="stable")]
        rest = [p for p in order if scores[p] > 0 and p not in set(first)]
        chosen = [*first, *rest][: max(limit, len(first))]
        hits = tuple(
            Hit(passages[p], round(float(scores[p]), 4), self._finder.best_sentence(p, evidence))
            for p in chosen
        )
        return SearchResult(hits, language, found, signals, broad)

    def _of_each_topic(self, question: str, scores: Scores, documents: Collection[str]) -> Scores:
        """The best passage for each topic of a question that names several, 0 for all others.

        All 0 when one passage answers the whole, or a topic alone is not sure of its passage.
        """
        best: dict[int, float] = {}
        one_question = question.count("?") <= 1
        answered = one_question and scores.max(initial=0) >= ANSWERS_THE_WHOLE
        topics = [] if answered else topics_of_list(question)
        for topic in topics:
            alone = self._finder.evidence(spelled_out(topic), self._encoded(topic))
            of_topic = self._scores(topic, alone, documents)
            best[int(np.argmax(of_topic))] = float(of_topic.max())
        found = np.zeros_like(scores)
        if len(best) == len(topics) and min(best.values(), default=0) >= SURE_OF_TOPIC:
            found[list(best)] = list(best.values())
        return found

    def _encoded(self, question: str) -> Scores:
        vector: Scores = self._embedder.encode([spelled_out(question)])[0]
        return vector

    def _scores(self, question: str, evidence: Evidence, documents: Collection[str]) -> Scores:
        allowed = self._finder.searched
        if documents:
            allowed = allowed & np.array(
                [passage.document_id in documents for passage in self.snapshot.passages]
            )
        scores = np.where(allowed, self._fusion.scores(evidence.passages), 0).astype(np.float32)
        for position in self._phrases.find(question):
            if allowed[position]:
                scores[position] = max(scores[position], PHRASE_FOUND)
        return scores

    def _signals(self, vector: Scores, evidence: Evidence, scores: Scores) -> Signals:
        best = np.argsort(-scores)[:PASSAGES_COMPARED]
        answered = self._finder.likeness_to_questions(Group.ANSWERED, vector, best)
        unanswered = self._finder.likeness_to_questions(Group.UNANSWERED, vector, best)
        highest = evidence.passages.max(axis=0)
        return Signals(
            vector=float(highest[: len(OF_PASSAGES)].max()),
            words=float(highest[-2]),
            grams=float(highest[-1]),
            answered=answered.best,
            answered_few=answered.few,
            unanswered=unanswered.best,
            unanswered_few=unanswered.few,
            decoy_vector=evidence.decoy_vector,
            decoy_words=evidence.decoy_words,
            decoy=evidence.decoy,
        )
