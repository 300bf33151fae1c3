"""Question -> hits, best first: look-up in the outline, else fused evidence."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from index.acronyms import spelled_out
from index.breadth import Mentions, asks_for_everything
from index.document_names import DocumentNames
from index.embed import Embedder
from index.evidence import Evidence, EvidenceFinder
from index.fuse import Fusion, Rows
from index.hit import Hit
from index.key import OF_PASSAGES, Group
from index.look_up import LookUp, look_up
from index.outlines import Outlines
from index.phrase import PhraseFinder
from index.several_topics import topics_of_list
from index.signals import Signals
from index.snapshot import Snapshot
from index.topic import topic_of
from index.vectors import Scores
from ingest.language import detect_language

LOOKED_UP = 1.0
PHRASE_FOUND = 0.99
# A passage that mentions a topic of which everything is wanted belongs, behind those that treat it.
MENTIONED = 0.05
ANSWER_BEST = 5
TOPICS_ABREAST = 2
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
    tells that it wants everything on its topic. `documents` are the ids that were searched, `named`
    those that the question names, `topic` is the question without their names; `expanded` tells
    whether expansions lead to the best hit.
    """

    hits: tuple[Hit, ...]
    language: str = "en"
    look_up: LookUp | None = None
    signals: Signals = NO_SIGNALS
    broad: bool = False
    documents: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    topic: str = ""
    expanded: bool = True


class Searcher:
    """Searches one snapshot; safe to share between threads, since nothing in it changes."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, fusion: Fusion) -> None:
        """`embedder` must be the model that the snapshot's vectors were made with."""
        self.snapshot = snapshot
        self.outlines = Outlines(snapshot.passages)
        self._embedder = embedder
        self._fusion = fusion
        self._finder = EvidenceFinder(snapshot)
        self._phrases = PhraseFinder(snapshot.passages, snapshot.words)
        self._mentions = Mentions(snapshot.passages, snapshot.words)
        facts = [document.facts for document in snapshot.documents]
        self._ids = tuple(entry.id for entry in facts)
        self._names = DocumentNames(facts)

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
        named = self._names.named_in(question, language)
        wanted = frozenset(documents or named)
        documents = tuple(filter(wanted.__contains__, self._ids)) if wanted else self._ids
        if not documents:
            return SearchResult((), language)
        allowed = self._allowed(documents)
        bare = self._names.without_names(question, language, named)
        if bare != question:
            # "What does the Utopia strategy say about elections?" is about elections.
            vector = self._encoded(bare)
        evidence = self._finder.evidence(spelled_out(bare), vector, allowed)
        scores = self._scores(question, evidence, allowed)
        if topic := topic_of(question):
            about = self._finder.evidence(topic, self._encoded(topic), allowed)
            scores = np.maximum(scores, self._scores(topic, about, allowed))
        broad = asks_for_everything(question, language)
        if not broad:
            each = self._of_each_topic(question, scores, allowed)
            scores = np.maximum(scores, each).astype(np.float32)
        signals = self._signals(vector, evidence, scores, allowed)
        if broad:
            mentioned = np.zeros(len(passages), bool)
            mentioned[self._mentions.of(question, _best(scores, ANSWER_BEST))] = True
            scores = np.where(mentioned & (scores > 0), np.maximum(scores, MENTIONED), scores)
        found = look_up(question, language, self.outlines, documents, scores)
        if found and not found.named and self._best_is_elsewhere(found, scores):
            # "What parts does due diligence have?" asks for no part of the plan when another
            # document speaks of it.
            found = None
        first = found.positions if found else ()
        scores[list(first)] = LOOKED_UP
        ranked = _best(scores, limit + len(first))
        rest = [p for p in ranked if scores[p] > 0 and p not in set(first)]
        chosen = [*first, *rest][: max(limit, len(first))]
        hits = tuple(
            Hit(passages[p], round(float(scores[p]), 4), self._finder.best_sentence(p, evidence))
            for p in chosen
        )
        expanded = not chosen or bool(self._finder.expanded[chosen[0]])
        return SearchResult(hits, language, found, signals, broad, documents, named, bare, expanded)

    def _of_each_topic(self, question: str, scores: Scores, allowed: Rows) -> Scores:
        """The best passage for each topic of a question that names several, 0 for all others.

        All 0 when one passage answers the whole, or a topic alone is not sure of its passage.
        """
        best: dict[int, float] = {}
        one_question = question.count("?") <= 1
        answered = one_question and scores.max(initial=0) >= ANSWERS_THE_WHOLE
        topics = [] if answered else topics_of_list(question)
        if not topics:
            return np.zeros_like(scores)
        vectors = self._embedder.encode([spelled_out(topic) for topic in topics])

        def alone(topic: str, vector: Scores) -> Scores:
            evidence = self._finder.evidence(spelled_out(topic), vector, allowed)
            return self._scores(topic, evidence, allowed)

        # In a large index each topic takes as long as the question; numpy lets them run abreast.
        with ThreadPoolExecutor(TOPICS_ABREAST) as pool:
            for of_topic in pool.map(alone, topics, vectors):
                best[int(np.argmax(of_topic))] = float(of_topic.max())
        found = np.zeros_like(scores)
        if len(best) == len(topics) and min(best.values(), default=0) >= SURE_OF_TOPIC:
            found[list(best)] = list(best.values())
        return found

    def _best_is_elsewhere(self, found: LookUp, scores: Scores) -> bool:
        """Whether the best passage is of another document than what was looked up."""
        best = _best(scores, 1)
        return bool(best) and self.snapshot.passages[best[0]].document_id != found.document

    def _encoded(self, question: str) -> Scores:
        vector: Scores = self._embedder.encode([spelled_out(question)])[0]
        return vector

    def _allowed(self, documents: Collection[str]) -> Rows:
        """The passages that may be found: those of `documents` that are searched at all."""
        if len(documents) == len(self._ids):
            return self._finder.searched
        allowed: Rows = np.zeros(len(self.snapshot.passages), dtype=np.bool_)
        for document_id in documents:
            rows = self.outlines.rows(document_id)
            allowed[rows.start : rows.stop] = True
        allowed &= self._finder.searched
        return allowed

    def _scores(self, question: str, evidence: Evidence, allowed: Rows) -> Scores:
        scores = np.zeros(len(allowed), dtype=np.float32)
        compared = evidence.compared
        scores[compared] = self._fusion.scores(
            evidence.values, self._finder.expanded[compared], allowed[compared]
        )
        for position in self._phrases.find(question):
            if allowed[position]:
                scores[position] = max(scores[position], PHRASE_FOUND)
        return scores

    def _signals(
        self, vector: Scores, evidence: Evidence, scores: Scores, allowed: Rows
    ) -> Signals:
        best = np.array(_best(scores, PASSAGES_COMPARED), dtype=np.int64)
        answered = self._finder.likeness_to_questions(Group.ANSWERED, vector, best)
        unanswered = self._finder.likeness_to_questions(Group.UNANSWERED, vector, best)
        highest = evidence.values[allowed[evidence.compared]].max(axis=0, initial=0.0)
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


def _best(scores: Scores, count: int) -> list[int]:
    """The positions of the `count` highest scores over 0, best first, ties in reading order."""
    among = np.flatnonzero(scores > 0)
    order = among[np.argsort(-scores[among], kind="stable")]
    return [int(position) for position in order[:count]]
