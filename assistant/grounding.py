"""Does a passage support a sentence that a model wrote around quotes? Decided without a model.

A sentence passes when its words are known to the passages it names (their texts and what leads to
them, in any EU language), its numbers and names stand there, it denies nothing that they don't
deny, and it is not for what they are against. What can't be checked is not let through.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.asked_for import TEXT_LANGUAGE, countries
from assistant.gate import NEGATIONS
from index.acronyms import spelled_out
from index.lexical import LexicalField, words
from index.vocabulary import whole_words, words_of
from ingest.folding import without_accents
from ingest.passage import Passage
from ingest.sentences import sentences

NEGATIONS_FILE = Path(__file__).parent / "negations.json"
# In German every noun has a capital; elsewhere a capital inside a sentence marks a name.
CAPITALS_ARE_NOUNS = frozenset({"de"})

# So many of a sentence's words must be known; around a quote, which says the thing itself, fewer.
# In other languages than the text's nothing else tells, and more must be.
KNOWN_SHARE, KNOWN_SHARE_ELSEWHERE, KNOWN_SHARE_AROUND_QUOTES = 0.6, 0.7, 0.3
# What leads to a passage knows more words than it says; so many must be the passage's own.
SAID_SHARE = 0.35
# A word is known when so much of it is: inflected forms share their stem.
KNOWN_PART, KNOWN_PART_ELSEWHERE = 0.6, 0.75
# Shorter words are function words, of which there is a list for English alone.
SHORT_WORD, SHORT_WORD_ELSEWHERE = 3, 5

NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f ]*\d)?")
NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion dozen half double twice percent""".split()
)
WORD = re.compile(r"[^\W\d_][\w+-]*")
# "I.A.9", "I A 9", "COM.2", "point (c)".
LABEL = re.compile(
    r"\b[IVX]+[.\s-]+[A-Z]\b|\bCOM\.\d|\bANNEX\.|\b\w{1,4}\.\w{1,2}\.\d|\((?:\w|[ivx]{2,5}|\d+)\)"
)
# "objective 3", "section C", "Artikel 5", "line II": a place in a document.
PLACE = re.compile(r"\b([^\W\d_]{3,})\.?\s+((?:\d+|[IVX]+|[A-Z])(?:[.)]\w+)*)(?![\w’'])")
# A dot or colon between letters without a space behind it makes an address in any domain.
ADDRESS = re.compile(r"[^\W\d_]\w*\.[^\W\d_]{2,}|\w@\w|\w:/|[^\W\d_]:[^\W\d_]", re.I)
PUNCTUATION = frozenset(".,;:!?'’()%€&+/…–—-")
# Who acts, and the words of saying so: in every sentence, and in no passage.
FRAME = frozenset(
    words(
        """eu european union plan action say state commit commitment aim goal seek objective passage
        text document quote accord also particular word provide set include address concern plans
        specifically explicitly furthermore moreover additionally call pledge stress demand
        undertake intend want wish expect reaffirm emphasise emphasize underline recall announce
        promise propose foresee envisage require urge note declare express describe mention list
        cover make use work help order part first second"""
    )
)
# The Union and its acronym in the official languages.
ALWAYS_NAMED = frozenset("eu european union action plan i ue es el ae εε ес ел".split())

FOR = frozenset(
    words(
        """support promote encourage strengthen advocate favour favor welcome foster defend protect
        uphold advance introduce expand increase legalise legalize permit allow reinstate restore
        endorse keep maintain continue"""
    )
)
AGAINST = frozenset(
    words(
        """oppose abolish abolition end eliminate elimination combat fight prevent prevention
        eradicate eradication condemn prohibit prohibition ban stop counter reduce denounce against
        repeal reject moratorium abandon tackle dismantle weaken abolishing abolishment"""
    )
)
# "torture-free trade" is for trade, not for torture.
FREE_OF = re.compile(r"\b\w+-free\b", re.I)
ZERO_TOLERANCE = re.compile(r"\bzero[- ]tolerance\b", re.I)
# How far a verb of stance, or a negation, reaches.
STANCE_REACH, CHAIN_REACH, NEGATION_REACH = 6, 2, 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages that a sentence may rest on, with their positions in the lexical field."""

    passages: tuple[Passage, ...]
    rows: tuple[int, ...]

    @property
    def text(self) -> str:
        """All that the passages say, their headings included, acronyms spelled out."""
        return _said(tuple(part for p in self.passages for part in (*p.heading_path, p.text)))


class Grounding:
    """Judges sentences of one language against passages of one index."""

    def __init__(self, grams: LexicalField, language: str) -> None:
        """`grams` has a row for each passage; `language` is that of the sentences."""
        self._grams = grams
        self._language = language

    def problem(self, prose: str, evidence: Evidence, *, around_quotes: bool) -> str:
        """What in a sentence the evidence does not support; empty when it supports it all."""
        if ADDRESS.search(prose):
            return "address"
        if any(not _is_plain(char) for char in prose):
            return "sign"
        text = evidence.text
        if _strange_place(prose, text):
            return "label"
        if _strange_number(prose, text):
            return "number"
        if self._strange_name(prose, evidence, text):
            return "name"
        if self._turned(prose, text):
            return "negation"
        english = self._language == TEXT_LANGUAGE
        enough = KNOWN_SHARE if english else KNOWN_SHARE_ELSEWHERE
        if around_quotes:
            enough = KNOWN_SHARE_AROUND_QUOTES
        if self.known_share(prose, evidence) < enough:
            return "content"
        if english and not around_quotes and _said_share(prose, text) < SAID_SHARE:
            return "content"
        return ""

    def known_share(self, prose: str, evidence: Evidence) -> float:
        """The share of the sentence's words that the evidence knows; 1 when it has none."""
        english = self._language == TEXT_LANGUAGE
        shortest = SHORT_WORD if english else SHORT_WORD_ELSEWHERE
        part = KNOWN_PART if english else KNOWN_PART_ELSEWHERE
        known = [
            share >= part
            for word, share in self._grams.words_known(prose, evidence.rows)
            if len(word) >= shortest and not FRAME.issuperset(words(word))
        ]
        return sum(known) / len(known) if known else 1.0

    def has_content(self, prose: str) -> bool:
        """Whether a sentence says anything that could be checked."""
        return any(len(word) >= SHORT_WORD and word not in FRAME for word in words(prose))

    def _strange_name(self, prose: str, evidence: Evidence, text: str) -> bool:
        if any(name[0] not in text for name in countries().finditer(prose)):
            return True
        named = [word for word in WORD.finditer(prose) if word[0][0].isupper()]
        if self._language in CAPITALS_ARE_NOUNS:
            names = [word[0] for word in named if sum(map(str.isupper, word[0])) > 1]
        else:
            # The first word of a sentence has a capital anyway; all capitals are an acronym.
            names = [word[0] for word in named if word.start() > 0 or word[0].isupper()]
        known = frozenset(re.findall(r"\w+", text.casefold()))
        strange = [
            name
            for name in names
            if name.casefold() not in ALWAYS_NAMED
            and not known.issuperset(re.findall(r"\w+", name.casefold()))
        ]
        if self._language == TEXT_LANGUAGE:
            return bool(strange)
        # "Cour pénale internationale" stands in no English passage, but in what leads to one.
        parts = self._grams.words_known(" ".join(strange), evidence.rows)
        return any(share < KNOWN_PART for _, share in parts)

    def _turned(self, prose: str, text: str) -> bool:
        """Whether a sentence denies or favours what the text does not, or the reverse."""
        if self._language != TEXT_LANGUAGE:
            return bool(_negations(self._language).search(without_accents(prose))) and not (
                NEGATIONS.search(text)
            )
        denied, denied_there = _negated(prose), _negated(text)
        if NEGATIONS.search(prose):
            if not denied & denied_there:
                return True
        elif denied_there & set(words(prose)) and not _said_plainly(prose, text):
            return True
        return _contrary(prose, text)


def _is_plain(char: str) -> bool:
    """Whether a character is a letter, a digit or a mark that can mean nothing else.

    What else looks like a quotation mark, a bracket or a number of some kind has no end.
    """
    if char.isspace() or char in PUNCTUATION or char in "0123456789":
        return True
    category = unicodedata.category(char)
    return (char.isalpha() and category != "Lm") or category in ("Mn", "Mc")


@lru_cache(maxsize=256)
def _said(parts: tuple[str, ...]) -> str:
    return spelled_out("\n".join(parts))


def _said_plainly(prose: str, text: str) -> bool:
    """Whether the sentence of a text that is most like the prose has no negation."""
    said = set(words(prose))
    spans = [text[span.start : span.end] for span in sentences(text)]
    best = max(spans, key=lambda sentence: len(said & set(words(sentence))), default="")
    return not _negated(best) & said


def _said_share(prose: str, text: str) -> float:
    """The share of the stems of an English sentence that the text itself has."""
    said = frozenset(words(prose)) - FRAME
    return len(said & frozenset(words(text))) / len(said) if said else 1.0


def _strange_number(prose: str, text: str) -> bool:
    known = {_digits(number[0]) for number in NUMBER.finditer(text)}
    known |= set(re.findall(r"\w+", text.casefold()))
    said = {_digits(number[0]) for number in NUMBER.finditer(prose)}
    said |= NUMBER_WORDS & set(re.findall(r"\w+", prose.casefold()))
    return not said <= known


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _strange_place(prose: str, text: str) -> bool:
    folded = re.sub(r"\s+", " ", text.casefold())
    if any(label[0].casefold() not in folded for label in LABEL.finditer(prose)):
        return True
    return any(
        f"{place[1]} {place[2]}".casefold() not in folded
        for place in PLACE.finditer(prose)
        if place[2] != "I"
    )


@lru_cache(maxsize=256)
def _negated(text: str) -> frozenset[str]:
    """The stems that stand within reach behind a negation."""
    return frozenset(
        stem
        for negation in NEGATIONS.finditer(text)
        for stem in words(text[negation.end() : negation.end() + 80])[:NEGATION_REACH]
    )


def _contrary(prose: str, text: str) -> bool:
    """Whether the prose is for something that the text is only against, or the reverse."""
    there = _stances(text)
    return any(
        stance not in there[thing]
        for thing, stances in _stances(prose).items()
        if thing in there
        for stance in stances
    )


@lru_cache(maxsize=256)
def _stances(text: str) -> dict[str, set[bool]]:
    """For each stem: whether the nearest verb of stance before it is for (True) or against it."""
    found: dict[str, set[bool]] = {}
    for span in sentences(text):
        stance: bool | None = None
        since = 0
        sentence = ZERO_TOLERANCE.sub("against", FREE_OF.sub("", text[span.start : span.end]))
        for stem in words(sentence):
            since += 1
            if stem in FOR or stem in AGAINST:
                # "Support the abolition of" and "oppose the protection of" are both against.
                chained = stance is not None and since <= CHAIN_REACH
                stance = (stem in FOR) and not (chained and stance is False)
                since = 0
            elif stance is not None and since <= STANCE_REACH:
                found.setdefault(stem, set()).add(stance)
    return found


@cache
def _negations(language: str) -> re.Pattern[str]:
    return whole_words(words_of(NEGATIONS_FILE, language))
