"""Encode keys that have no vector yet, in batches that an interruption can't take away."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from index.embed import Embedder
from index.encoded import Encoded
from index.key import Group, Key
from index.key_vectors import Digests, KeyVectors, digests_of, no_vectors
from index.vectors import StoredVectors

# Texts for some seconds of work; an interruption loses no more.
TEXTS_PER_BATCH = 2048


class Encoder:
    """Encodes keys, each text once, and tells how far it is."""

    def __init__(
        self,
        make_embedder: Callable[[], Embedder],
        encoded: Encoded | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """`encoded` keeps the vectors on disk; without it they are kept in memory."""
        self._make_embedder = make_embedder
        self._encoded = encoded
        self._progress = progress
        self._kept: list[KeyVectors] = []
        self._finished = 0

    @property
    def vectors(self) -> KeyVectors:
        """What was encoded."""
        if self._encoded:
            return self._encoded.vectors
        return KeyVectors.joined(self._kept) if self._kept else no_vectors()

    def run(self, keys: Sequence[Key], after_texts: Callable[[], None]) -> int:
        """Encode keys, those of whole passages first; returns how many were different.

        `after_texts` is called when they are finished.
        """
        unknown = {key.digest: key for key in keys}
        total = sum(len(key.lines) for key in unknown.values())
        # Texts of similar length go through the model together.
        ordered = sorted(
            unknown.items(), key=lambda entry: (not _is_whole(entry), -len(entry[1].text))
        )
        parts = {whole: list(part) for whole, part in groupby(ordered, _is_whole)}
        embedder = self._make_embedder() if unknown else None
        for whole in (True, False):
            for batch in _batches(parts.get(whole, [])):
                assert embedder  # noqa: S101 - there is a batch only where something is unknown
                self._keep(batch, _means(embedder, [key for _, key in batch], self._advance(total)))
            if whole:
                after_texts()
        return len(unknown)

    def _advance(self, total: int) -> Callable[[int], None]:
        def advance(count: int) -> None:
            self._finished += count
            if self._progress:
                self._progress(self._finished, total)

        return advance

    def _keep(self, batch: Sequence[tuple[str, Key]], vectors: StoredVectors) -> None:
        digests: Digests = digests_of([digest for digest, _ in batch])
        if self._encoded:
            self._encoded.add(digests, vectors)
        else:
            self._kept.append(KeyVectors(digests, vectors))


def _is_whole(entry: tuple[str, Key]) -> bool:
    return entry[1].group is Group.TEXT


def _batches(entries: Sequence[tuple[str, Key]]) -> Iterator[list[tuple[str, Key]]]:
    batch: list[tuple[str, Key]] = []
    texts = 0
    for entry in entries:
        batch.append(entry)
        texts += len(entry[1].lines)
        if texts >= TEXTS_PER_BATCH:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch


def _means(
    embedder: Embedder, keys: Sequence[Key], advance: Callable[[int], None]
) -> StoredVectors:
    """The vector of each key: the mean of those of its lines, of length 1."""
    counts = [len(key.lines) for key in keys]
    lines = embedder.encode([line for key in keys for line in key.lines], advance)
    starts = np.cumsum([0, *counts[:-1]])
    means = np.add.reduceat(lines, starts, axis=0) / np.array(counts, np.float32)[:, None]
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / lengths, dtype=np.float16)
