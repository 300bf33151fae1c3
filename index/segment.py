"""Segment: some documents with all that is searched of them, written once and never changed.

    segments/<random>/  segment.json  documents.jsonl
                        passage.npy group.npy digest.npy vectors.npy  words/ grams/

A snapshot (index/snapshot.py) names the segments it is made of, and the documents in each that it
still wants. A row counts the passages of a segment, from 0.
"""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.key import Group
from index.key_vectors import Digests, KeyVectors
from index.postings import Postings
from index.vectors import Positions, StoredVectors

FOLDER = "segments"
KEY_ARRAYS = ("passage", "group", "digest")


class Lines(Protocol):
    """Lines in memory or in a file."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a segment: its id, the digest of its source, how many passages it has."""

    document_id: str
    digest: str
    passages: int


@dataclass(frozen=True, slots=True, eq=False)
class KeyTable:
    """The keys without their texts: arrays of one length, ordered by group and passage."""

    passage: Positions
    group: NDArray[np.int8]
    digest: Digests

    def rows(self, group: Group) -> slice:
        """Where the keys of one group stand."""
        start, end = np.searchsorted(self.group, [group, group + 1])
        return slice(int(start), int(end))


@dataclass(frozen=True, eq=False)
class Segment:
    """What a segment holds, in memory or mapped from disk; `name` is its folder's, if any.

    `lines` has the JSON of each document (index/snapshot.py reads and writes it), `vectors` a row
    for each key.
    """

    name: str
    entries: tuple[Entry, ...]
    lines: Lines
    keys: KeyTable
    vectors: StoredVectors
    words: Postings
    grams: Postings

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first row of each document, and at the end the number of rows."""
        return tuple(accumulate((entry.passages for entry in self.entries), initial=0))

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self.starts[-1]

    @property
    def key_vectors(self) -> KeyVectors:
        """The vectors under the digests of their keys."""
        return KeyVectors(self.keys.digest, self.vectors)

    @property
    def is_whole(self) -> bool:
        """Whether the parts fit together; a file of another segment would not."""
        keys = len(self.vectors)
        return (
            len(self.entries) == len(self.lines)
            and keys == len(self.keys.passage) == len(self.keys.group) == len(self.keys.digest)
            and (not keys or int(self.keys.passage.max()) < self.length)
            and self.length == self.words.length == self.grams.length
        )

    @classmethod
    def open(cls, index_folder: Path, name: str) -> "Segment":
        """Open a segment; documents, vectors and postings stay on disk until they are wanted.

        Raises OSError, ValueError, KeyError, TypeError or EOFError when it is damaged.
        """
        folder = index_folder / FOLDER / name
        raw = json.loads((folder / "segment.json").read_text(encoding="utf-8"))
        segment = cls(
            name=name,
            entries=tuple(Entry(**entry) for entry in raw["entries"]),
            lines=LineFile(folder / "documents.jsonl", tuple(raw["ends"])),
            keys=KeyTable(*(np.load(folder / f"{array}.npy") for array in KEY_ARRAYS)),
            vectors=np.asarray(np.load(folder / "vectors.npy", mmap_mode="r")),
            words=Postings.load(folder / "words"),
            grams=Postings.load(folder / "grams"),
        )
        if not segment.is_whole:
            message = f"the files in {folder} do not belong together"
            raise ValueError(message)
        return segment

    def save(self, folder: Path) -> None:
        """Write the segment into a new folder. Raises OSError."""
        folder.mkdir(parents=True)
        np.save(folder / "vectors.npy", self.vectors)
        for array in KEY_ARRAYS:
            np.save(folder / f"{array}.npy", getattr(self.keys, array))
        self.words.save(folder / "words")
        self.grams.save(folder / "grams")
        ends = []
        with (folder / "documents.jsonl").open("wb") as file:
            for number in range(len(self.lines)):
                file.write(self.lines[number] + b"\n")
                ends.append(file.tell())
        raw = {"entries": [asdict(entry) for entry in self.entries], "ends": ends}
        (folder / "segment.json").write_text(json.dumps(raw), encoding="utf-8")


class LineFile:
    """The lines of a file, each read when it is wanted."""

    def __init__(self, path: Path, ends: tuple[int, ...]) -> None:
        """`ends` is where each line ends. Raises OSError, or ValueError for a file cut short."""
        self._path = path
        self._ends = ends
        if path.stat().st_size != (ends[-1] if ends else 0):
            message = f"{path} has another size than it should"
            raise ValueError(message)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int, /) -> bytes:
        with self._path.open("rb") as file:
            start = self._ends[number - 1] if number else 0
            file.seek(start)
            return file.read(self._ends[number] - start - 1)
