"""Postings: which rows hold which token, and how much; one immutable part of a lexical field.

The weights are the part of BM25 that depends on a row alone (its count of the token, its length
among the rows of its document). How rare a token is depends on all parts of a field and is added
when a question is asked (index/lexical.py), so that parts can be joined, and rows can die, without
a change of the weights.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vectors import Positions

ARRAYS = ("starts", "rows", "weights", "best")
# So many rows can be told apart by numbers of half the size.
NARROW = 2**16


@dataclass(frozen=True, eq=False)
class Postings:
    """A column for each token, `starts[c]` to `starts[c + 1]`, rows ascending within it.

    `best` is the highest weight of each column; `length` counts the rows, those without tokens
    included.
    """

    columns: dict[str, int]
    starts: NDArray[np.int32]
    rows: NDArray[np.uint16] | NDArray[np.int32]
    weights: NDArray[np.float32]
    best: NDArray[np.float32]
    length: int

    @classmethod
    def of(
        cls,
        tokens: Sequence[str],
        columns: NDArray[np.int32],
        rows: Positions,
        weights: NDArray[np.float32],
        length: int,
    ) -> "Postings":
        """One posting for each of `columns` (positions in `tokens`) and `rows`, in any order."""
        order = np.argsort(columns.astype(np.int64) * max(length, 1) + rows)
        columns, weights = columns[order], weights[order].astype(np.float32)
        counts = np.bincount(columns, minlength=len(tokens))
        used = np.flatnonzero(counts)
        starts = np.concatenate([[0], np.cumsum(counts[used])]).astype(np.int32)
        names = {tokens[column]: place for place, column in enumerate(used.tolist())}
        best = np.maximum.reduceat(weights, starts[:-1]) if len(weights) else weights
        rows = rows[order]
        narrow = rows.astype(np.uint16) if length <= NARROW else rows
        return cls(names, starts, narrow, weights, best, length)

    @classmethod
    def joined(cls, parts: Sequence[tuple["Postings", Positions]], length: int) -> "Postings":
        """Some postings as one of `length` rows; see `PostingsJoin.add`."""
        join = PostingsJoin()
        for postings, places in parts:
            join.add(postings, places)
        return join.result(length)

    @cached_property
    def sizes(self) -> NDArray[np.int32]:
        """How many rows hold the token of each column."""
        return np.diff(self.starts)

    @property
    def is_whole(self) -> bool:
        """Whether the parts fit together; a file of other postings would not."""
        return len(self.columns) == len(self.starts) - 1 == len(self.best) and int(
            self.starts[-1]
        ) == len(self.rows) == len(self.weights)

    def column(self, number: int) -> slice:
        """Where the postings of a column stand."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def among(self, living: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The size and the highest weight of every column, counting the living rows only."""
        sizes, best = self.sizes.copy(), self.best.copy()
        dead = np.flatnonzero(~living[self.rows])
        columns = np.searchsorted(self.starts, dead, side="right") - 1
        np.subtract.at(sizes, columns, 1)
        # Only where the highest was a dead row's is another the highest now.
        for column in np.unique(columns[self.weights[dead] >= best[columns]]).tolist():
            part = self.column(column)
            left = self.weights[part][living[self.rows[part]]]
            best[column] = left.max(initial=0)
        return sizes, best

    @classmethod
    def load(cls, folder: Path) -> "Postings":
        """Open what `save` wrote; the large arrays stay on disk until they are touched.

        Raises OSError, ValueError, KeyError or TypeError when it is damaged.
        """
        raw = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))
        columns = {token: column for column, token in enumerate(raw["tokens"])}
        rows, weights = (
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
            for name in ("rows", "weights")
        )
        starts, best = (np.load(folder / f"{name}.npy") for name in ("starts", "best"))
        loaded = cls(columns, starts, rows, weights, best, int(raw["length"]))
        if not loaded.is_whole:
            message = f"the files in {folder} do not belong together"
            raise ValueError(message)
        return loaded

    def save(self, folder: Path) -> None:
        """Write the postings into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        raw = {"length": self.length, "tokens": list(self.columns)}
        (folder / "tokens.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class PostingsJoin:
    """Postings of many documents on their way to become one."""

    _names: dict[str, int] = field(default_factory=dict)
    _columns: list[NDArray[np.int32]] = field(default_factory=list)
    _rows: list[Positions] = field(default_factory=list)
    _weights: list[NDArray[np.float32]] = field(default_factory=list)

    def add(self, postings: Postings, places: Positions) -> None:
        """Take in postings, given the new place of each of their rows; -1 leaves a row out."""
        names = self._names
        renamed = np.fromiter(
            (names.setdefault(token, len(names)) for token in postings.columns),
            dtype=np.int32,
            count=len(postings.columns),
        )
        rows = places[postings.rows]
        living = rows >= 0
        self._columns.append(np.repeat(renamed, postings.sizes)[living])
        self._rows.append(rows[living])
        self._weights.append(np.asarray(postings.weights[living]))

    def result(self, length: int) -> Postings:
        """All that was taken in, as postings of `length` rows."""
        return Postings.of(
            list(self._names),
            np.concatenate([np.zeros(0, np.int32), *self._columns]),
            np.concatenate([np.zeros(0, np.int32), *self._rows]),
            np.concatenate([np.zeros(0, np.float32), *self._weights]),
            length,
        )
