import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.coarse import DIMENSIONS, CoarseVectors, highest
from index.vector_table import VectorTable
from index.vectors import cosines

RANDOM = np.random.default_rng(3)


@pytest.fixture(scope="module")
def table() -> VectorTable:
    """Two thousand vectors around twenty directions, in two sources."""
    centres = RANDOM.standard_normal((20, 384))
    vectors = centres[np.arange(2000) % 20] + 0.5 * RANDOM.standard_normal((2000, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    row = np.concatenate([np.arange(1200), np.arange(800)]).astype(np.int32)
    source = np.repeat([0, 1], [1200, 800]).astype(np.int16)
    return VectorTable((vectors[:1200], vectors[1200:]), source, row)


def test_vectors_are_taken_from_whichever_source_has_them(table: VectorTable) -> None:
    rows = np.array([1999, 3, 1200, 3])
    expected = [
        table.sources[1][799],
        table.sources[0][3],
        table.sources[1][0],
        table.sources[0][3],
    ]

    np.testing.assert_array_equal(table.take(rows), np.stack(expected).astype(np.float32))
    np.testing.assert_array_equal(table.whole()[rows], table.take(rows))
    assert len(table) == 2000


def test_short_vectors_tell_nearly_the_cosine(table: VectorTable) -> None:
    rows = np.arange(2000, dtype=np.int32)
    coarse = CoarseVectors(table, rows)
    vector = table.take(rows[7:8])[0]
    exact = cosines(table.whole(), vector)

    assert DIMENSIONS < 384
    np.testing.assert_allclose(coarse.likeness(vector), exact, atol=0.15)
    np.testing.assert_array_equal(
        coarse.likeness(vector, np.array([5, 900])), coarse.likeness(vector)[[5, 900]]
    )


def test_the_best_by_short_vectors_are_the_best(table: VectorTable) -> None:
    coarse = CoarseVectors(table, np.arange(2000, dtype=np.int32))
    vector = table.take(np.array([7]))[0]
    best = set(np.argsort(-cosines(table.whole(), vector))[:20].tolist())

    assert len(best & set(highest(coarse.likeness(vector), 100).tolist())) >= 19


@given(
    scores=arrays(np.float32, st.integers(0, 700), elements=st.integers(-3, 9).map(float)),
    count=st.integers(1, 50),
)
def test_the_highest_are_the_highest(scores: np.ndarray, count: int) -> None:
    places = highest(scores, count)
    positive = np.sort(scores[scores > 0])[::-1]

    assert len(set(places.tolist())) == len(places)
    np.testing.assert_array_equal(np.sort(scores[places])[::-1], positive[:count])
