import pytest

from index.lexical import LexicalField
from index.phrase import PhraseFinder
from tests.index.samples import sample_source

SOURCE = sample_source(
    (
        "Work towards the worldwide abolition of the death penalty.",
        "Protect the EU’s well‑being, and human rights defenders.",
        "Insist that the death penalty is never applied to minors.",
    )
)
FINDER = PhraseFinder(SOURCE.passages)


def found(question: str) -> list[str]:
    return [SOURCE.passages[position].label for position in FINDER.find(question)]


@pytest.mark.parametrize(
    "question",
    [
        'Where does it say "worldwide abolition of the death penalty"?',
        "Where does it say \u201cworldwide abolition of the death penalty\u201d?",
        "Wo steht \u201eworldwide abolition of the death penalty\u201c?",
        "Où est-il dit \u00abworldwide abolition of the death penalty\u00bb ?",
        "Où est-il dit \u00ab\u00a0worldwide abolition of the death penalty\u00a0\u00bb ?",
        '"Worldwide  ABOLITION of\nthe death penalty."',
        '"the worldwide abolition"',
    ],
)
def test_words_in_any_quotation_marks_lead_to_their_passage(question: str) -> None:
    assert found(question) == ["I.A.1"]


@pytest.mark.parametrize(
    "question",
    ['"the EU\'s well-being, and"', '"the EU\u2019s well\u2011being"', '"EU\'S WELL-BEING, and"'],
)
def test_typographic_marks_make_no_difference(question: str) -> None:
    assert found(question) == ["I.A.2"]


def test_a_phrase_of_two_passages_leads_to_both() -> None:
    assert found('"the death penalty"') == ["I.A.1", "I.A.3"]


def test_each_of_two_phrases_leads_to_its_passage() -> None:
    question = 'Compare "human rights defenders" with "never applied to minors".'

    assert found(question) == ["I.A.2", "I.A.3"]


@pytest.mark.parametrize(
    "question",
    [
        "the worldwide abolition of the death penalty",
        '"death penalty"',
        '"abolition"',
        '"to a t e"',
        '"no such words stand here"',
        '"worldwide abolition of the death penalty',
        '""',
        "",
    ],
)
def test_words_that_are_not_quoted_too_few_or_absent_lead_nowhere(question: str) -> None:
    assert found(question) == []


FIELD = LexicalField.build("words", [passage.text for passage in SOURCE.passages])
BY_WORDS = PhraseFinder(SOURCE.passages, FIELD, all_looked_through=0)


@pytest.mark.parametrize(
    "question",
    [
        '"worldwide abolition of the death penalty"',
        '"wide abolition of the death penal"',
        '"human rights defenders" and "never applied to minors"',
        '"the death penalty"',
        '"no such words stand here"',
    ],
)
def test_among_many_passages_the_words_lead_to_the_same(question: str) -> None:
    assert BY_WORDS.find(question) == FINDER.find(question)


def test_among_many_passages_function_words_alone_lead_nowhere() -> None:
    assert BY_WORDS.find('"of the that is to"') == []
