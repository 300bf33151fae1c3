"""The numbers of paragraphs and headings that a question names in a document with its own.

"paragraph 12", "paras 3 and 4", "points 5 to 7", "section 2.1".
"""

import re
from functools import cache
from pathlib import Path

from index.structure_words import Concept, structure_words
from index.vocabulary import words_of
from ingest.folding import without_accents

FILE = Path(__file__).parent / "document_words.json"
DOTTED = re.compile(r"(?<![\w./])\d{1,3}(?:\.\d{1,3}){1,4}(?![\w./]*\d)")
ONE_MORE = re.compile(r"\s*([,&–-]|[a-z]{1,5})\s*(\d{1,3})(?![\w./])")
RANGES = frozenset({"-", "–", "to", "a", "au", "al", "bis", "do", "tot", "til", "ate", "iki"})
# "and" and "or" in the official languages, in Latin letters without accents.
JOINS = RANGES | frozenset(", & and or und oder et ou y o e i eller og och ja ali sau si".split())
# In these languages the number may stand before the word: "12. bekezdés", "12 kohta".
NUMBER_FIRST = frozenset({"et", "fi", "hu", "lt", "lv"})
MOST = 40


def paragraph_numbers(question: str, language: str) -> tuple[str, ...]:
    """The numbers in the order in which the question names them, ranges filled."""
    folded = without_accents(question)
    found = []
    if language in NUMBER_FIRST:
        found += [match[1] for match in _number_first(language).finditer(folded)]
    for match in _word_first(language).finditer(folded):
        found.append(match[1])
        end = match.end()
        while match[1].isdigit() and (more := ONE_MORE.match(folded, end)) and more[1] in JOINS:
            last, following = int(found[-1]), int(more[2])
            if more[1] in RANGES and last < following <= last + MOST:
                found += [str(number) for number in range(last + 1, following + 1)]
            else:
                found.append(more[2])
            end = more.end()
    return tuple(dict.fromkeys(found))


def dotted_numbers(question: str) -> tuple[str, ...]:
    """Numbers such as 2.1 in a question: headings or paragraphs, unless they are amounts."""
    return tuple(dict.fromkeys(DOTTED.findall(without_accents(question))))


@cache
def _word_first(language: str) -> re.Pattern[str]:
    number = r"(\d{1,3}(?:\.\d{1,3})*)(?![\w/])"
    return re.compile(rf"(?<!\w)(?:{_words(language)})\W{{0,3}}(?:no?\W+)?{number}")


@cache
def _number_first(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./])(\d{{1,3}})\.? (?:{_words(language)})(?!\w)(?!\W{{1,3}}\d)")


def _words(language: str) -> str:
    fragments = {*words_of(FILE, language)["paragraph"], *words_of(FILE, "en")["paragraph"]}
    sections = {structure_words(code).fragments[Concept.SECTION] for code in (language, "en")}
    return "|".join(sorted(fragments | sections))
