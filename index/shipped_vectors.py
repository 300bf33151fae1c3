"""Vectors that ship with the package, so that a first start need not encode the corpus.

`index/shipped_vectors.npz` maps digests of texts to vectors of one embedding model. A text that is
not in it, or another model, is simply encoded: the file can be stale but never wrong.
Make it anew with `python -m index.make_shipped_vectors` after a change of the corpus.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.vectors import Scores, Vectors

FILE = Path(__file__).parent / "shipped_vectors.npz"


def shipped_vectors(embedder_name: str, file: Path = FILE) -> dict[str, Scores]:
    """Digest of a text -> its vector; empty when the file is missing, damaged or of another model."""
    try:
        with np.load(file) as archive:
            if str(archive["embedder"]) != embedder_name:
                return {}
            vectors = archive["vectors"].astype(np.float32)
            digests = [bytes(row).hex() for row in archive["digests"]]
    except (OSError, ValueError, KeyError, EOFError):
        return {}
    return dict(zip(digests, vectors, strict=True))


def write_shipped_vectors(
    embedder_name: str, digests: Sequence[str], vectors: Vectors, file: Path = FILE
) -> None:
    """Write vectors under the digests of their texts, in half precision."""
    rows = {digest: row for row, digest in enumerate(digests)}
    np.savez_compressed(
        file,
        embedder=np.array(embedder_name),
        digests=np.array([list(bytes.fromhex(digest)) for digest in rows], dtype=np.uint8),
        vectors=vectors[list(rows.values())].astype(np.float16),
    )
