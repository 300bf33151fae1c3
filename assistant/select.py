"""Hits -> the ones that the answer quotes: all that belongs and little else."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.hit import Hit
from index.search import LOOKED_UP, SearchResult
from index.vocabulary import whole_words, words_of
from ingest.folding import without_accents

FILE = Path(__file__).parent / "breadth.json"
MAX_QUOTED = 12
# A passage is quoted when its score reaches the floor and this share of the best score. A question
# for everything on a topic wants more of them. Chosen on tests/evals/training.jsonl.
FLOOR, SHARE_OF_BEST = 0.04, 0.15
BROAD_FLOOR, BROAD_SHARE_OF_BEST = 0.03, 0.04


def relevant_hits(question: str, result: SearchResult) -> list[Hit]:
    """The hits that belong to the answer: all that were looked up, else all near the best one."""
    looked_up = [hit for hit in result.hits if hit.score >= LOOKED_UP]
    if looked_up:
        return looked_up
    return _near_the_best(result.hits, broad=asks_for_everything(question, result.language))


def asks_for_everything(question: str, language: str) -> bool:
    """Whether a question wants all that there is on its topic, not the answer to one thing."""
    return bool(_pattern(language).search(without_accents(question)))


def _near_the_best(hits: Sequence[Hit], *, broad: bool) -> list[Hit]:
    if not hits:
        return []
    floor, share = (BROAD_FLOOR, BROAD_SHARE_OF_BEST) if broad else (FLOOR, SHARE_OF_BEST)
    bar = max(floor, share * hits[0].score)
    return [hit for hit in hits if hit.score >= bar][:MAX_QUOTED]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return whole_words(words_of(FILE, language))
