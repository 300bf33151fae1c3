"""Hits -> the ones that the answer quotes."""

from collections.abc import Sequence

from index.hit import Hit
from index.search import LOOKED_UP, SearchResult

# Fitted on the training half of tests/evals/questions.jsonl (docs/ablation.md); below the floor
# a passage is rather noise than part of an answer.
SCORE_FLOOR = 0.04
SHARE_OF_BEST = 0.25
MAX_QUOTED = 12


def relevant_hits(result: SearchResult) -> list[Hit]:
    """The hits that belong to the answer: all that were looked up, else all near the best one."""
    looked_up = [hit for hit in result.hits if hit.score >= LOOKED_UP]
    if looked_up:
        return looked_up
    return _near_the_best(result.hits)[:MAX_QUOTED]


def _near_the_best(hits: Sequence[Hit]) -> list[Hit]:
    if not hits:
        return []
    bar = max(SCORE_FLOOR, SHARE_OF_BEST * hits[0].score)
    return [hit for hit in hits if hit.score >= bar]
