"""A follow-up -> a question that stands alone: by rules, or by a model where there is one.

"The second one, in French", "shorter" and "and for children?" mean something only after another
question. What they refer to is taken from the last turns; the words that show a follow-up are in
`follow_up.json` for the 24 languages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.chat_model import ChatModel, Deadline, Message, ModelFailed
from assistant.conversation import Turn
from index.language import detect_language
from index.lexical import words
from index.vocabulary import words_of
from ingest.folding import without_accents
from prompts import prompt

FILE = Path(__file__).parent / "follow_up.json"
# A longer message says what it is about.
MAX_WORDS = 7
MAX_CHARACTERS = 500
TURNS_SHOWN = 4


class Shape(StrEnum):
    """How much of an answer is wanted."""

    USUAL = "usual"
    SHORTER = "shorter"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that can be answered alone.

    `language` is the one asked for, None for that of the question; `documents` are those that a
    label in the question belongs to, empty for all.
    """

    question: str
    language: str | None = None
    shape: Shape = Shape.USUAL
    documents: tuple[str, ...] = ()


def stand_alone(
    question: str, turns: Sequence[Turn], model: ChatModel | None, deadline: Deadline | None
) -> StandAlone:
    """What `question`, a cleaned message, means after `turns`, the oldest first."""
    if not turns:
        return StandAlone(question)
    language = detect_language(question)
    found = _by_reference(question, turns, _languages_tried(language, turns))
    if found:
        return found
    if not _may_follow(question, _languages_tried(language, turns)):
        return StandAlone(question)
    if model and deadline:
        written = _by_model(question, turns, model, deadline)
        if written:
            return StandAlone(written)
    return _by_topic(question, turns[-1], _languages_tried(language, turns))


def _languages_tried(language: str, turns: Sequence[Turn]) -> list[str]:
    """A word or two is too little to tell a language by; the last one is as likely."""
    return list(dict.fromkeys([turns[-1].language, language, "en"]))


def _by_reference(
    question: str, turns: Sequence[Turn], languages: Sequence[str]
) -> StandAlone | None:
    """What asks for a citation of the last answer, its language or its length; None otherwise."""
    last = turns[-1]
    folded = _folded(question)
    language = next(
        (code for tried in languages for code in _requested_language(folded, tried)), None
    )
    again = StandAlone(last.stand_alone_question, language)
    if len(folded.split()) > MAX_WORDS:
        return None
    for tried in languages:
        cited = _cited(folded, last, tried)
        if cited is not None:
            return StandAlone(cited.label, language or last.language, documents=(cited.document,))
        for name, shape in (("shorter", Shape.SHORTER), ("longer", Shape.LONGER)):
            if _matches(tried, name).fullmatch(folded) or (
                language and _matches(tried, name).match(folded)
            ):
                return replace(again, language=language or last.language, shape=shape)
        if _matches(tried, "again").fullmatch(folded):
            return replace(again, language=language or last.language)
    if language and _says_nothing_else(folded, languages):
        return again
    return None


def _requested_language(folded: str, tried: str) -> list[str]:
    wanted = words_of(FILE, tried)["in_language"]
    return [
        code for code, forms in wanted.items() if any(_has(folded, _folded(form)) for form in forms)
    ]


def _says_nothing_else(folded: str, languages: Sequence[str]) -> bool:
    """Whether besides the name of a language there are only words like "that" and "please"."""
    rest = folded
    for tried in languages:
        lists = words_of(FILE, tried)
        forms = [form for every in lists["in_language"].values() for form in every]
        for form in sorted([*forms, *lists["points_back"], *lists["again"]], key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(_folded(form))}(?!\w)", " ", rest)
    return len(words(rest)) <= 1


@dataclass(frozen=True, slots=True)
class _Cited:
    document: str
    label: str


def _cited(folded: str, last: Turn, tried: str) -> _Cited | None:
    """The citation that "the second one", "quote 3" or "[2]" points to."""
    lists = words_of(FILE, tried)
    nouns = "|".join(re.escape(_folded(noun)) for noun in lists["one_of_them"])
    number = None
    if marked := re.fullmatch(rf"\W*(?:(?:{nouns}) )?\[?(\d{{1,2}})\]?\W*", folded):
        number = int(marked[1]) if "[" in folded or re.search(nouns, folded) else None
    for position, forms in lists["ordinals"].items():
        for form in forms:
            ordinal = re.escape(_folded(form))
            if re.search(rf"(?<!\w){ordinal}(?:\W+(?:{nouns}))?(?!\w)", folded) and (
                len(folded.split()) <= MAX_WORDS
            ):
                number = number or (len(last.cited) if position == "last" else int(position))
    if number is None or not 1 <= number <= len(last.cited):
        return None
    found = last.cited[number - 1]
    return _Cited(found.document, found.label)


def _may_follow(question: str, languages: Sequence[str]) -> bool:
    """Whether a message leans on what was said before it."""
    folded = _folded(question)
    if len(folded.split()) > MAX_WORDS:
        return False
    return any(
        _starts(tried, "replaces").match(folded)
        or _starts(tried, "adds").match(folded)
        or any(_has(folded, _folded(word)) for word in words_of(FILE, tried)["points_back"])
        for tried in languages
    )


def _by_topic(question: str, last: Turn, languages: Sequence[str]) -> StandAlone:
    """Join the message with the topic of the last question."""
    folded = _folded(question)
    before = last.stand_alone_question.rstrip(" ?.!")
    for tried in languages:
        added = _starts(tried, "adds").match(folded)
        replaced = _starts(tried, "replaces").match(folded)
        if added and len(added[0]) >= (len(replaced[0]) if replaced else 0):
            # The last word of "and for" belongs to what follows it.
            rest = question[len(added[0].rstrip().rsplit(" ", 1)[0]) :].strip(" ?.!")
            return StandAlone(f"{rest.strip(' ,')}: {before}?")
        if replaced:
            topic = question[len(replaced[0]) :].strip(" ?.!,")
            return StandAlone(f"{topic}?" if topic else question)
    return StandAlone(f"{question.rstrip(' ?.!')} ({before})?")


def _by_model(
    question: str, turns: Sequence[Turn], model: ChatModel, deadline: Deadline
) -> str | None:
    """What the model makes of the message, when that can be what was meant."""
    said = "\n".join(f"- {turn.stand_alone_question}" for turn in turns[-TURNS_SHOWN:])
    task = prompt("stand_alone_task").fill(conversation=said, question=question)
    try:
        reply = model.complete(Message(prompt("stand_alone").text, task), deadline)
    except ModelFailed:
        return None
    written = re.sub(r"\s+", " ", reply).strip(" \"“”'")
    known = set(words(f"{said} {question}"))
    if not written or len(written) > MAX_CHARACTERS or known.isdisjoint(words(written)):
        return None
    return written


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", without_accents(text)).strip(" ?.!,;:")


def _has(folded: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None


@cache
def _matches(language: str, name: str) -> re.Pattern[str]:
    """Any form of a list, perhaps with "please" or the like behind it."""
    forms = sorted(
        (_folded(form) for form in words_of(FILE, language)[name]), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(re.escape(form) for form in forms)})(?:,? \w+)?")


@cache
def _starts(language: str, name: str) -> re.Pattern[str]:
    forms = sorted(
        (_folded(form) for form in words_of(FILE, language)[name]), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(re.escape(form) for form in forms)})(?!\w)")
