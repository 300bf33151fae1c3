"""What ships ready-made, so that a first start neither encodes nor counts words.

`index/prebuilt/` holds the vectors of the shipped corpus under the digests of their texts, and
lexical fields under the digest of their rows. What does not fit - another text, another model - is
computed: the files can be stale but never wrong. `python -m index.make_prebuilt` writes them anew.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.lexical import LexicalField
from index.snapshot import UNREADABLE
from index.vectors import Scores, Vectors

FOLDER = Path(__file__).parent / "prebuilt"


class Prebuilt:
    """The ready-made parts in one folder; empty when it is missing or damaged."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Nothing is read before it is asked for."""
        self._folder = folder

    def vectors(self, embedder_name: str) -> dict[str, Scores]:
        """Digest of a key -> its vector, for one embedding model."""
        try:
            with (self._folder / "vectors.npz").open("rb") as file, np.load(file) as archive:
                if str(archive["embedder"]) != embedder_name:
                    return {}
                vectors = archive["vectors"].astype(np.float32)
                digests = [bytes(row).hex() for row in archive["digests"]]
        except UNREADABLE:
            return {}
        return dict(zip(digests, vectors, strict=True))

    def lexical(self, name: str, tokenizer: str, rows: Sequence[str]) -> LexicalField:
        """The field of these rows: the ready-made one when it was made of them, else a new one."""
        try:
            digests = json.loads((self._folder / "digests.json").read_text(encoding="utf-8"))
            if digests[name] == _digest(rows):
                return LexicalField.load(tokenizer, self._folder / name)
        except UNREADABLE:
            pass
        return LexicalField.build(tokenizer, rows)


class Unbuilt(Prebuilt):
    """Nothing ready-made: everything is computed."""

    def vectors(self, embedder_name: str) -> dict[str, Scores]:  # noqa: ARG002 - of no model
        """No vectors."""
        return {}

    def lexical(self, name: str, tokenizer: str, rows: Sequence[str]) -> LexicalField:  # noqa: ARG002
        """A new field, whatever its name."""
        return LexicalField.build(tokenizer, rows)


def write_vectors(
    embedder_name: str, digests: Sequence[str], vectors: Vectors, folder: Path = FOLDER
) -> None:
    """Keep vectors under the digests of their keys, in half precision."""
    rows = {digest: row for row, digest in enumerate(digests)}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "vectors.npz",
        embedder=np.array(embedder_name),
        digests=np.array([list(bytes.fromhex(digest)) for digest in rows], dtype=np.uint8),
        vectors=vectors[list(rows.values())].astype(np.float16),
    )


def write_lexical(
    fields: dict[str, tuple[LexicalField, Sequence[str]]], folder: Path = FOLDER
) -> None:
    """Keep fields with the rows that they were made of, under their names."""
    for name, (field, _) in fields.items():
        field.save(folder / name)
    digests = {name: _digest(rows) for name, (_, rows) in fields.items()}
    (folder / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def _digest(rows: Sequence[str]) -> str:
    return hashlib.sha256("\x1e".join(rows).encode()).hexdigest()
