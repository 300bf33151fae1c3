"""Hits -> the ones that the answer quotes: all that belongs and little else."""

from collections.abc import Sequence

from index.hit import Hit
from index.lexical import words
from index.search import LOOKED_UP, SearchResult

MAX_QUOTED = 12
MAX_QUOTED_OF_EVERYTHING = 16
# A passage is quoted when its score reaches the floor and this share of the best score. A question
# for everything on a topic wants more of them. Chosen on tests/evals/training.jsonl.
FLOOR, SHARE_OF_BEST = 0.04, 0.15
# One document mostly answers a question; another one is quoted beside it when it answers nearly as
# well. Chosen on the split "tune" of tests/evals/document_questions.jsonl.
SHARE_OF_BEST_ELSEWHERE = 0.8
BROAD_FLOOR, BROAD_SHARE_OF_BEST = 0.03, 0.04


def relevant_hits(result: SearchResult) -> list[Hit]:
    """The hits that belong to the answer: all that were looked up, else all near the best one."""
    looked_up = [hit for hit in result.hits if hit.score >= LOOKED_UP]
    if looked_up:
        return looked_up
    if result.broad:
        shares = (BROAD_FLOOR, BROAD_SHARE_OF_BEST, BROAD_SHARE_OF_BEST)
        return _near_the_best(result.hits, *shares)[:MAX_QUOTED_OF_EVERYTHING]
    shares = (FLOOR, SHARE_OF_BEST, SHARE_OF_BEST_ELSEWHERE)
    return _near_the_best(result.hits, *shares)[:MAX_QUOTED]


def holds_all_words(theme: str, hit: Hit) -> bool:
    """Whether a passage or the headings over it hold every word of a theme."""
    wanted = set(words(theme))
    return bool(wanted) and wanted <= set(
        words("\n".join([*hit.passage.heading_path, hit.passage.text]))
    )


def _near_the_best(
    hits: Sequence[Hit], floor: float, share_of_best: float, share_elsewhere: float
) -> list[Hit]:
    if not hits:
        return []
    # Whether even the best one answers is not judged by its score (assistant/sufficiency.py).
    best = hits[0]
    here = max(min(floor, best.score), share_of_best * best.score)
    elsewhere = max(here, share_elsewhere * best.score)
    document = best.passage.document_id
    return [
        hit
        for hit in hits
        if hit.score >= (here if hit.passage.document_id == document else elsewhere)
    ]
