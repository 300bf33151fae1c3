import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import TOKENIZERS, LexicalField, grams, words

ROWS = [
    "Prevent torture and help its victims.",
    "Protect journalists and media freedom.",
    "Ratify the convention on the rights of persons with disabilities.",
]
FIELDS = {name: LexicalField.build(name, ROWS) for name in TOKENIZERS}


def best(tokenizer: str, question: str) -> int:
    return int(np.argmax(FIELDS[tokenizer].scores(question)))


def test_words_are_stems_without_function_words() -> None:
    assert words("The defenders, and defending them!") == ["defend", "defend"]


def test_grams_are_pieces_of_words_with_their_borders() -> None:
    assert grams("the UN media") == ["_un_", "_med", "medi", "edia", "dia_"]


@pytest.mark.parametrize("text", ["", "?!", "the and of", "_ _"])
@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_a_text_without_words_of_its_own_has_no_tokens(tokenizer: str, text: str) -> None:
    assert TOKENIZERS[tokenizer](text) == []


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_the_row_that_shares_the_words_is_best(tokenizer: str) -> None:
    assert best(tokenizer, "torture victims") == 0
    assert best(tokenizer, "freedom of the media") == 1
    assert best(tokenizer, "convention on disabilities") == 2


@pytest.mark.parametrize("question", ["journalist", "journalism", "JOURNALISTS"])
def test_inflected_words_match_through_stems_or_grams(question: str) -> None:
    assert best("grams", question) == 1
    assert FIELDS["grams"].scores(question)[1] > 0


@pytest.mark.parametrize(
    ("question", "row"),
    [("tortuer victmis", 0), ("jounalists", 1), ("disabillities", 2), ("konvention", 2)],
)
def test_mistyped_and_foreign_words_match_through_grams_only(question: str, row: int) -> None:
    assert best("grams", question) == row
    assert FIELDS["grams"].scores(question)[row] > 0
    assert not FIELDS["words"].scores(question).any()


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_accents_and_case_make_no_difference(tokenizer: str) -> None:
    field = LexicalField.build(tokenizer, ["Vorbereitung einer Démarche", "Etwas anderes"])
    expected = field.scores("demarche")

    assert expected[0] > expected[1]
    for question in ("démarche", "DÉMARCHE", "de\u0301marche"):
        np.testing.assert_array_equal(field.scores(question), expected)


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@pytest.mark.parametrize("question", ["", "the", "?", "zzzzz qqqqq", "молоко"])
def test_a_text_none_of_whose_words_is_known_has_zeros(tokenizer: str, question: str) -> None:
    np.testing.assert_array_equal(FIELDS[tokenizer].scores(question), np.zeros(len(ROWS)))


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@given(
    question=st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(" ".join(ROWS).split()), max_size=12).map(" ".join),
    )
)
def test_scores_lie_between_0_and_1(tokenizer: str, question: str) -> None:
    scores = FIELDS[tokenizer].scores(question)

    assert scores.shape == (len(ROWS),)
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-6


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_words_that_no_row_has_lower_the_share(tokenizer: str) -> None:
    known = FIELDS[tokenizer].scores("torture")[0]

    assert FIELDS[tokenizer].scores("torture zzzzz")[0] < known


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_a_saved_field_scores_as_before(tmp_path: Path, tokenizer: str) -> None:
    FIELDS[tokenizer].save(tmp_path / "field")
    loaded = LexicalField.load(tokenizer, tmp_path / "field")

    for question in ("torture victims", "jounalists", "the convention", "zzzzz", ""):
        np.testing.assert_array_equal(loaded.scores(question), FIELDS[tokenizer].scores(question))


def test_a_field_that_is_not_there_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file"):
        LexicalField.load("words", tmp_path / "nothing")


@pytest.mark.parametrize("rows", [[], [""], ["the", "and"]])
@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_rows_without_words_score_zero(tokenizer: str, rows: list[str]) -> None:
    field = LexicalField.build(tokenizer, rows)

    np.testing.assert_array_equal(field.scores("torture"), np.zeros(len(rows)))


def test_building_a_field_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    LexicalField.build("words", ROWS)

    assert caplog.records == []
