"""The vectors of all keys of a snapshot, wherever they lie, as float32 rows."""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.vectors import StoredVectors, Vectors


@dataclass(frozen=True, slots=True, eq=False)
class VectorTable:
    """Row `i` is row `row[i]` of `sources[source[i]]`; only rows that are taken are read."""

    sources: Sequence[StoredVectors]
    source: NDArray[np.int16]
    row: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.row)

    def take(self, rows: slice | NDArray[np.integer]) -> Vectors:
        """Some of the vectors."""
        source, row = self.source[rows], self.row[rows]
        vectors = np.zeros((len(row), self._dimensions), np.float32)
        for number, stored in enumerate(self.sources):
            which = np.flatnonzero(source == number)
            if len(which):
                vectors[which] = stored[row[which]]
        return vectors

    def whole(self) -> Vectors:
        """All vectors."""
        return self.take(slice(None))

    def let_go(self) -> None:
        """Give the memory back that mapped files took while they were read."""
        for stored in self.sources:
            # A plain array over a mapped file has the map for its base.
            mapped = getattr(stored.base, "_mmap", None)
            if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)

    @property
    def _dimensions(self) -> int:
        return max((stored.shape[1] for stored in self.sources), default=0)
