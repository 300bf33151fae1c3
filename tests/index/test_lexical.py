import logging
from collections.abc import Sequence

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import (
    TOKENIZERS,
    AskedText,
    FieldPart,
    LexicalField,
    grams,
    postings_of,
    words,
)
from index.postings import Postings
from index.vectors import Positions

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


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
def test_the_rows_of_one_document_have_the_sums_of_bm25s(tokenizer: str) -> None:
    theirs = bm25s.BM25(method="lucene")
    theirs.index([TOKENIZERS[tokenizer](row) for row in ROWS], show_progress=False)
    question = "media freedom of journalists and torture"
    sums = theirs.get_scores(TOKENIZERS[tokenizer](question))
    scores = FIELDS[tokenizer].scores(question)

    np.testing.assert_allclose(scores / scores.max(), sums / sums.max(), atol=1e-6)


WORDS = ["torture", "media", "water", "rights", "rightful", "the", "judge", "judges", "Wasser"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
DOCUMENTS = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=6)


def in_one_part(tokenizer: str, documents: Sequence[Sequence[str]]) -> LexicalField:
    """A field whose documents are in one part, as after a first build."""
    starts = np.cumsum([0, *map(len, documents)])
    parts = [
        (postings_of(tokenizer, rows), np.arange(start, start + len(rows), dtype=np.int32))
        for start, rows in zip(starts[:-1], documents, strict=True)
    ]
    length = int(starts[-1])
    return LexicalField(tokenizer, [FieldPart.whole(Postings.joined(parts, length))], length)


def in_several_parts(
    tokenizer: str, documents: Sequence[Sequence[str]], dead: Sequence[str]
) -> LexicalField:
    """The same field in a part for each document, in which the rows `dead` count nothing."""
    parts, position = [], 0
    for rows in reversed(documents):
        postings = postings_of(tokenizer, rows)
        after = postings_of(tokenizer, dead)
        both = Postings.joined(
            [(postings, places(0, len(rows))), (after, places(len(rows), len(dead)))],
            len(rows) + len(dead),
        )
        end = sum(map(len, documents)) - position
        positions = np.concatenate(
            [places(end - len(rows), len(rows)), np.full(len(dead), -1, np.int32)]
        )
        parts.append(FieldPart(both, positions, *both.among(positions >= 0)))
        position += len(rows)
    return LexicalField(tokenizer, parts, position)


def places(start: int, length: int) -> Positions:
    return np.arange(start, start + length, dtype=np.int32)


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@given(documents=DOCUMENTS, dead=st.lists(TEXTS, max_size=3), question=TEXTS)
def test_several_parts_score_as_one_whatever_is_dead_in_them(
    tokenizer: str, documents: list[list[str]], dead: list[str], question: str
) -> None:
    whole = in_one_part(tokenizer, documents)
    several = in_several_parts(tokenizer, documents, dead)

    np.testing.assert_allclose(several.scores(question), whole.scores(question), atol=1e-5)
    assert several.words_known(question, [0]) == whole.words_known(question, [0])
    for token in TOKENIZERS[tokenizer](question):
        np.testing.assert_array_equal(several.rows_with(token), whole.rows_with(token))


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@given(documents=DOCUMENTS, question=TEXTS, most=st.integers(0, 20), data=st.data())
def test_what_is_likely_is_a_lower_bound_and_can_be_completed(
    tokenizer: str, documents: list[list[str]], question: str, most: int, data: st.DataObject
) -> None:
    field = in_several_parts(tokenizer, documents, ["torture"])
    asked = AskedText(field, question)
    scores = asked.scores()
    likely, used = asked.likely(most)
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, field.rows - 1)))), np.int32)

    assert (likely <= scores + 1e-6).all()
    np.testing.assert_allclose(asked.complete(likely, used, rows), scores[rows], atol=1e-6)


def test_the_rarest_words_are_looked_at_first() -> None:
    field = LexicalField.build("words", ["water rights", "water", "water", "media"])
    likely, used = AskedText(field, "water and rights").likely(1)

    assert used == 1
    assert np.flatnonzero(likely).tolist() == [0]
