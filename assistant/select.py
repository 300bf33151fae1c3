"""Hits -> the ones that the answer quotes: all that belongs and little else."""

from collections.abc import Sequence

from index.hit import Hit
from index.search import LOOKED_UP, SearchResult

MAX_QUOTED = 12
MAX_QUOTED_OF_EVERYTHING = 16
# A passage is quoted when its score reaches the floor and this share of the best score. A question
# for everything on a topic wants more of them. Chosen on tests/evals/training.jsonl.
FLOOR, SHARE_OF_BEST = 0.04, 0.15
BROAD_FLOOR, BROAD_SHARE_OF_BEST = 0.03, 0.04


def relevant_hits(result: SearchResult) -> list[Hit]:
    """The hits that belong to the answer: all that were looked up, else all near the best one."""
    looked_up = [hit for hit in result.hits if hit.score >= LOOKED_UP]
    if looked_up:
        return looked_up
    if result.broad:
        bar = (BROAD_FLOOR, BROAD_SHARE_OF_BEST)
        return _near_the_best(result.hits, *bar)[:MAX_QUOTED_OF_EVERYTHING]
    return _near_the_best(result.hits, FLOOR, SHARE_OF_BEST)[:MAX_QUOTED]


def _near_the_best(hits: Sequence[Hit], floor: float, share_of_best: float) -> list[Hit]:
    if not hits:
        return []
    # Whether even the best one answers is not judged by its score (assistant/sufficiency.py).
    bar = max(min(floor, hits[0].score), share_of_best * hits[0].score)
    return [hit for hit in hits if hit.score >= bar]
