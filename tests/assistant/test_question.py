import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuestionUnusable
from assistant.question import MAX_CHARACTERS, clean_question


@pytest.mark.parametrize(
    "question",
    [
        "What does the plan say about the death penalty?",
        "¿Qué dice el plan sobre la pena de muerte?",
        "Τι λέει το σχέδιο για τη θανατική ποινή;",
        "I.A.1",
        "死刑",
        "5",
    ],
)
def test_a_question_in_words_stays_as_it_is(question: str) -> None:
    assert clean_question(question) == question


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  torture  ", "torture"),
        ("death\tpenalty", "death penalty"),
        ("death\r\n\r\npenalty", "death penalty"),
        ("death\u00a0penalty", "death penalty"),
        ("\x00death\x07 penalty\x7f", "death penalty"),
        ("\x1b[31mdeath penalty\x1b[0m", "[31mdeath penalty [0m"),
        ("\ufeffdeath penalty", "death penalty"),
        ("\u202edeath penalty\u202c", "death penalty"),
        ("\u200fdeath\u200f \u200epenalty\u200e", "death penalty"),
        ("death penalty \U0001f642", "death penalty \U0001f642"),
    ],
)
def test_control_characters_marks_and_outer_space_go(typed: str, cleaned: str) -> None:
    assert clean_question(typed) == cleaned


@pytest.mark.parametrize(
    "typed",
    [
        "<@U02ABC> death penalty",
        "death penalty :pray:",
        "<#C1|help> death <https://example.eu|penalty>",
    ],
)
def test_the_marks_of_chat_programs_go(typed: str) -> None:
    assert clean_question(typed) == "death penalty"


@pytest.mark.parametrize("mark", ["\u00ad", "\u200f", "\u2060"])
def test_an_invisible_mark_does_not_split_a_word(mark: str) -> None:
    assert clean_question(f"tor{mark}ture") == "torture"


def test_letters_with_accents_apart_are_composed() -> None:
    assert clean_question("De\u0301marche a\u0300 faire") == "D\u00e9marche \u00e0 faire"


@pytest.mark.parametrize(
    "nothing",
    ["", " ", "\n\t ", "\u00a0\u2009", "\u200b\u200f", "\x00\x07", "?!", "...", "\u2014", "\u0301"],
)
def test_a_question_without_a_word_is_refused(nothing: str) -> None:
    with pytest.raises(QuestionUnusable):
        clean_question(nothing)


@pytest.mark.parametrize("emoji", ["\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467 ❤️"])
def test_a_question_of_emoji_alone_is_refused(emoji: str) -> None:
    with pytest.raises(QuestionUnusable):
        clean_question(emoji)


@pytest.mark.parametrize("length", [MAX_CHARACTERS + 1, 100_000])
def test_a_question_that_is_too_long_is_refused(length: int) -> None:
    with pytest.raises(QuestionUnusable, match=f"{MAX_CHARACTERS:,}"):
        clean_question("a" * length)


def test_the_longest_question_is_read() -> None:
    assert clean_question("a" * MAX_CHARACTERS) == "a" * MAX_CHARACTERS


@pytest.mark.parametrize("broken", ["\udcff", "tort\udcffure", "\ud83d torture", "torture \ude42"])
def test_bytes_that_are_no_text_are_refused(broken: str) -> None:
    with pytest.raises(QuestionUnusable, match="UTF-8"):
        clean_question(broken)


@given(
    st.text(max_size=200) | st.text(alphabet="a\u0301 \u00ad\u200d\u202e\x00\n\u1100\u1161\u11a8")
)
def test_what_is_read_is_composed_visible_and_final(typed: str) -> None:
    try:
        cleaned = clean_question(typed)
    except QuestionUnusable:
        return

    assert any(char.isalnum() for char in cleaned)
    assert cleaned == cleaned.strip()
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Cs"}
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_question(cleaned) == cleaned
