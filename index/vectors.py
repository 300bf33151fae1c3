"""The array types that travel between the modules of this folder."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# Of the shape texts x dimensions, each row of length 1.
Vectors: TypeAlias = NDArray[np.float32]
# One for each passage, higher is better; also a single vector.
Scores: TypeAlias = NDArray[np.float32]
