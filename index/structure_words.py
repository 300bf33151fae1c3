"""The words in which staff ask about a document's outline, in the 24 languages of the EU.

`structure_words.json` holds, for each language and concept, fragments of regular expressions that
are matched at word borders against the question without accents and in lower case.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from index.vocabulary import whole_words, words_of

FILE = Path(__file__).parent / "structure_words.json"


class Concept(StrEnum):
    """What a word of a question can mean for the outline."""

    LINE = "line"
    SECTION = "section"
    OBJECTIVE = "objective"
    MEANS = "means"
    INTRODUCTION = "introduction"
    COMMUNICATION = "communication"
    LIST = "list"
    HOW_MANY = "how_many"
    FIRST = "first"
    LAST = "last"
    PENULTIMATE = "penultimate"
    AFTER = "after"
    BEFORE = "before"
    COMPARE = "compare"
    WHICH = "which"
    CONTAINS = "contains"


class StructureWords:
    """The concepts and numerals of one language."""

    def __init__(self, language: str) -> None:
        """Compile the words of `language`, English where none ship for it."""
        chosen = words_of(FILE, language)
        self.fragments = {concept: "|".join(chosen[concept]) for concept in Concept}
        self._patterns = {
            concept: whole_words([fragment]) for concept, fragment in self.fragments.items()
        }
        self.ordinals: list[str] = chosen["ordinals"]
        self.cardinals: list[str] = chosen["cardinals"]
        self._numerals = whole_words([*self.ordinals, *self.cardinals])

    def said(self, folded: str) -> frozenset[Concept]:
        """The concepts that a question names; it is folded by `without_accents`."""
        return frozenset(c for c, pattern in self._patterns.items() if pattern.search(folded))

    def near(self, left: Concept, right: Concept, folded: str) -> bool:
        """Whether the two concepts stand beside each other, at most one word between them."""
        a, b = self.fragments[left], self.fragments[right]
        gap = r"\W+(?:\w+\W+)?"
        return bool(re.search(rf"(?<!\w)(?:(?:{a}){gap}(?:{b})|(?:{b}){gap}(?:{a}))(?!\w)", folded))

    def without(self, folded: str) -> str:
        """The question without its words for the outline: what is left is its topic."""
        for pattern in (*self._patterns.values(), self._numerals):
            folded = pattern.sub(" ", folded)
        return folded


@cache
def structure_words(language: str) -> StructureWords:
    """The words of a language, compiled once."""
    return StructureWords(language)
