"""A follow-up -> a question that stands alone: by rules, or by a model where there is one.

"The second one, in French", "shorter" and "and for children?" mean something only after another
question. What they refer to is taken from the last turns; the words that show a follow-up are in
`follow_up.json` for the 24 languages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.chat_model import ChatModel, Deadline, Message, ModelFailed
from assistant.conversation import CitedPassage, Turn
from index.lexical import words
from index.vocabulary import words_of
from ingest.folding import without_accents
from ingest.language import detect_language
from prompts import prompt

FILE = Path(__file__).parent / "follow_up.json"
# A longer message says what it is about.
MAX_WORDS = 7
MAX_CHARACTERS = 500
TURNS_SHOWN = 4
# Said around a request in many languages' chats.
FILLERS = tuple(
    """please pls show me and translate the bitte svp stp merci por favor per favore prosze prosim
    te rog alstublieft tack kiitos molim""".split()
)
# "In Mali?" narrows the topic; "in how many countries ..." is a question of its own.
WORDS_BEHIND_ONE = 3


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
    # A word or two is too little to tell a language by; the last one is as likely.
    languages = list(dict.fromkeys([turns[-1].language, detect_language(question), "en"]))
    found = _by_reference(question, turns[-1], languages)
    if found:
        return found
    if not _may_follow(question, languages):
        return StandAlone(question)
    if model and deadline:
        written = _by_model(question, turns, model, deadline)
        if written:
            return StandAlone(written)
    return _by_topic(question, turns[-1], languages)


def _by_reference(question: str, last: Turn, languages: Sequence[str]) -> StandAlone | None:
    """What asks for a citation of the last answer, its language or its length; None otherwise."""
    folded = _folded(question)
    if len(folded.split()) > MAX_WORDS:
        return None
    language = next(
        (code for tried in languages for code in _requested_language(folded, tried)), None
    )
    frame = language or last.language
    bare = _without_fillers(folded, languages)
    for tried in languages:
        cited = _cited(bare, last, tried)
        if cited is not None:
            return StandAlone(cited.label, frame, documents=(cited.document,))
        for name, shape in (("shorter", Shape.SHORTER), ("longer", Shape.LONGER)):
            if any(_matches(tried, name).fullmatch(said) for said in (folded, bare)):
                return StandAlone(last.stand_alone_question, frame, shape)
        if any(_matches(tried, "again").fullmatch(said) for said in (folded, bare)):
            return StandAlone(last.stand_alone_question, frame)
    if language and len(words(bare)) <= 1:
        return StandAlone(last.stand_alone_question, language)
    return None


def _requested_language(folded: str, tried: str) -> list[str]:
    wanted = words_of(FILE, tried)["in_language"]
    return [
        code for code, forms in wanted.items() if any(_has(folded, _folded(form)) for form in forms)
    ]


def _without_fillers(folded: str, languages: Sequence[str]) -> str:
    """A message without the languages it asks for, words like "that", and "please"."""
    rest = folded
    for tried in languages:
        lists = words_of(FILE, tried)
        forms = [form for every in lists["in_language"].values() for form in every]
        for form in sorted([*forms, *lists["points_back"], *FILLERS], key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(_folded(form))}(?!\w)", " ", rest)
    return re.sub(r"\s+", " ", rest).strip(" ,;:")


def _cited(bare: str, last: Turn, tried: str) -> CitedPassage | None:
    """The citation that "the second one", "quote 3" or "[2]" points to; nothing else is said."""
    lists = words_of(FILE, tried)
    nouns = "|".join(re.escape(_folded(noun)) for noun in lists["one_of_them"])
    number = None
    if marked := re.fullmatch(rf"(?:(?:{nouns}|number|no\.?|n°) )?(\[)?(\d{{1,2}})\]?", bare):
        number = int(marked[2]) if marked[1] or not bare[0].isdigit() else None
    for position, forms in lists["ordinals"].items():
        ordinals = "|".join(re.escape(_folded(form)) for form in forms)
        if re.fullmatch(rf"(?:\w{{1,4}} )?(?:{ordinals})(?: (?:{nouns}))*", bare) or re.fullmatch(
            rf"(?:\w{{1,4}} )?(?:{nouns}) (?:{ordinals})", bare
        ):
            number = len(last.cited) if position == "last" else int(position)
            break
    if number is None or not 1 <= number <= len(last.cited):
        return None
    return last.cited[number - 1]


def _may_follow(question: str, languages: Sequence[str]) -> bool:
    """Whether a message leans on what was said before it."""
    folded = _folded(question)
    if len(folded.split()) > MAX_WORDS:
        return False
    return any(
        _opening(folded, tried, "replaces")
        or _opening(folded, tried, "adds")
        or any(_has(folded, _folded(word)) for word in words_of(FILE, tried)["points_back"])
        for tried in languages
    )


def _by_topic(question: str, last: Turn, languages: Sequence[str]) -> StandAlone:
    """Join the message with the topic of the last question."""
    folded = _folded(question)
    before = last.stand_alone_question.rstrip(" ?.!")
    for tried in languages:
        added, replaced = _opening(folded, tried, "adds"), _opening(folded, tried, "replaces")
        if added and len(added) >= len(replaced):
            # The last word of "and for" belongs to what follows it.
            rest = question[len(added) - len(added.rsplit(" ", 1)[-1]) :].strip(" ?.!,")
            return StandAlone(f"{rest}: {before}?")
        if replaced:
            topic = question[len(replaced) :].strip(" ?.!,")
            return StandAlone(f"{topic}?" if topic else question)
    return StandAlone(f"{question.rstrip(' ?.!')} ({before})?")


def _opening(folded: str, tried: str, name: str) -> str:
    """The words of a list that a message opens with; empty when there are none."""
    found = _starts(tried, name).match(folded)
    if found and " " not in found[0] and len(folded[found.end() :].split()) > WORDS_BEHIND_ONE:
        return ""
    return found[0] if found else ""


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
    return re.compile(rf"{_any_form(language, name)}(?:,? \w+)?")


@cache
def _starts(language: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"{_any_form(language, name)}(?!\w)")


def _any_form(language: str, name: str) -> str:
    """A group that matches the longest form of a list."""
    forms = sorted(map(_folded, words_of(FILE, language)[name]), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, forms))})"
