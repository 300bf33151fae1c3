"""Vectors under the digests of their keys, from wherever they are kept: find those that are wanted.

Nothing is copied and no object made for each vector; a build may take over some 100,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.vectors import StoredVectors

# Of the shape keys x 16: the bytes of each digest.
Digests: TypeAlias = NDArray[np.uint8]
DIGEST_BYTES = 16
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class KeyVectors:
    """Digests, and a vector for each in the same row."""

    digests: Digests
    vectors: StoredVectors

    @property
    def is_whole(self) -> bool:
        """Whether there is a vector for each digest."""
        return self.digests.shape == (len(self.vectors), DIGEST_BYTES) and self.vectors.ndim == 2  # noqa: PLR2004 - rows and columns

    @classmethod
    def joined(cls, parts: Sequence["KeyVectors"]) -> "KeyVectors":
        """All vectors of some parts, which have one number of dimensions."""
        return cls(
            np.concatenate([part.digests for part in parts]),
            np.concatenate([part.vectors for part in parts]),
        )


def no_vectors() -> KeyVectors:
    """Vectors of nothing."""
    return KeyVectors(np.zeros((0, DIGEST_BYTES), np.uint8), np.zeros((0, 0), np.float16))


@dataclass(frozen=True, slots=True)
class Found:
    """For each wanted digest the number of the source that has its vector, and the row there."""

    source: NDArray[np.int16]
    row: NDArray[np.int64]

    @property
    def missing(self) -> NDArray[np.int64]:
        """Which of the wanted are nowhere."""
        return np.flatnonzero(self.source == NOWHERE)


def digests_of(texts: Sequence[str]) -> Digests:
    """Digests in hexadecimal as an array."""
    return np.frombuffer(bytes.fromhex("".join(texts)), np.uint8).reshape(-1, DIGEST_BYTES)


def find(wanted: Digests, sources: Sequence[KeyVectors]) -> Found:
    """Look for the vectors of `wanted`; the first source that has one is taken."""
    found = Found(np.full(len(wanted), NOWHERE, np.int16), np.zeros(len(wanted), np.int64))
    names, first = np.unique(_words(wanted), return_index=True)
    # Wanted digests that are alike share the place of the first.
    shared = np.searchsorted(names, _words(wanted))
    for number, source in enumerate(sources):
        if not len(source.digests) or not len(names):
            continue
        held = _words(source.digests)
        places = np.minimum(np.searchsorted(names, held), len(names) - 1)
        rows = np.flatnonzero(names[places] == held)
        whole = (wanted[first[places[rows]]] == source.digests[rows]).all(axis=1)
        rows = rows[whole]
        of_name = np.full(len(names), -1, np.int64)
        of_name[places[rows]] = rows
        new = (found.source == NOWHERE) & (of_name[shared] >= 0)
        found.source[new] = number
        found.row[new] = of_name[shared][new]
    return found


def gather(found: Found, sources: Sequence[KeyVectors]) -> StoredVectors:
    """The vectors that were found, a row for each digest that was wanted."""
    dimensions = max((source.vectors.shape[1] for source in sources), default=0)
    vectors = np.zeros((len(found.row), dimensions), np.float16)
    for number, source in enumerate(sources):
        which = np.flatnonzero(found.source == number)
        if len(which):
            vectors[which] = source.vectors[found.row[which]]
    return vectors


def _words(digests: Digests) -> NDArray[np.uint64]:
    """The first half of each digest as one number."""
    halves = np.ascontiguousarray(digests)[:, : DIGEST_BYTES // 2]
    return np.ascontiguousarray(halves).view(np.uint64).reshape(-1)
