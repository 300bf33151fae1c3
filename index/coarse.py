"""Short vectors that tell quickly which long ones are worth a comparison.

Every vector is projected on the directions in which all of them differ most. The short ones are a
sixth of the size; the best by them are compared in full.
"""

import numpy as np
from numpy.typing import NDArray

from index.vector_table import VectorTable
from index.vectors import Positions, Scores, Vectors, cosines

DIMENSIONS = 64
# The directions are found from so many vectors, spread evenly.
SAMPLE = 10_000
ROWS_AT_ONCE = 8192
# After so many rows the memory of what was read is given back.
LET_GO = 8 * ROWS_AT_ONCE
RUN = 64
LEAST = 1e-6


class CoarseVectors:
    """The vectors of some rows of a table, shortened."""

    def __init__(self, table: VectorTable, rows: Positions) -> None:
        """Read every vector once."""
        sample = table.take(rows[:: max(1, len(rows) // SAMPLE)])
        # The eigenvalues come in ascending order.
        _, directions = np.linalg.eigh(sample.T @ sample)
        self._directions: Vectors = np.ascontiguousarray(directions[:, -DIMENSIONS:])
        self._vectors = np.zeros((len(rows), self._directions.shape[1]), np.float32)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            self._vectors[part] = table.take(rows[part]) @ self._directions
            if not start % LET_GO:
                table.let_go()
        table.let_go()

    def likeness(self, vector: Scores, which: NDArray[np.int64] | None = None) -> Scores:
        """About the cosine of each vector, or of some, with another."""
        vectors = self._vectors if which is None else self._vectors[which]
        return cosines(vectors, vector @ self._directions)


def highest(scores: Scores, count: int) -> NDArray[np.int64]:
    """Where the `count` highest scores are, in any order; zeros are no scores."""
    # The best of every run bounds the `count`th score from below; few scores reach that bound.
    runs = scores[: len(scores) // RUN * RUN].reshape(-1, RUN).max(axis=1)
    bar = float(np.partition(runs, -count)[-count]) if len(runs) >= count else 0.0
    places = np.flatnonzero(scores >= max(bar, LEAST))
    if len(places) > count:
        places = places[np.argpartition(scores[places], -count)[-count:]]
    return places
