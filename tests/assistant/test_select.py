from collections.abc import Sequence

import pytest

from assistant.select import (
    BROAD_FLOOR,
    BROAD_SHARE_OF_BEST,
    FLOOR,
    MAX_QUOTED,
    MAX_QUOTED_OF_EVERYTHING,
    SHARE_OF_BEST,
    relevant_hits,
)
from index.hit import Hit
from index.search import LOOKED_UP, PHRASE_FOUND, SearchResult
from ingest.document import Kind
from ingest.passage import Passage

BELOW = 0.001


def hits(scores: Sequence[float]) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage("sample", f"I.A.{n}", Kind.OBJECTIVE, (), "I.A", 0, 5, "Text."), score)
        for n, score in enumerate(scores, start=1)
    )


def chosen(scores: Sequence[float], *, broad: bool = False) -> list[float]:
    return [hit.score for hit in relevant_hits(SearchResult(hits(scores), broad=broad))]


@pytest.mark.parametrize("broad", [True, False])
def test_without_hits_none_is_quoted(*, broad: bool) -> None:
    assert chosen([], broad=broad) == []


@pytest.mark.parametrize("broad", [True, False])
def test_what_was_looked_up_is_quoted_whole_and_alone(*, broad: bool) -> None:
    found = [LOOKED_UP] * 30

    assert chosen([*found, PHRASE_FOUND, 0.9], broad=broad) == found


def test_hits_far_behind_the_best_are_left_out() -> None:
    bar = SHARE_OF_BEST * 0.8

    assert chosen([0.8, 0.4, bar, bar - BELOW]) == [0.8, 0.4, bar]


def test_hits_below_the_floor_are_left_out_but_never_the_best_one() -> None:
    assert chosen([0.1, FLOOR, FLOOR - BELOW]) == [0.1, FLOOR]
    assert chosen([FLOOR - BELOW, FLOOR - 2 * BELOW]) == [FLOOR - BELOW]


def test_of_everything_hits_farther_behind_are_quoted() -> None:
    bar = BROAD_SHARE_OF_BEST * 0.8

    assert chosen([0.8, bar, bar - BELOW], broad=True) == [0.8, bar]
    assert chosen([0.8, bar, bar - BELOW]) == [0.8]


def test_of_everything_the_floor_is_lower() -> None:
    assert chosen([0.1, BROAD_FLOOR, BROAD_FLOOR - BELOW], broad=True) == [0.1, BROAD_FLOOR]


@pytest.mark.parametrize(
    ("broad", "limit"), [(False, MAX_QUOTED), (True, MAX_QUOTED_OF_EVERYTHING)]
)
def test_at_most_so_many_are_quoted_the_best_of_them(*, broad: bool, limit: int) -> None:
    scores = [0.9 - n / 100 for n in range(30)]

    assert chosen(scores, broad=broad) == scores[:limit]


def test_more_is_quoted_of_everything() -> None:
    assert MAX_QUOTED_OF_EVERYTHING > MAX_QUOTED
