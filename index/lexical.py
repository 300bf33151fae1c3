"""Words and pieces of words -> scores. The only module that imports bm25s and Stemmer.

Two fields are kept. `words` holds English stems and matches exactly what a colleague types;
`grams` holds character 4-grams of accent-free words, which match inflected forms and typing
errors in any of the EU's languages without a stemmer for each.
"""

import logging
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.postings import Postings
from index.vectors import Positions, Scores
from ingest.folding import without_accents

# bm25s logs every build at the level DEBUG, whatever the application asked for.
logging.getLogger("bm25s").setLevel(logging.WARNING)

WORD = re.compile(r"[^\W_]+", re.UNICODE)
GRAM_LENGTH = 4

# Function words of English; they say nothing about a topic.
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be been being both but by can
    could did do does doing done for from get give had has have having he her here hers him his how
    i if in into is it its just let like make may me might mine more most must my need no nor not
    now of off on once one only or other our ours out over own please pls same say says shall she
    should so some such tell than thank thanks that the their theirs them then there these they this
    those through to too under until up us very want was we were what when where which while who
    whom whose why will with would you your yours""".split()
)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The English stems of `text` without function words, in order."""
    return [_stem(word) for word in WORD.findall(without_accents(text)) if word not in STOP_WORDS]


def grams(text: str) -> list[str]:
    """The character 4-grams of every word of `text`, word borders marked."""
    return [
        gram
        for word in WORD.findall(without_accents(text))
        if word not in STOP_WORDS
        for gram in _grams_of(word)
    ]


@lru_cache(maxsize=100_000)
def _grams_of(word: str) -> tuple[str, ...]:
    bordered = f"_{word}_"
    starts = range(max(1, len(bordered) - GRAM_LENGTH + 1))
    return tuple(bordered[start : start + GRAM_LENGTH] for start in starts)


TOKENIZERS: dict[str, Callable[[str], list[str]]] = {"words": words, "grams": grams}


def postings_of(tokenizer: str, texts: Sequence[str]) -> Postings:
    """The postings of the rows of one document, which are long or short beside each other."""
    tokens = [TOKENIZERS[tokenizer](text) for text in texts]
    if not any(tokens):
        # bm25s can't index nothing.
        nothing = np.zeros(0, np.int32)
        return Postings.of((), nothing, nothing, np.zeros(0, np.float32), len(texts))
    bm25 = bm25s.BM25(method="lucene")
    bm25.index(tokens, show_progress=False)
    sizes = np.diff(bm25.scores["indptr"])
    rarity = np.repeat([_rarity(int(size), len(texts)) for size in sizes], sizes)
    # bm25s numbers the tokens in another order in every process, and adds an empty one.
    names = sorted(name for name, column in bm25.vocab_dict.items() if column < len(sizes))
    ranks = np.zeros(len(sizes), np.int32)
    ranks[[bm25.vocab_dict[name] for name in names]] = np.arange(len(names))
    return Postings.of(
        names,
        np.repeat(ranks, sizes),
        bm25.scores["indices"].astype(np.int32),
        (bm25.scores["data"] / rarity).astype(np.float32),
        len(texts),
    )


def _rarity(size: int, rows: int) -> float:
    """How much a token counts that `size` of the rows hold (the idf of Lucene's BM25)."""
    return math.log1p((rows - size + 0.5) / (size + 0.5))


@dataclass(frozen=True, eq=False)
class FieldPart:
    """Postings, and for each of their rows its position in the field, -1 for what is left out.

    `sizes` and `best` are those of the columns, counting only the rows that have a position.
    """

    postings: Postings
    positions: Positions
    sizes: NDArray[np.int32]
    best: NDArray[np.float32]

    @classmethod
    def whole(cls, postings: Postings) -> "FieldPart":
        """Postings whose rows are those of the field."""
        positions = np.arange(postings.length, dtype=np.int32)
        return cls(postings, positions, postings.sizes, postings.best)

    @cached_property
    def living(self) -> Positions:
        """The rows that have a position."""
        return np.flatnonzero(self.positions >= 0).astype(np.int32)

    def add_to(
        self, sums: NDArray[np.float64], columns: Sequence[int], factors: Sequence[float]
    ) -> None:
        """Add the weights of some columns, each with its factor, to the sums of the field.

        `bm25s.get_scores` adds column by column; with the hundred word pieces of a question, one
        addition of all takes a fifth of the time.
        """
        slices = [self.postings.column(column) for column in columns]
        if not slices:
            return
        weights = np.concatenate([self.postings.weights[part] for part in slices])
        weights *= np.repeat(
            np.array(factors, dtype=np.float32), [part.stop - part.start for part in slices]
        )
        rows = np.concatenate([self.postings.rows[part] for part in slices])
        found = np.bincount(rows, weights=weights, minlength=self.postings.length)
        sums[self.positions[self.living]] += found[self.living]

    def weights_at(self, column: int, rows: Positions) -> NDArray[np.float32]:
        """The weight of some of the rows in one column, 0 where they are not in it."""
        part = self.postings.column(column)
        held = self.postings.rows[part]
        wanted = rows.astype(held.dtype)
        places = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        there = held[places] == wanted
        return np.where(there, self.postings.weights[part.start + places], np.float32(0))


class LexicalField:
    """BM25 over one kind of token, one row for each passage, in one or several parts."""

    def __init__(self, tokenizer: str, parts: Sequence[FieldPart], rows: int) -> None:
        """The tokens were made by `TOKENIZERS[tokenizer]`; every row is in one of the parts."""
        self.tokenize = TOKENIZERS[tokenizer]
        self.parts = parts
        self.rows = rows

    @classmethod
    def build(cls, tokenizer: str, texts: Sequence[str]) -> "LexicalField":
        """Index `texts`, one row each."""
        return cls(tokenizer, [FieldPart.whole(postings_of(tokenizer, texts))], len(texts))

    def scores(self, text: str) -> Scores:
        """How much of `text` each row answers to, 0 to 1."""
        return AskedText(self, text).scores()

    def rows_with(self, token: str) -> Positions:
        """The rows that hold a token."""
        found = []
        for part in self.parts:
            if (column := part.postings.columns.get(token)) is not None:
                positions = part.positions[part.postings.rows[part.postings.column(column)]]
                found.append(positions[positions >= 0])
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int32)

    def words_known(self, text: str, rows: Collection[int]) -> list[tuple[str, float]]:
        """Each word of `text` that is no function word, and the share of its tokens in `rows`."""
        groups = self.groups(np.array(sorted(rows), dtype=np.int32))
        known = []
        for word in WORD.findall(without_accents(text)):
            if tokens := self.tokenize(word):
                found = sum(self._any_holds(token, groups) for token in tokens)
                known.append((word, found / len(tokens)))
        return known

    def _any_holds(self, token: str, groups: Sequence["Group"]) -> bool:
        return any(
            (column := self.parts[group.part].postings.columns.get(token)) is not None
            and bool(self.parts[group.part].weights_at(column, group.rows).any())
            for group in groups
        )

    def groups(self, positions: Positions) -> list["Group"]:
        """The parts that hold `positions`, and where."""
        found = []
        numbers, rows = self._part_of[positions], self._row_of[positions]
        for number in range(len(self.parts)):
            which = np.flatnonzero(numbers == number).astype(np.int32)
            if len(which):
                found.append(Group(number, rows[which], which))
        return found

    @cached_property
    def _part_of(self) -> NDArray[np.int16]:
        """For each position the part that it is in."""
        numbers = np.zeros(self.rows, dtype=np.int16)
        for number, part in enumerate(self.parts):
            numbers[part.positions[part.living]] = number
        return numbers

    @cached_property
    def _row_of(self) -> Positions:
        """For each position its row within its part."""
        rows = np.zeros(self.rows, dtype=np.int32)
        for part in self.parts:
            rows[part.positions[part.living]] = part.living
        return rows


@dataclass(frozen=True, slots=True)
class Group:
    """Some of a field's rows in one part: their rows there, and which of those asked they are."""

    part: int
    rows: Positions
    which: Positions


@dataclass(frozen=True, slots=True)
class AskedToken:
    """One token of a text: how often it is asked times how rare it is, and where it stands."""

    factor: float
    size: int
    columns: tuple[int | None, ...]


class AskedText:
    """One text, to be scored against the rows of a field.

    A row's BM25 sum is divided by the most that a row could reach for this text, words that are
    not in the index included: the share is comparable between questions.
    """

    def __init__(self, field: LexicalField, text: str) -> None:
        """Look up the tokens of `text`; no row is touched yet."""
        self._field = field
        self._ceiling = 0.0
        self._tokens: list[AskedToken] = []
        for token, count in Counter(field.tokenize(text)).items():
            columns = tuple(part.postings.columns.get(token) for part in field.parts)
            held = [
                (int(part.sizes[column]), float(part.best[column]))
                for part, column in zip(field.parts, columns, strict=True)
                if column is not None
            ]
            size = sum(size for size, _ in held)
            rarity = _rarity(size, field.rows)
            # The weight that a word gets which no passage has: that of the rarest known one.
            self._ceiling += count * rarity * (max(best for _, best in held) if size else 1.0)
            if size:
                self._tokens.append(AskedToken(count * rarity, size, columns))
        # The rarest first: they tell most about the fewest rows.
        self._tokens.sort(key=lambda token: token.size)

    def scores(self) -> Scores:
        """The share of every row."""
        return self._share(self._sums(self._tokens))

    def likely(self, most: int) -> tuple[Scores, int]:
        """A lower bound of every row's share, from the rarest tokens, and how many they are.

        They have `most` postings together at most, unless the rarest alone has more.
        """
        total = used = 0
        for token in self._tokens:
            total += token.size
            if used and total > most:
                break
            used += 1
        return self._share(self._sums(self._tokens[:used])), used

    def complete(self, likely: Scores, used: int, positions: Positions) -> Scores:
        """The share of the rows at `positions`, given what `likely` said."""
        sums = np.zeros(len(positions), dtype=np.float64)
        groups = self._field.groups(positions) if used < len(self._tokens) else []
        for group in groups:
            part = self._field.parts[group.part]
            for token in self._tokens[used:]:
                if (column := token.columns[group.part]) is not None:
                    sums[group.which] += token.factor * part.weights_at(column, group.rows)
        return likely[positions] + self._share(sums)

    def _sums(self, tokens: Sequence[AskedToken]) -> NDArray[np.float64]:
        sums = np.zeros(self._field.rows, dtype=np.float64)
        for number, part in enumerate(self._field.parts):
            there = [token for token in tokens if token.columns[number] is not None]
            part.add_to(
                sums,
                [column for token in there if (column := token.columns[number]) is not None],
                [token.factor for token in there],
            )
        return sums

    def _share(self, sums: NDArray[np.float64]) -> Scores:
        return np.asarray(sums / self._ceiling if self._ceiling else sums, dtype=np.float32)
