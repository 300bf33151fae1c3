"""Documents that read like English, as many as wanted, the same in every run.

Words are drawn by their frequency in the plan, and some from names that are made up, so that few
words are common and many are rare, as in any collection.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vectors import Vectors
from ingest.document import Document, DocumentFacts, Kind, OutlineNode
from ingest.source import Source, SourceRef
from ingest.split import split
from ingest.tokens import count_tokens

PLAN = Path(__file__).resolve().parents[2] / "ingest" / "corpus" / "action-plan-2020-2024.txt"
WORD = re.compile(r"[A-Za-z]+")
INVENTED = 60_000
# How often a word is one that is made up.
INVENTED_SHARE = 0.15
SYLLABLES = "ba de fi go ku la me ni po ra se ti vo wa xe zi dor lan mar ket sol tin ver".split()
PASSAGES_PER_DOCUMENT = 100
WORDS_PER_PASSAGE = (60, 90)
WORDS_PER_SENTENCE = (12, 24)
PASSAGES_PER_HEADING = 20
DIMENSIONS = 384


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words, and how likely a word is this one or one before it."""

    words: NDArray[np.str_]
    up_to: NDArray[np.float64]

    def draw(self, count: int, random: np.random.Generator) -> list[str]:
        """Some words."""
        drawn: list[str] = self.words[np.searchsorted(self.up_to, random.random(count))].tolist()
        return drawn


@cache
def vocabulary() -> Vocabulary:
    """The words of the plan, and names that are made up."""
    counts = Counter(WORD.findall(PLAN.read_text(encoding="utf-8").lower()))
    random = np.random.default_rng(1)
    names = ["".join(random.choice(SYLLABLES, random.integers(2, 5))) for _ in range(INVENTED)]
    of_plan = np.array(list(counts.values()), float)
    of_names = 1.0 / np.arange(10, INVENTED + 10)
    weights = [
        (1 - INVENTED_SHARE) * of_plan / of_plan.sum(),
        INVENTED_SHARE * of_names / of_names.sum(),
    ]
    up_to = np.cumsum(np.concatenate(weights))
    return Vocabulary(np.array([*counts, *names]), up_to / up_to[-1])


def big_document(number: int, version: int = 0) -> Document:
    """A document of 100 paragraphs under five headings; every version has other words."""
    random = np.random.default_rng((number, version))
    text, outline = "", []
    path: tuple[str, ...] = ()
    for place in range(PASSAGES_PER_DOCUMENT):
        heading = f"{place // PASSAGES_PER_HEADING + 1}"
        if place % PASSAGES_PER_HEADING == 0:
            title = " ".join(vocabulary().draw(4, random)).capitalize()
            path = (title,)
            outline.append(_node(text, title, heading, Kind.HEADING, (), ""))
            text += f"{title}\n"
        drawn = vocabulary().draw(int(random.integers(*WORDS_PER_PASSAGE)), random)
        paragraph = " ".join(_sentences(drawn, random))
        outline.append(_node(text, paragraph, f"{place + 10}", Kind.PARAGRAPH, path, heading))
        text += f"{paragraph}\n"
    name = f"big-{number:05}"
    facts = DocumentFacts(
        name, f"Report {number}", f"Report {number}", f"R/{number}", "report", "in force", "en", ""
    )
    return Document(facts, text, tuple(outline), (), ())


def big_source(number: int, version: int = 0) -> Source:
    """The document with its passages, as a build reads it."""
    document = big_document(number, version)
    return Source(document, tuple(split(document, count_tokens)))


def _node(
    before: str, text: str, label: str, kind: Kind, path: tuple[str, ...], parent: str
) -> OutlineNode:
    title, level = (text, 1) if kind is Kind.HEADING else ("", 0)
    return OutlineNode(
        label, kind, len(before), len(before) + len(text), path, parent, title, level
    )


def _sentences(words: Sequence[str], random: np.random.Generator) -> Iterator[str]:
    start = 0
    while start < len(words):
        end = start + int(random.integers(*WORDS_PER_SENTENCE))
        yield " ".join(words[start:end]).capitalize() + "."
        start = end


def big_refs(count: int, changed: int | None = None) -> list[SourceRef]:
    """References to `count` documents; the one numbered `changed` is in its second version."""
    versions = [(number, int(number == changed)) for number in range(count)]
    return [
        SourceRef(f"big-{number:05}", f"{number}.{version}", partial(big_source, number, version))
        for number, version in versions
    ]


class WordVectors:
    """Stands in for the model where only the amount of vectors matters: the mean of its words'."""

    def __init__(self) -> None:
        words = vocabulary().words.tolist()
        likely = np.diff(vocabulary().up_to, prepend=0)
        self._rows = {word: row for row, word in enumerate(words)}
        random = np.random.default_rng(2)
        # Rare words tell more, as in a real model.
        self._vectors = random.standard_normal((len(words) + 1, DIMENSIONS)).astype(np.float32)
        self._vectors[:-1] *= np.sqrt(1 / (likely + 1e-5))[:, None].astype(np.float32)

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Texts -> float32 array of shape (len(texts), 384), each row of length 1."""
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            words = [self._rows.get(word, -1) for word in WORD.findall(text.lower())] or [-1]
            vectors[row] = self._vectors[words].sum(axis=0)
        if progress:
            progress(len(texts))
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths
