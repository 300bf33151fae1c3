"""Question -> hits, best first: look-up of labels and structure, else fused evidence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from index.embed import Embedder
from index.evidence import EvidenceFinder
from index.fuse import Fusion
from index.hit import Hit
from index.key import NOT_SEARCHED
from index.phrase import find_phrases
from index.snapshot import Snapshot
from index.structure import Ask, LookUp, Structure
from index.vectors import Scores

LOOKED_UP = 1.0
PHRASE_FOUND = 0.99


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits for one question, best first, and what it asked of the outline, if anything."""

    hits: tuple[Hit, ...]
    look_up: LookUp | None = None


class Searcher:
    """Searches one snapshot; safe to share between threads, since nothing in it changes."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder, fusion: Fusion) -> None:
        """`embedder` must be the model that the snapshot's vectors were made with."""
        self.snapshot = snapshot
        self.structure = Structure(snapshot.passages)
        self._embedder = embedder
        self._fusion = fusion
        self._finder = EvidenceFinder(snapshot)
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
        look_up = self.structure.look_up(question)
        scores, likeness = self._scores(question, documents)
        first: Sequence[int] = ()
        if look_up and look_up.positions:
            first = look_up.positions
            scores[list(first)] = LOOKED_UP
        elif look_up and look_up.ask in (Ask.HOLDER, Ask.MEANS):
            first = self._chosen_in_scope(look_up, scores)
            scores[list(first)] = LOOKED_UP
        order = [int(position) for position in np.argsort(-scores, kind="stable")]
        rest = [p for p in order if scores[p] > 0 and p not in set(first)]
        chosen = [*first, *rest][: max(limit, len(first))]
        hits = tuple(
            Hit(passages[p], round(float(scores[p]), 4), self._finder.best_sentence(p, likeness))
            for p in chosen
        )
        return SearchResult(hits, look_up)

    def _scores(self, question: str, documents: Collection[str]) -> tuple[Scores, Scores]:
        vector = self._embedder.encode([question])[0]
        evidence, likeness = self._finder.evidence(question, vector)
        allowed = self._searched
        if documents:
            allowed = allowed & np.array(
                [passage.document_id in documents for passage in self.snapshot.passages]
            )
        scores = np.where(allowed, self._fusion.scores(evidence), 0).astype(np.float32)
        for position in find_phrases(question, self.snapshot):
            if allowed[position]:
                scores[position] = max(scores[position], PHRASE_FOUND)
        return scores, likeness

    def _chosen_in_scope(self, look_up: LookUp, scores: Scores) -> list[int]:
        """What "which section ..." or "which line ..." points to, by the scores inside the scope."""
        scope = list(look_up.scope)
        best = max(scope, key=lambda position: float(scores[position]))
        if look_up.ask is Ask.MEANS:
            return [best]
        parents = {self.snapshot.passages[position].parent for position in scope}

        def strength(parent: str) -> float:
            values = sorted((float(scores[p]) for p in self._under(parent, scope)), reverse=True)
            return sum(values[:3])

        return self._under(max(sorted(parents), key=strength), scope)

    def _under(self, parent: str, scope: Sequence[int]) -> list[int]:
        return [p for p in scope if self.snapshot.passages[p].parent == parent]
