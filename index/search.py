"""Question -> hits, best first: look-up of labels and structure, else fused evidence."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from index.embed import Embedder
from index.evidence import Evidence, EvidenceFinder
from index.fuse import Fusion
from index.hit import Hit
from index.key import NOT_SEARCHED
from index.language import detect_language
from index.look_up import LookUp, look_up
from index.outline_map import OutlineMap
from index.phrase import PhraseFinder
from index.scope import Scope
from index.snapshot import Snapshot
from index.vectors import Scores
from ingest.decoys import DecoyKind

LOOKED_UP = 1.0
PHRASE_FOUND = 0.99


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits for one question, best first, and what else was learnt about it.

    `look_up` is what it asked of the outline, `in_scope` the chance that it is about the documents
    at all, `decoy` the kind of foreign topic that it is nearest to.
    """

    hits: tuple[Hit, ...]
    language: str = "en"
    look_up: LookUp | None = None
    in_scope: float = 1.0
    decoy: DecoyKind | None = None


class Searcher:
    """Searches one snapshot; safe to share between threads, since nothing in it changes."""

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, fusion: Fusion, scope: Scope
    ) -> None:
        """`embedder` must be the model that the snapshot's vectors were made with."""
        self.snapshot = snapshot
        self.outline = OutlineMap(snapshot.passages)
        self._embedder = embedder
        self._fusion = fusion
        self._scope = scope
        self._finder = EvidenceFinder(snapshot)
        self._phrases = PhraseFinder(snapshot.passages)
        self._searched = np.array(
            [passage.kind not in NOT_SEARCHED for passage in snapshot.passages], dtype=bool
        )

    def search(
        self, question: str, limit: int = 10, documents: Collection[str] = ()
    ) -> SearchResult:
        """The passages that belong to the answer, at most `limit` unless a list was asked for.

        `documents` are ids to search in, all when empty.
        """
        passages = self.snapshot.passages
        language = detect_language(question)
        evidence = self._finder.evidence(question, self._embedder.encode([question])[0])
        scores = self._scores(question, evidence, documents)
        found = look_up(question, language, self.outline, scores)
        first = found.positions if found else ()
        scores[list(first)] = LOOKED_UP
        order = [int(position) for position in np.argsort(-scores, kind="stable")]
        rest = [p for p in order if scores[p] > 0 and p not in set(first)]
        chosen = [*first, *rest][: max(limit, len(first))]
        hits = tuple(
            Hit(
                passages[p],
                round(float(scores[p]), 4),
                self._finder.best_sentence(p, evidence.likeness),
            )
            for p in chosen
        )
        in_scope = self._scope.chance(evidence)
        return SearchResult(hits, language, found, in_scope, evidence.decoy)

    def _scores(self, question: str, evidence: Evidence, documents: Collection[str]) -> Scores:
        allowed = self._searched
        if documents:
            allowed = allowed & np.array(
                [passage.document_id in documents for passage in self.snapshot.passages]
            )
        scores = np.where(allowed, self._fusion.scores(evidence.passages), 0).astype(np.float32)
        for position in self._phrases.find(question):
            if allowed[position]:
                scores[position] = max(scores[position], PHRASE_FOUND)
        return scores
