"""Weighted logistic regression, small enough to need no library of its own."""

import numpy as np
from numpy.typing import NDArray

NEWTON_STEPS = 50
ENOUGH = 1e-6


def fit_logistic(
    rows: NDArray[np.float64],
    targets: NDArray[np.float64],
    weights: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """Coefficients of the columns of `rows` and, last, the constant.

    `targets` are 0 or 1, `weights` count rows more or less; `ridge` pulls the coefficients of the
    columns towards 0. Newton's method on the penalised likelihood (Hastie, Tibshirani, Friedman,
    The Elements of Statistical Learning, 4.4).
    """
    design = np.hstack([rows, np.ones((len(rows), 1))]).astype(np.float64)
    coefficients = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(design @ coefficients, -50, 50)))
        gradient = design.T @ (weights * (targets - chances)) - penalty * coefficients
        curvature = weights * chances * (1 - chances) + 1e-9
        hessian = (design * curvature[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        coefficients += step
        if np.abs(step).max() < ENOUGH:
            break
    return coefficients
