"""Bring the store of record in line with the documents, before and after they are published.

What is new is written before, what is stale deleted after. A marker beside the index names what
the store was brought in line with; it is absent while a build is under way. While it fits, only
documents that change are compared; else every record is.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import numpy as np

from index.drafts import Drafts, key_digests
from index.key import Group
from index.key_vectors import KeyVectors, find, gather
from index.snapshot import Parts
from index.vectors import Vectors
from ingest.passage import Passage

if TYPE_CHECKING:
    from index.store import ChromaStore

FOLDER = "chroma"
# Names what Chroma was brought in line with.
MARKER = "chroma.inputs"
RECORDS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where the store of record is: a folder of the index, or a Chroma service at `url`.

    It holds the vectors of one embedding model.
    """

    index_folder: Path
    url: str
    embedder: str

    @property
    def is_there(self) -> bool:
        """Whether a store in a folder exists; a service is taken at its word."""
        return bool(self.url) or (self.index_folder / FOLDER).is_dir()

    def open(self, *, empty: bool) -> "ChromaStore":
        """Open the store, `empty` without what it held. Raises StorageFailed."""
        # chromadb takes a second to import; a build that finds nothing to do never pays for it.
        from index.store import ChromaStore

        if self.url:
            return ChromaStore.connect(self.url, self.embedder, empty=empty)
        return ChromaStore.open(self.index_folder / FOLDER, self.embedder, empty=empty)

    def is_in_line(self, inputs: str) -> bool:
        """Whether the store was last brought in line with these inputs."""
        try:
            return self._marker.read_text(encoding="utf-8") == self._marked(inputs)
        except (OSError, UnicodeDecodeError):
            return False

    def mark(self, inputs: str | None) -> None:
        """Say what the store is in line with, None while it is being written."""
        if inputs is None:
            self._marker.unlink(missing_ok=True)
        else:
            self._marker.write_text(self._marked(inputs), encoding="utf-8")

    @property
    def _marker(self) -> Path:
        return self.index_folder / MARKER

    def _marked(self, inputs: str) -> str:
        # Without the token that may stand before the host.
        return f"{inputs}\n{self.url.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class Change:
    """What a build changes: `drafts` come in, `kept` documents of `old` stay.

    `stale` are the passages of documents in `old` that do not stay as they are.
    """

    drafts: Drafts
    old: Parts | None
    kept: Sequence[tuple[int, int]]
    stale: Sequence[Passage]


class Recording:
    """Works on the store of record beside the encoding, which waits for the processor's cores."""

    def __init__(self, place: StorePlace, old: Parts | None, *, empty: bool) -> None:
        """Begin to open the store, `empty` without what it held."""
        self._place = place
        self._in_line = old is not None and place.is_in_line(old.inputs)
        place.mark(None)
        self._stopped = Event()
        self._worker = ThreadPoolExecutor(1, "store-of-record")
        self._store = self._worker.submit(place.open, empty=empty)
        self._stale: Future[list[str]] | None = None

    def write(self, change: Change, sources: Sequence[KeyVectors]) -> None:
        """Begin to write the records that are missing; `sources` have the vectors of the drafts."""
        self._stale = self._worker.submit(self._write, change, sources)

    def wait(self) -> None:
        """Wait until all is written. Raises StorageFailed."""
        if self._stale:
            self._stale.result()

    def finish(self, inputs: str) -> None:
        """Delete what is stale and say what the store is in line with. Raises StorageFailed."""
        if self._stale:
            self._store.result().delete(self._stale.result())
        self._place.mark(inputs)

    def close(self) -> None:
        """Stop working, at the next batch."""
        self._stopped.set()
        self._worker.shutdown(cancel_futures=True)

    def _write(self, change: Change, sources: Sequence[KeyVectors]) -> list[str]:
        from index.store import record_id

        store, old = self._store.result(), change.old
        wanted = {record_id(change.drafts.passages[key.passage]) for key in change.drafts.texts}
        if old is not None and self._in_line and store.count() == old.records:
            present = {record_id(passage) for passage in change.stale}
            batches = _drafted(change.drafts, sources)
        else:
            present = store.ids()
            batches = chain(_drafted(change.drafts, sources), _kept(change))
        for passages, vectors in batches:
            if self._stopped.is_set():
                break
            wanted.update(record_id(passage) for passage in passages)
            new = [row for row, entry in enumerate(passages) if record_id(entry) not in present]
            store.write([passages[row] for row in new], vectors[new])
        return sorted(present - wanted)


Batch = tuple[list[Passage], Vectors]


def _drafted(drafts: Drafts, sources: Sequence[KeyVectors]) -> Iterator[Batch]:
    keys = drafts.texts
    for start in range(0, len(keys), RECORDS_AT_ONCE):
        part = keys[start : start + RECORDS_AT_ONCE]
        vectors = gather(find(key_digests(part), sources), sources).astype(np.float32)
        yield [drafts.passages[key.passage] for key in part], vectors


def _kept(change: Change) -> Iterator[Batch]:
    for number, place in change.kept:
        assert change.old  # noqa: S101 - nothing is kept of nothing
        segment = change.old.segments[number]
        first, end = segment.starts[place : place + 2]
        _, passages = change.old.document(number, place)
        texts = segment.keys.rows(Group.TEXT)
        rows = segment.keys.passage[texts]
        start, stop = np.searchsorted(rows, [first, end])
        vectors = segment.vectors[texts.start + start : texts.start + stop].astype(np.float32)
        yield [passages[row - first] for row in rows[start:stop]], vectors
