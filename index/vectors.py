"""The array types that travel between the modules of this folder."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# shape (texts, dimensions), rows of length 1
Vectors: TypeAlias = NDArray[np.float32]
# shape (passages,), higher is better
Scores: TypeAlias = NDArray[np.float32]
