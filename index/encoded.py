"""The vectors that a build encoded, on disk after every batch, for the build after an interruption.

A record is a digest, a checksum and a vector. What a kill cut off fails its checksum; it and all
that follows it are dropped. The file is deleted when its build is published.
"""

import hashlib
import os
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.key_vectors import DIGEST_BYTES, Digests, KeyVectors, no_vectors
from index.vectors import StoredVectors

PATTERN = "encoded-*"
CHECK_BYTES = 4
# The number of dimensions, so that a record's length is known.
HEADER_BYTES = 4


class Encoded:
    """Vectors of one model in one file, which is made with the first of them."""

    def __init__(self, index_folder: Path, embedder_name: str) -> None:
        """Take over what an interrupted build with the same model left. Raises OSError."""
        name = hashlib.sha256(embedder_name.encode()).hexdigest()[:16]
        self._path = index_folder / PATTERN.replace("*", name)
        self._whole = _whole_records(self._path)

    @property
    def vectors(self) -> KeyVectors:
        """All that was encoded."""
        if not self._whole:
            return no_vectors()
        records = np.memmap(
            self._path, _record(_dimensions(self._path)), "r", HEADER_BYTES, (self._whole,)
        )
        return KeyVectors(np.asarray(records["digest"]), np.asarray(records["vector"]))

    def add(self, digests: Digests, vectors: StoredVectors) -> None:
        """Put vectors on disk. Raises OSError."""
        records = np.zeros(len(digests), _record(vectors.shape[1]))
        records["digest"], records["vector"] = digests, vectors
        records["check"] = [_check(record) for record in records]
        if not self._whole:
            self._path.write_bytes(vectors.shape[1].to_bytes(HEADER_BYTES, "little"))
        with self._path.open("r+b") as file:
            file.truncate(HEADER_BYTES + self._whole * records.itemsize)
            file.seek(0, os.SEEK_END)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._whole += len(records)


def forget(index_folder: Path) -> None:
    """Delete what builds encoded."""
    for path in index_folder.glob(PATTERN):
        path.unlink(missing_ok=True)


def _record(dimensions: int) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("check", "<u4"),
            ("digest", np.uint8, (DIGEST_BYTES,)),
            ("vector", "<f2", (dimensions,)),
        ]
    )


def _check(record: NDArray[np.void] | np.void) -> int:
    return zlib.crc32(record.tobytes()[CHECK_BYTES:])


def _dimensions(path: Path) -> int:
    with path.open("rb") as file:
        return int.from_bytes(file.read(HEADER_BYTES), "little")


def _whole_records(path: Path) -> int:
    """How many records from the start are whole."""
    if not path.is_file() or path.stat().st_size < HEADER_BYTES:
        return 0
    record = _record(_dimensions(path))
    count = (path.stat().st_size - HEADER_BYTES) // record.itemsize
    if not count:
        return 0
    records = np.memmap(path, record, "r", HEADER_BYTES, (count,))
    return next((n for n, found in enumerate(records) if found["check"] != _check(found)), count)
