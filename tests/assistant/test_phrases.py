import json
from string import Formatter

import pytest

from assistant.asked_for import Thing
from assistant.phrases import FILE, Phrases, phrases
from ingest.expansions import LANGUAGES

PHRASES: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
ENGLISH = PHRASES["en"]
# Apostrophes are letters of many languages; these open or close a quotation in all of them.
QUOTATION_MARKS = set('"\u201c\u201d\u201e\u00ab\u00bb')


def places(phrase: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(phrase) if name is not None)


def test_phrases_ship_for_every_language_of_the_union() -> None:
    assert set(PHRASES) == LANGUAGES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_every_phrase_and_no_other(language: str) -> None:
    assert set(PHRASES[language]) == set(ENGLISH)
    assert all(phrase.strip() for phrase in PHRASES[language].values())


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_phrase_has_the_places_of_its_english_phrase(language: str) -> None:
    found = {name: places(phrase) for name, phrase in PHRASES[language].items()}

    assert found == {name: places(phrase) for name, phrase in ENGLISH.items()}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_phrase_holds_a_quotation_mark(language: str) -> None:
    marked = {name for name, text in PHRASES[language].items() if QUOTATION_MARKS & set(text)}

    assert not marked


@pytest.mark.parametrize("language", sorted(LANGUAGES - {"en"}))
def test_another_language_is_not_english(language: str) -> None:
    sentences = [name for name, phrase in ENGLISH.items() if " " in phrase]
    same = [name for name in sentences if PHRASES[language][name] == ENGLISH[name]]

    assert not same


@pytest.mark.parametrize("thing", Thing)
def test_every_thing_that_can_be_missing_has_a_name(thing: Thing) -> None:
    assert phrases("en").say(f"thing_{thing}")


def test_a_phrase_is_said_with_its_places_filled() -> None:
    said = phrases("en").say("missing_label", label="X.{Y}")

    assert "X.{Y}" in said


def test_a_phrase_or_a_place_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrases("en").say("no such phrase")
    with pytest.raises(KeyError):
        phrases("en").say("missing_label")


@pytest.mark.parametrize("language", ["ru", "zh", "", "xx", "EN"])
def test_a_language_without_phrases_gets_english(language: str) -> None:
    assert Phrases(language).language == "en"
    assert Phrases(language).say("and") == ENGLISH["and"]


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_names_are_joined_as_one_says_them(parts: list[str], joined: str) -> None:
    assert phrases("en").joined(parts) == joined
