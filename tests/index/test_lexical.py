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


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_words_are_known_when_a_row_has_them(tokenizer: str) -> None:
    known = FIELDS[tokenizer].words_known("The victims and the zzzzz of torture", [0])

    assert known == [("victims", 1.0), ("zzzzz", 0.0), ("torture", 1.0)]


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_only_the_rows_that_are_named_make_a_word_known(tokenizer: str) -> None:
    field = FIELDS[tokenizer]

    assert field.words_known("torture", [1, 2]) == [("torture", 0.0)]
    assert field.words_known("torture", [1, 0]) == [("torture", 1.0)]
    assert field.words_known("torture", []) == [("torture", 0.0)]


def test_a_word_is_known_in_part_through_its_grams() -> None:
    ((word, share),) = FIELDS["grams"].words_known("Journalismus", [1])

    assert word == "journalismus"
    assert 0.3 < share < 0.8
    assert FIELDS["words"].words_known("Journalismus", [1]) == [("journalismus", 0.0)]


def test_the_pieces_of_a_word_may_stand_in_several_rows() -> None:
    shares = {
        rows: FIELDS["grams"].words_known("tortmedia", rows)[0][1] for rows in ((0,), (1,), (0, 1))
    }

    assert 0 < shares[0,] < shares[0, 1]
    assert 0 < shares[1,] < shares[0, 1]


@pytest.mark.parametrize("text", ["", "?!", "the and of", "_"])
@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_function_words_are_neither_known_nor_unknown(tokenizer: str, text: str) -> None:
    assert FIELDS[tokenizer].words_known(text, [0, 1, 2]) == []


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@given(text=st.text(max_size=60), rows=st.sets(st.integers(0, len(ROWS) - 1)))
def test_the_known_share_of_a_word_lies_between_0_and_1(
    tokenizer: str, text: str, rows: set[int]
) -> None:
    known = FIELDS[tokenizer].words_known(text, rows)

    assert all(0 <= share <= 1 for _, share in known)
    assert all(share == 0 for _, share in known if not rows)


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_every_word_of_a_row_is_known_to_it(tokenizer: str) -> None:
    for row, text in enumerate(ROWS):
        assert {share for _, share in FIELDS[tokenizer].words_known(text, [row])} == {1.0}
