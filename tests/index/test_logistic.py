import numpy as np
import pytest

from index.logistic import fit_logistic

RANDOM = np.random.default_rng(3)
ROWS = RANDOM.normal(size=(4000, 2))
CHANCES = 1 / (1 + np.exp(-(1.5 * ROWS[:, 0] - 0.5 * ROWS[:, 1] + 0.7)))
TARGETS = (RANDOM.random(4000) < CHANCES).astype(np.float64)
EVEN = np.ones(4000)


def test_the_coefficients_that_made_the_targets_are_found_again() -> None:
    assert fit_logistic(ROWS, TARGETS, EVEN, 0.1) == pytest.approx([1.5, -0.5, 0.7], abs=0.2)


def test_a_larger_ridge_draws_the_coefficients_towards_0() -> None:
    weak, strong = (fit_logistic(ROWS, TARGETS, EVEN, ridge) for ridge in (0.1, 1000.0))

    assert abs(strong[0]) < abs(weak[0])
    assert abs(strong[1]) < abs(weak[1])


def test_a_row_of_weight_2_counts_as_two_rows() -> None:
    rows, targets = ROWS[:200], TARGETS[:200]
    twice = fit_logistic(np.vstack([rows, rows]), np.hstack([targets, targets]), EVEN[:400], 0.1)

    np.testing.assert_allclose(fit_logistic(rows, targets, EVEN[:200] * 2, 0.1), twice, atol=1e-6)


def test_rows_that_can_be_told_apart_without_error_have_finite_coefficients() -> None:
    coefficients = fit_logistic(
        np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 0, 1, 1]), np.ones(4), 0.1
    )

    assert np.isfinite(coefficients).all()
    assert coefficients[0] > 0
