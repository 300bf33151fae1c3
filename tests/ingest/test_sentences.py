from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("No end", ["No end"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("One; two; three.", ["One;", "two;", "three."]),
        ("One.\u00a0Two.", ["One.", "Two."]),
        ("One.  Two.", ["One.", "Two."]),
        ("In JOIN(2020) 5 final. Next.", ["In JOIN(2020) 5 final.", "Next."]),
    ],
)
def test_a_sentence_ends_at_its_mark_before_white_space(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Coalitions, e.g. With the OIC",
        "The Union, i.e. The Member States",
        "See Art. 31 and No. 5 of it",
        "The 2.5 million people",
        "In approx. ten countries",
        "Conclusions of 25.3.2020 apply",
    ],
)
def test_an_abbreviation_or_a_figure_ends_no_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The aims are:\nraise;\nend it", ["The aims are:", "raise;", "end it"]),
        ("first item.\nsecond item.", ["first item.", "second item."]),
        ("No. 5\nand e.g.\nthis", ["No. 5", "and e.g.", "this"]),
        ("One\n\nTwo", ["One", "Two"]),
    ],
)
def test_a_line_break_always_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize("text", ["\nOne", "One\n", "\n\nOne.\n\n"])
def test_line_breaks_at_the_ends_make_no_empty_sentence(text: str) -> None:
    assert cut(text) == [text.strip()]


@given(st.text(alphabet="aB.;! \u00a0\n1") | st.text())
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
