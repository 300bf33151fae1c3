import json
import re

import pytest

from index.structure_words import FILE, Concept, StructureWords, structure_words

ENGLISH = structure_words("en")
SHIPPED = sorted(json.loads(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", SHIPPED)
def test_a_language_that_ships_has_words_for_every_concept(language: str) -> None:
    words = StructureWords(language)

    assert all(words.fragments[concept] for concept in Concept)
    assert len(words.ordinals) == len(words.cardinals) == 10


@pytest.mark.parametrize("language", SHIPPED)
def test_the_words_are_written_as_folded_questions_are(language: str) -> None:
    words = StructureWords(language)
    # Classes such as \W are no letters of a word.
    letters = re.sub(r"\\[a-zA-Z]", "", "|".join([*words.fragments.values(), *words.ordinals]))

    assert letters == letters.casefold()


@pytest.mark.parametrize("language", SHIPPED)
def test_no_fragment_matches_the_empty_text_or_catches_groups(language: str) -> None:
    words = StructureWords(language)
    for fragment in [*words.fragments.values(), *words.ordinals, *words.cardinals]:
        assert not re.fullmatch(fragment, "")
        assert re.compile(fragment).groups == 0


@pytest.mark.parametrize("language", ["ru", "xx", ""])
def test_a_language_that_does_not_ship_is_read_as_english(language: str) -> None:
    assert StructureWords(language).fragments == ENGLISH.fragments


@pytest.mark.parametrize(
    ("question", "concepts"),
    [
        (
            "how many objectives does line ii have?",
            {Concept.HOW_MANY, Concept.OBJECTIVE, Concept.LINE},
        ),
        ("list the sections", {Concept.LIST, Concept.SECTION}),
        ("compare the first and the last", {Concept.COMPARE, Concept.FIRST, Concept.LAST}),
        ("the penultimate bullet", {Concept.PENULTIMATE, Concept.OBJECTIVE}),
        ("what comes after i.a.1?", {Concept.WHICH, Concept.AFTER}),
        ("means of implementation", {Concept.MEANS}),
        ("death penalty", set()),
        ("online deadline partial lastly", set()),
        ("", set()),
    ],
)
def test_the_concepts_of_a_question_are_those_of_its_whole_words(
    question: str, concepts: set[Concept]
) -> None:
    assert ENGLISH.said(question) == concepts


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("the first objective", True),
        ("the first big objective", True),
        ("the objective that is first", False),
        ("objective first", True),
        ("the first of all the objectives", False),
        ("the first line", False),
    ],
)
def test_concepts_are_near_with_one_word_between_them_at_most(question: str, *, near: bool) -> None:
    assert ENGLISH.near(Concept.FIRST, Concept.OBJECTIVE, question) is near


def test_what_is_left_of_a_question_is_its_topic() -> None:
    left = ENGLISH.without("list the objectives of the section on the death penalty")

    assert left.split() == ["the", "of", "the", "on", "the", "death", "penalty"]
