import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fuse import KINDS_OF_EVIDENCE, Fusion, Weights
from index.vectors import Scores, Vectors

KINDS = len(KINDS_OF_EVIDENCE)
NONE = np.zeros(KINDS, np.float32)
EVERYWHERE = np.ones(5, np.bool_)


def weights_of(values: Scores, distances: Scores, constant: float = 0.0) -> Weights:
    """Weights that take the passage asked for to be there or not, one as likely as the other."""
    return Weights(values, distances, constant, NONE, 0.0)


EVEN = weights_of(np.ones(KINDS, np.float32), np.ones(KINDS, np.float32))


def rows(*rows: list[float]) -> Vectors:
    return np.array(rows, dtype=np.float32)


def test_a_passage_with_more_of_every_kind_scores_higher() -> None:
    scores = EVEN.scores(rows([0.1] * KINDS, [0.9] * KINDS, [0.5] * KINDS))

    assert scores[1] > scores[2] > scores[0]


def test_the_best_passage_has_no_distance() -> None:
    weights = weights_of(np.zeros(KINDS, np.float32), np.full(KINDS, 3, np.float32), 0.0)
    scores = weights.scores(rows([0.2] * KINDS, [0.4] * KINDS))

    assert scores[1] == pytest.approx(0.5)
    assert scores[0] < 0.5


def test_the_constant_alone_gives_its_logistic_value() -> None:
    weights = weights_of(np.zeros(KINDS, np.float32), np.zeros(KINDS, np.float32), 2.0)

    assert weights.scores(rows([0.3] * KINDS)) == pytest.approx([1 / (1 + np.exp(-2.0))])


@pytest.mark.parametrize("kind", range(KINDS))
def test_a_weight_belongs_to_the_column_of_its_kind(kind: int) -> None:
    values = np.zeros(KINDS, np.float32)
    values[kind] = 5
    evidence = np.zeros((2, KINDS), np.float32)
    evidence[1, kind] = 1
    scores = weights_of(values, NONE).scores(evidence)

    assert scores[1] > scores[0]


@given(
    evidence=arrays(
        np.float32, (5, KINDS), elements=st.floats(0, 1, width=32, allow_subnormal=False)
    )
)
def test_the_shipped_weights_give_chances_in_the_order_of_the_passages(evidence: Vectors) -> None:
    fusion = Fusion.shipped()
    expanded = np.array([True, False, True, False, True])
    scores = fusion.scores(evidence, expanded, EVERYWHERE)

    assert scores.shape == (5,)
    assert scores.min() >= 0
    assert scores.max() <= 1
    backwards = fusion.scores(evidence[::-1], expanded[::-1], EVERYWHERE)
    np.testing.assert_allclose(backwards, scores[::-1], atol=1e-6)


def test_the_evidence_is_left_as_it_was() -> None:
    evidence = rows([0.2] * KINDS, [0.4] * KINDS)
    EVEN.scores(evidence)

    np.testing.assert_array_equal(evidence, rows([0.2] * KINDS, [0.4] * KINDS))


@pytest.mark.parametrize("weights", [Fusion.shipped().expanded, Fusion.shipped().bare])
def test_the_shipped_weights_name_every_kind_of_evidence(weights: Weights) -> None:
    assert weights.values.shape == weights.distances.shape == (KINDS,)
    assert np.isfinite(weights.values).all()
    assert np.isfinite(weights.distances).all()


def test_a_passage_competes_with_its_like_alone() -> None:
    weights = weights_of(np.zeros(KINDS, np.float32), np.full(KINDS, 3, np.float32), 0.0)
    evidence = rows([0.9] * KINDS, [0.1] * KINDS, [0.4] * KINDS)
    scores = Fusion(weights, weights).scores(
        evidence, np.array([True, False, False]), EVERYWHERE[:3]
    )

    assert scores[0] == scores[2] == pytest.approx(0.25)
    assert scores[1] < 0.25


def test_passages_of_the_sort_that_more_likely_holds_the_answer_come_first() -> None:
    sure = Weights(NONE, NONE, 0.0, np.full(KINDS, 5, np.float32), -5.0)
    evidence = rows([0.9] * KINDS, [0.1] * KINDS)
    scores = Fusion(sure, sure).scores(evidence, np.array([True, False]), EVERYWHERE[:2])

    assert scores[0] > scores[1]
