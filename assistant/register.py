"""What the register of EU human rights guidelines answers, without any of their texts.

The register is a fact of its own and no document: what it says is never set as a quotation.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.asked_for import Thing, things_asked_for
from assistant.naming import plain_name
from assistant.phrases import Phrases
from index.document_names import FILE
from index.lexical import words
from index.vocabulary import whole_words, words_of
from ingest.folding import without_accents
from ingest.registry import RegistryEntry, asks_for_guidelines, named_in, read_registry

COMMAND = "aide ingest --guidelines"
# What is left of a question for the register when it names no topic; English, like the stems.
ASKING = frozenset(
    words(
        """eu european union human rights guideline guidelines list name names title titles register
        year years date dates adopted adoption adopt exist existing available official document
        documents number all every thirteen 13 give tell overview many text here loaded ones full
        set there currently force"""
    )
)


# In other languages short words say nothing, and "human rights" is the field itself.
WORD = re.compile(r"[^\W\d_]+")
LONG_WORD = 5
HUMAN_RIGHTS = frozenset(
    """menschenrechte menschenrechten droits homme humains derechos humanos diritti umani uomo
    direitos mensenrechten praw prawa czlowieka ihmisoikeuksista ihmisoikeus manskliga rattigheter
    menneskerettigheder drepturile omului lidska prava lidskych human rights europeenne europea
    union unione europaischen""".split()
)


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """What a question wants of the register: its entries, and the phrase that leads to them.

    `found` tells whether the register answers; it does not when no guideline is on the topic.
    """

    entries: tuple[RegistryEntry, ...]
    phrase: str
    found: bool = True


def register_asked(question: str, language: str) -> RegisterAsked | None:
    """Which guidelines there are, if that is what a question asks.

    How many there are, the plan itself says.
    """
    folded = without_accents(question)
    asking = [match for code in (language, "en") for match in _asking(code).finditer(folded)]
    if not asking or Thing.NUMBER in things_asked_for(question, language):
        return None
    found = named_in(question, language)
    if found:
        return RegisterAsked(found, "register_one" if len(found) == 1 else "register_many")
    on_a_topic = _names_a_topic(question, folded, language, asking)
    phrase = "register_none" if on_a_topic else "register_all"
    return RegisterAsked(read_registry(), phrase, found=not on_a_topic)


def _names_a_topic(
    question: str, folded: str, language: str, asking: Sequence[re.Match[str]]
) -> bool:
    """Whether more is left of a question than its asking for guidelines."""
    if language == "en":
        return not ASKING.issuperset(words(question))
    for match in asking:
        folded = folded.replace(match[0], " ")
    left = {word for word in WORD.findall(folded) if len(word) >= LONG_WORD}
    return not left <= HUMAN_RIGHTS


def guidelines_named(question: str, language: str) -> tuple[RegistryEntry, ...]:
    """The guidelines that a question names as such: "the EU guidelines on torture"."""
    return named_in(question, language) if asks_for_guidelines(question, language) else ()


def register_shown(asked: RegisterAsked, here: Container[str], phrases: Phrases) -> str:
    """The entries as Markdown; `here` holds the ids of the documents whose texts can be asked."""
    count = len(asked.entries)
    lead = phrases.say(asked.phrase, **({} if asked.phrase == "register_one" else {"count": count}))
    lines = [
        f"- **{plain_name(entry.title)}**: {_facts(entry, phrases)}" for entry in asked.entries
    ]
    missing = [entry for entry in asked.entries if entry.id not in here]
    blocks = [lead, "\n".join(lines), phrases.say("register_note")]
    if missing and len(missing) < count:
        names = phrases.joined([plain_name(entry.short_title) for entry in missing])
        blocks.append(phrases.say("register_text_missing", document=names, command=COMMAND))
    elif missing:
        blocks.append(_capital(phrases.say("register_not_indexed", command=COMMAND)))
    return "\n\n".join(blocks)


def texts_missing(entries: Sequence[RegistryEntry], phrases: Phrases) -> str:
    """That the texts of guidelines are not here, and how they get here."""
    names = phrases.joined([plain_name(entry.short_title) for entry in entries])
    return phrases.say("register_text_missing", document=names, command=COMMAND)


def _facts(entry: RegistryEntry, phrases: Phrases) -> str:
    facts = [
        phrases.say("register_adopted", date=entry.adopted),
        phrases.say("register_version", date=entry.version),
    ]
    if entry.later:
        dates = phrases.joined([version.date for version in entry.later])
        facts.append(phrases.say("register_later", versions=dates))
    if entry.confirmed_number:
        facts.append(phrases.say("register_number", number=entry.confirmed_number))
    facts.append(phrases.say("register_objectives", labels=", ".join(entry.objectives)))
    return "; ".join(facts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _asking(language: str) -> re.Pattern[str]:
    return whole_words(words_of(FILE, language)["register"])
