"""What kind of thing a question asks for, and whether a text gives such a thing.

A passage on the right topic does not answer "how many million?" unless it names an amount. The
words that ask are in `asked_for.json` for the 24 languages; what gives is looked for in the
documents' own language, English.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from index.lexical import words
from index.vocabulary import whole_words, words_of
from ingest.folding import without_accents
from ingest.sentences import sentences

FILE = Path(__file__).parent / "asked_for.json"
COUNTRIES_FILE = Path(__file__).parent / "countries.txt"


class Thing(StrEnum):
    """What a question can ask for besides what the plan says on a topic."""

    AMOUNT = "amount"
    DATE = "date"
    COUNTRY = "country"
    PERSON = "person"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    VOTE = "vote"
    ARTICLE = "article"
    CONTACT = "contact"
    OTHER_DOCUMENT = "other_document"


NUMERAL = (
    r"(?:\d[\d\u00a0 ]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)"
)
GIVES = {
    Thing.AMOUNT: re.compile(r"€|\b(?:euros?|EUR|million|billion)\b"),
    Thing.DATE: re.compile(
        r"\b(?:19|20)\d\d\b|\b(?:\d+|two|three|five|ten)[\s-]years?\b",
        re.I,
    ),
    Thing.PERSON: re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z]|\bDirectorate|\bunit\b"),
    Thing.NUMBER: re.compile(rf"\b{NUMERAL}\b", re.I),
    Thing.PERCENTAGE: re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.I),
    Thing.VOTE: re.compile(r"\bvot(?:e|ed|es|ing)\b", re.I),
    Thing.ARTICLE: re.compile(r"\b[Aa]rticles? \d|\bRegulation \(|\bDirective \d"),
    Thing.CONTACT: re.compile(r"@|https?:|\bwww\.|\btel\b"),
    Thing.OTHER_DOCUMENT: re.compile(r"(?!)"),
}
TEXT_LANGUAGE = "en"
HOW_MANY = re.compile(r"\b(?:how many|number of)\s+((?:[\w'-]+\s*){1,4})", re.I)
YEAR = re.compile(r"(?:19|20)\d\d")


def things_asked_for(question: str, language: str) -> frozenset[Thing]:
    """The kinds of thing that a question asks for."""
    folded = without_accents(question)
    patterns = _patterns(language)
    return frozenset(thing for thing, pattern in patterns.items() if pattern.search(folded))


def gives(thing: Thing, question: str, language: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts, best first, names such a thing where it bears on the question.

    What is counted or dated can't be compared across languages; there the best text decides.
    """
    if thing is Thing.COUNTRY:
        return any(countries().search(text) for text in texts)
    if language != TEXT_LANGUAGE:
        return any(GIVES[thing].search(text) for text in texts[:1])
    if thing is Thing.NUMBER:
        return any(_gives_number(question, text) for text in texts)
    asked = set(words(question))
    for text in texts:
        for span in sentences(text):
            sentence = text[span.start : span.end]
            if GIVES[thing].search(sentence) and (
                thing is not Thing.DATE or asked & set(words(sentence))
            ):
                return True
    return False


def _gives_number(question: str, text: str) -> bool:
    """A numeral right before what is counted: "13 EU human rights guidelines"."""
    counted = HOW_MANY.search(question)
    nouns = set(words(counted[1])) if counted else set()
    for match in GIVES[Thing.NUMBER].finditer(text):
        if YEAR.fullmatch(match[0]):
            continue
        following = words(text[match.end() : match.end() + 60])[:5]
        if not counted or nouns & set(following):
            return True
    return False


@cache
def _patterns(language: str) -> dict[Thing, re.Pattern[str]]:
    chosen = words_of(FILE, language)
    return {thing: whole_words(chosen[thing]) for thing in Thing}


@cache
def countries() -> re.Pattern[str]:
    """The English names of countries, as whole words."""
    names = COUNTRIES_FILE.read_text(encoding="utf-8").split("\n")
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in names if name)})\b")
