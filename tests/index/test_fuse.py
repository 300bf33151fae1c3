import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fuse import KINDS_OF_EVIDENCE, Fusion
from index.vectors import Vectors

KINDS = len(KINDS_OF_EVIDENCE)
EVEN = Fusion(np.ones(KINDS, np.float32), np.ones(KINDS, np.float32), 0.0)


def rows(*rows: list[float]) -> Vectors:
    return np.array(rows, dtype=np.float32)


def test_a_passage_with_more_of_every_kind_scores_higher() -> None:
    scores = EVEN.scores(rows([0.1] * KINDS, [0.9] * KINDS, [0.5] * KINDS))

    assert scores[1] > scores[2] > scores[0]


def test_the_best_passage_has_no_distance() -> None:
    fusion = Fusion(np.zeros(KINDS, np.float32), np.full(KINDS, 3, np.float32), 0.0)
    scores = fusion.scores(rows([0.2] * KINDS, [0.4] * KINDS))

    assert scores[1] == pytest.approx(0.5)
    assert scores[0] < 0.5


def test_the_constant_alone_gives_its_logistic_value() -> None:
    fusion = Fusion(np.zeros(KINDS, np.float32), np.zeros(KINDS, np.float32), 2.0)

    assert fusion.scores(rows([0.3] * KINDS)) == pytest.approx([1 / (1 + np.exp(-2.0))])


@pytest.mark.parametrize("kind", range(KINDS))
def test_a_weight_belongs_to_the_column_of_its_kind(kind: int) -> None:
    values = np.zeros(KINDS, np.float32)
    values[kind] = 5
    evidence = np.zeros((2, KINDS), np.float32)
    evidence[1, kind] = 1
    scores = Fusion(values, np.zeros(KINDS, np.float32), 0.0).scores(evidence)

    assert scores[1] > scores[0]


@given(
    evidence=arrays(
        np.float32, (5, KINDS), elements=st.floats(0, 1, width=32, allow_subnormal=False)
    )
)
def test_the_shipped_weights_give_chances_in_the_order_of_the_passages(evidence: Vectors) -> None:
    fusion = Fusion.shipped()
    scores = fusion.scores(evidence)

    assert scores.shape == (5,)
    assert scores.min() >= 0
    assert scores.max() <= 1
    np.testing.assert_allclose(fusion.scores(evidence[::-1]), scores[::-1], atol=1e-6)


def test_the_evidence_is_left_as_it_was() -> None:
    evidence = rows([0.2] * KINDS, [0.4] * KINDS)
    EVEN.scores(evidence)

    np.testing.assert_array_equal(evidence, rows([0.2] * KINDS, [0.4] * KINDS))


def test_the_shipped_weights_name_every_kind_of_evidence() -> None:
    fusion = Fusion.shipped()

    assert fusion.values.shape == fusion.distances.shape == (KINDS,)
    assert np.isfinite(fusion.values).all()
    assert np.isfinite(fusion.distances).all()
