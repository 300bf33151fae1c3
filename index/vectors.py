"""The array types that travel between the modules of this folder."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# Of the shape texts x dimensions, each row of length 1.
Vectors: TypeAlias = NDArray[np.float32]
# The same as they are kept on disk: half the size, and no ranking changes.
StoredVectors: TypeAlias = NDArray[np.float16]
# One for each passage, higher is better; also a single vector.
Scores: TypeAlias = NDArray[np.float32]
# Places of rows or passages, ascending unless said otherwise.
Positions: TypeAlias = NDArray[np.int32]


def cosines(vectors: Vectors, vector: Scores) -> Scores:
    """The cosine of each row with a vector.

    One thread does it: with several, a product waits until the slowest gets a core, which on a busy
    machine takes longer than all the rest of a search.
    """
    return np.asarray(np.vecdot(vectors, vector), dtype=np.float32)
