"""What ships ready-made, so that a first start neither encodes nor counts words.

`index/prebuilt/` holds the vectors of the shipped corpus under the digests of their texts, and
postings under the digest of their rows. What does not fit - another text, another model - is
computed: the files can be stale but never wrong. `python -m index.make_prebuilt` writes them anew.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.key_vectors import KeyVectors, no_vectors
from index.lexical import postings_of
from index.postings import Postings
from index.snapshot import UNREADABLE

FOLDER = Path(__file__).parent / "prebuilt"


class Prebuilt:
    """The ready-made parts in one folder; empty when it is missing or damaged."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Nothing is read before it is asked for."""
        self._folder = folder

    def vectors(self, embedder_name: str) -> KeyVectors:
        """The vectors of one embedding model."""
        try:
            with (self._folder / "vectors.npz").open("rb") as file, np.load(file) as archive:
                if str(archive["embedder"]) != embedder_name:
                    return no_vectors()
                found = KeyVectors(archive["digests"], archive["vectors"])
        except UNREADABLE:
            return no_vectors()
        return found if found.is_whole else no_vectors()

    def postings(self, tokenizer: str, rows: Sequence[str]) -> Postings:
        """The postings of one document's rows: ready-made when made of the same, else new."""
        name = self._names.get(_digest(tokenizer, rows))
        if name is not None:
            try:
                return Postings.load(self._folder / name)
            except UNREADABLE:
                pass
        return postings_of(tokenizer, rows)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Under which names postings are kept, by the digest of their rows."""
        try:
            raw = json.loads((self._folder / "digests.json").read_text(encoding="utf-8"))
            return {digest: name for name, digest in raw.items()}
        except UNREADABLE:
            return {}


class Unbuilt(Prebuilt):
    """Nothing ready-made: everything is computed."""

    def vectors(self, embedder_name: str) -> KeyVectors:  # noqa: ARG002 - of no model
        """No vectors."""
        return no_vectors()

    def postings(self, tokenizer: str, rows: Sequence[str]) -> Postings:
        """New postings."""
        return postings_of(tokenizer, rows)


def write_vectors(embedder_name: str, found: KeyVectors, folder: Path = FOLDER) -> None:
    """Keep vectors, each digest once."""
    _, rows = np.unique(found.digests, axis=0, return_index=True)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "vectors.npz",
        embedder=np.array(embedder_name),
        digests=found.digests[np.sort(rows)],
        vectors=found.vectors[np.sort(rows)],
    )


def write_postings(made: Iterable[tuple[str, str, Sequence[str]]], folder: Path = FOLDER) -> None:
    """Make and keep postings: of each a name, the name of the tokenizer, and the rows."""
    digests = {}
    for name, tokenizer, rows in made:
        postings_of(tokenizer, rows).save(folder / name)
        digests[name] = _digest(tokenizer, rows)
    (folder / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def _digest(tokenizer: str, rows: Sequence[str]) -> str:
    return hashlib.sha256("\x1e".join((tokenizer, *rows)).encode()).hexdigest()
