"""The registry of the 13 EU human rights guidelines: `ingest/corpus/guidelines.json`.

It says which guidelines there are, which objectives of the plan each serves, by which words a
question names it, and where its document may be downloaded. The documents do not ship.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import CorpusBroken
from ingest.expansions import LANGUAGES
from ingest.folding import without_accents

FILE = Path(__file__).parent / "corpus" / "guidelines.json"
DEFAULT = "en"
OBJECTIVE = re.compile(r"[IVX]+\.[A-Z]\.\d+")
# Where a document says what it is: a Council cover page and the first page behind it, in
# characters; and how much of that is the title page alone.
BEGINNING = 3000
TITLE_PAGE = 1500
# A text that names this many guidelines on its title page lists them and is none of them.
A_LIST = 3
# What stands before a title or a number that belongs to another document.
ABOUT_ANOTHER = re.compile(
    r"(?:\b(?:implement(?:ation of|ing)|conclusions on|report on|review of|in accordance with|"
    r"in line with|under|see|pursuant to|set out in|replac(?:es?|ing))(?: the)?"
    r"|\b(?:prev(?:ious)?|cion) doc\w*[\d/ ]*) ?$"
)
COUNCIL_NUMBER = re.compile(r"(\d+)/(?:(\d)/)?(\d\d)\b")


class Sure(StrEnum):
    """How far a published source confirms a document's number."""

    YES = "yes"
    PART = "part"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a document may be had, and as what: `kind` is "pdf" or "html"."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a guideline: its date, and its document's number where known."""

    date: str
    number: str
    number_sure: Sure


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """One guideline. Dates are as exact as they are known: "2013-06-24" or "2009".

    `version` is the date of the text in force in March 2020, `number` that text's number;
    `objectives` are labels of the plan, best first; `title_phrases` are the words of titles as
    `_words` makes them, `names` patterns for the words of a question, by language.
    """

    id: str
    title: str
    short_title: str
    adopted: str
    version: str
    later: tuple[Version, ...]
    number: str
    number_sure: Sure
    celex: str
    official_journal: str
    addresses: tuple[Address, ...]
    status: str
    objectives: tuple[str, ...]
    title_phrases: tuple[str, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    reuse_notice: str

    @property
    def dates(self) -> tuple[tuple[str, str], ...]:
        """What is known of its history, as `DocumentFacts.dates` has it."""
        revisions = (
            (
                f"revised ({later.number})" if later.number_sure is Sure.YES else "revised",
                later.date,
            )
            for later in self.later
        )
        return (
            ("first adopted", self.adopted),
            ("version in force in March 2020", self.version),
            *revisions,
        )

    @property
    def confirmed_number(self) -> str:
        """The number if it may be shown as a fact, else "": the others steer a download only."""
        return self.number if self.number_sure is Sure.YES else ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which guideline a text is.

    `number` is the document's number where the text's beginning holds it and so confirms it, else
    ""; `version` is then the date of the version with that number.
    """

    entry: RegistryEntry
    number: str = ""
    version: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the text confirms the number, which may then be shown as a fact."""
        return bool(self.number)


@dataclass(frozen=True, slots=True)
class _Registry:
    entries: tuple[RegistryEntry, ...]
    guidelines_word: dict[str, tuple[str, ...]]


def read_registry(file: Path = FILE) -> tuple[RegistryEntry, ...]:
    """The 13 guidelines in the order of the file. Raises CorpusBroken."""
    return _read(file).entries


def entry_with(entry_id: str) -> RegistryEntry | None:
    """The guideline with an id such as "guidelines-torture"."""
    return next((entry for entry in read_registry() if entry.id == entry_id), None)


def entries_for(label: str) -> tuple[RegistryEntry, ...]:
    """The guidelines that serve an objective of the plan, those that serve it most first."""
    serving = [entry for entry in read_registry() if label in entry.objectives]
    return tuple(sorted(serving, key=lambda entry: entry.objectives.index(label)))


def named_in(question: str, language: str) -> tuple[RegistryEntry, ...]:
    """The guidelines whose topic a question names in its language or in English, first one first.

    A name inside a longer one of another guideline does not count: "children in armed conflict"
    is no question about the rights of the child.
    """
    folded = without_accents(question)
    found = [
        (match.start(), match.end(), entry)
        for tried in dict.fromkeys((language, DEFAULT))
        for entry, pattern in _name_patterns(tried)
        for match in pattern.finditer(folded)
    ]
    kept = [
        (start, entry)
        for start, end, entry in found
        if not any(
            other is not entry and from_ <= start and end <= to and to - from_ > end - start
            for from_, to, other in found
        )
    ]
    kept.sort(key=lambda item: item[0])
    return tuple(dict.fromkeys(entry for _, entry in kept))


def asks_for_guidelines(question: str, language: str) -> bool:
    """Whether a question holds the word "guidelines" in its language or in English."""
    folded = without_accents(question)
    return any(_guidelines_pattern(tried).search(folded) for tried in (language, DEFAULT))


def entry_of(document_text: str, references: Iterable[str] = ()) -> RegistryEntry | None:
    """The guideline that a document is, or None; see `recognise`."""
    recognised = recognise(document_text, references)
    return recognised.entry if recognised else None


def recognise(document_text: str, references: Iterable[str] = ()) -> Recognised | None:
    """Which guideline a document is, by its number or by its title, or None.

    `references` are numbers and addresses known from elsewhere; they help to recognise a document
    and confirm nothing. An unconfirmed number alone recognises nothing either: the document with
    that number may be another one.
    """
    beginning = " ".join(without_accents(document_text[:BEGINNING]).split())
    known = " ".join(without_accents(" ".join(references)).split())
    entitled = _entitled(document_text)
    numbered: list[Recognised] = []
    for entry in read_registry():
        own = Version(entry.version, entry.number, entry.number_sure)
        for version in (own, *entry.later):
            sure = version.number_sure is Sure.YES
            if not version.number or not (sure or entitled is entry):
                continue
            pattern = _number_pattern(version.number, entry.celex)
            if _own(pattern, beginning):
                numbered.append(Recognised(entry, version.number, version.date))
            elif pattern.search(known):
                numbered.append(Recognised(entry))
    of_title = [found for found in numbered if found.entry is entitled]
    if of_title or len({found.entry.id for found in numbered}) == 1:
        return max(of_title or numbered, key=lambda found: found.confirmed)
    return Recognised(entitled) if entitled else None


def _entitled(document_text: str) -> RegistryEntry | None:
    """The guideline whose title stands first on the title page, unless the page lists several."""
    page = _words(document_text[:TITLE_PAGE])
    places = [
        (match.start(), -len(phrase), entry)
        for entry in read_registry()
        for phrase in entry.title_phrases
        for match in re.finditer(rf"\b{phrase}\b", page)
        if not ABOUT_ANOTHER.search(page, 0, match.start())
    ]
    if len({entry.id for _, _, entry in places}) >= A_LIST:
        return None
    return min(places, key=lambda place: place[:2])[2] if places else None


def _own(pattern: re.Pattern[str], beginning: str) -> bool:
    """Whether the beginning holds a number as its own, not as that of a document before it."""
    return any(
        not ABOUT_ANOTHER.search(_words(beginning[max(0, match.start() - 60) : match.start()]))
        for match in pattern.finditer(beginning)
    )


@cache
def _number_pattern(number: str, celex: str) -> re.Pattern[str]:
    """A pattern for a document's number as cover pages, addresses and the Official Journal say it.

    An addendum (ADD) or a corrigendum (COR) to a document has its number and is another document.
    """
    parts = number.casefold().partition(" rev")[0].split("/")
    printed = r"\s*/\s*".join(re.escape(part) for part in parts)
    forms = [rf"(?<![\d/]){printed}(?![\d/])"]
    council = COUNCIL_NUMBER.match(number)
    if council:
        digits, revision, year = council.groups()
        form = f"rev[ -]?{revision}" if revision else "init"
        forms.append(rf"\bst[ -]?{digits}[ -]20{year}[ -]{form}\b")
    if celex:
        forms.append(re.escape(celex.casefold()))
    return re.compile(rf"(?:{'|'.join(forms)})(?!\s*(?:add|cor)\b)")


@cache
def _name_patterns(language: str) -> tuple[tuple[RegistryEntry, re.Pattern[str]], ...]:
    """A pattern for each name on its own: of all that match at a place the longest has to win."""
    return tuple(
        (entry, _whole_words((name,)))
        for entry in read_registry()
        for known, names in entry.names
        if known == language
        for name in names
    )


@cache
def _guidelines_pattern(language: str) -> re.Pattern[str]:
    words = _read(FILE).guidelines_word
    return _whole_words(words.get(language, words[DEFAULT]))


def _whole_words(fragments: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)")


def _words(text: str) -> str:
    """The words of a text in lower case, with a space between two."""
    return " ".join(re.findall(r"\w+", without_accents(text)))


@cache
def _read(file: Path) -> _Registry:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        registry = _Registry(
            tuple(_entry(item, _text(raw["reuse_notice"])) for item in raw["guidelines"]),
            dict(_patterns_by_language(raw["guidelines_word"])),
        )
        _check(registry)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"The registry {file.name} is damaged ({error!r}). Install the package again."
        raise CorpusBroken(message) from error
    return registry


def _check(registry: _Registry) -> None:
    ids = [entry.id for entry in registry.entries]
    if not ids or len(set(ids)) != len(ids):
        message = f"{len(ids)} guidelines with {len(set(ids))} ids"
        raise ValueError(message)


def _entry(raw: dict[str, Any], reuse_notice: str) -> RegistryEntry:
    fields = {name: _text(raw[name]) for name in _TEXTS}
    objectives = tuple(raw["objectives"])
    wrong = [label for label in objectives if not OBJECTIVE.fullmatch(label)]
    addresses = tuple(Address(_text(item["url"]), item["kind"]) for item in raw["addresses"])
    if wrong or not addresses or not all(address.kind in _KINDS for address in addresses):
        message = f'the entry "{fields["id"]}" has wrong objectives or addresses'
        raise ValueError(message)
    return RegistryEntry(
        **fields,
        number_sure=Sure(raw["number_sure"]),
        celex=raw["celex"],
        official_journal=raw["official_journal"],
        later=tuple(
            Version(_text(item["date"]), item["number"], Sure(item["number_sure"]))
            for item in raw["later"]
        ),
        addresses=addresses,
        objectives=objectives,
        title_phrases=tuple(_text(phrase) for phrase in raw["title_phrases"]),
        names=_patterns_by_language(raw["names"]),
        reuse_notice=reuse_notice,
    )


_TEXTS = ("id", "title", "short_title", "adopted", "version", "number", "status")
_KINDS = frozenset({"html", "pdf"})


def _patterns_by_language(raw: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if raw.keys() != LANGUAGES:
        message = f"words for {sorted(raw.keys() ^ LANGUAGES)} are missing or too many"
        raise ValueError(message)
    return tuple((language, tuple(_text(word) for word in raw[language])) for language in raw)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        message = f"{value!r} is no text"
        raise ValueError(message)
    return value
