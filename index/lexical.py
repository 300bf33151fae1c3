"""Words and pieces of words -> scores. The only module that imports bm25s and Stemmer.

Two fields are kept. `words` holds English stems and matches exactly what a colleague types;
`grams` holds character 4-grams of accent-free words, which match inflected forms and typing
errors in any of the EU's languages without a stemmer for each.
"""

import logging
import re
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.vectors import Scores
from ingest.folding import without_accents

# bm25s logs every build at the level DEBUG, whatever the application asked for.
logging.getLogger("bm25s").setLevel(logging.WARNING)

WORD = re.compile(r"[^\W_]+", re.UNICODE)
GRAM_LENGTH = 4
NO_WORD = "\x00"

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


class LexicalField:
    """A BM25 index over one kind of token, one row for each passage."""

    def __init__(self, tokenizer: str, bm25: bm25s.BM25, rows: int) -> None:
        """Wrap an index of `rows` texts whose tokens were made by `TOKENIZERS[tokenizer]`."""
        self._tokenize = TOKENIZERS[tokenizer]
        self._bm25 = bm25
        # The weight that a word gets which no passage has: that of the rarest known one.
        self._rows = rows
        self._best: dict[str, float] = {}

    @property
    def rows(self) -> int:
        """How many texts are indexed."""
        return self._rows

    @classmethod
    def build(cls, tokenizer: str, texts: Sequence[str]) -> "LexicalField":
        """Index `texts`, one row each."""
        bm25 = bm25s.BM25(method="lucene")
        tokens = [TOKENIZERS[tokenizer](text) for text in texts]
        if not any(tokens):
            # bm25s can't index nothing; a word that no question holds stands in for it.
            tokens = [[NO_WORD] for _ in texts] or [[NO_WORD]]
        bm25.index(tokens, show_progress=False)
        return cls(tokenizer, bm25, len(texts))

    @classmethod
    def load(cls, tokenizer: str, folder: Path) -> "LexicalField":
        """Open an index that `save` wrote. Raises OSError or ValueError when it is damaged."""
        bm25 = bm25s.BM25.load(folder, load_corpus=False)
        return cls(tokenizer, bm25, int(bm25.scores["num_docs"]))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        self._bm25.save(folder)

    def scores(self, text: str) -> Scores:
        """How much of `text` each row answers to, 0 to 1.

        A row's BM25 sum is divided by the most that a row could reach for this text, words that
        are not in the index included: the share is comparable between questions.
        """
        tokens = self._tokenize(text)
        if not tokens:
            return np.zeros(self._rows, dtype=np.float32)
        known = [token for token in tokens if token in self._bm25.vocab_dict]
        ceiling = sum(self._ceiling(token) for token in tokens)
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        sums = self._sums([self._bm25.vocab_dict[token] for token in known])
        return np.asarray(sums / ceiling, dtype=np.float32)

    def words_known(self, text: str, rows: Collection[int]) -> list[tuple[str, float]]:
        """Each word of `text` that is no function word, and the share of its tokens in `rows`."""
        matrix = self._bm25.scores
        known = []
        for word in WORD.findall(without_accents(text)):
            tokens = self._tokenize(word)
            columns = [self._bm25.vocab_dict.get(token) for token in tokens]
            if tokens:
                found = sum(
                    column is not None
                    and not set(
                        matrix["indices"][matrix["indptr"][column] : matrix["indptr"][column + 1]]
                    ).isdisjoint(rows)
                    for column in columns
                )
                known.append((word, found / len(tokens)))
        return known

    def _sums(self, columns: Sequence[int]) -> NDArray[np.float64]:
        """The BM25 sum of every row over some columns of the index.

        `bm25s.get_scores` adds column by column; with the hundred word pieces of a question, one
        addition of all takes a fifth of the time.
        """
        matrix = self._bm25.scores
        bounds = [(matrix["indptr"][column], matrix["indptr"][column + 1]) for column in columns]
        rows = np.concatenate([matrix["indices"][start:end] for start, end in bounds])
        weights = np.concatenate([matrix["data"][start:end] for start, end in bounds])
        sums = np.bincount(rows, weights=weights, minlength=self._rows)
        return np.asarray(sums[: self._rows], dtype=np.float64)

    def _ceiling(self, token: str) -> float:
        """The highest score that any row has for one token."""
        if token not in self._best:
            if token in self._bm25.vocab_dict:
                column = self._bm25.vocab_dict[token]
                start, end = self._bm25.scores["indptr"][column : column + 2]
                self._best[token] = float(self._bm25.scores["data"][start:end].max(initial=0.0))
            else:
                self._best[token] = float(np.log(1 + (self._rows + 0.5) / 0.5))
        return self._best[token]
