from collections import Counter

import pytest

from ingest.document import LeftOut
from ingest.pdf.hyphens import Joined, Joiner, whole_words
from ingest.pdf.line import Line
from ingest.pdf.words import words_in
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import Sample, left_out, lost_and_added, texts


def line(text: str, page: int = 1, marks: tuple[tuple[str, int], ...] = ()) -> Line:
    return Line(text, page, 70, 500, 100, 11, marks=marks)


def joined(first: str, second: str, words: str = "") -> tuple[str, list[LeftOut], int]:
    joiner = Joiner(words_in([words]))
    return joiner.join([line(first), line(second)]).text, joiner.left_out, len(joiner.doubts)


@pytest.mark.parametrize(
    ("first", "second", "words", "text"),
    [
        # The words of the document decide.
        ("the zork-", "ification of", "zorkification", "the zorkification of"),
        ("a multi-", "lateral body", "multilateral", "a multilateral body"),
        ("a gender-", "specific aim", "gender-specific", "a gender-specific aim"),
        # Then those of the plan.
        ("the imple-", "mentation of", "", "the implementation of"),
        ("IMPLE-", "MENTATION", "", "IMPLEMENTATION"),
        # Then the first half.
        ("a long-", "awaited aim", "", "a long-awaited aim"),
        ("a non-", "zorkian aim", "", "a non-zorkian aim"),
        # A capital or a figure begins no second half of a word.
        ("the EU-", "China dialogue", "", "the EU-China dialogue"),
        ("the years 2015-", "2019 were", "", "the years 2015-2019 were"),
        ("the years 2015–", "2019 were", "", "the years 2015–2019 were"),
        ("the COVID-", "19 crisis", "", "the COVID-19 crisis"),
        ("aims -", "2019 was", "", "aims - 2019 was"),
        ("state-of-the-", "art means", "", "state-of-the-art means"),
        ("inter- and intra-", "state conflicts", "", "inter- and intra-state conflicts"),
        ("short-", "and long-term", "", "short- and long-term"),
        ("women and/", "or girls", "", "women and/or girls"),
    ],
)
def test_a_word_cut_at_a_line_s_end_is_joined(
    first: str, second: str, words: str, text: str
) -> None:
    assert joined(first, second, words)[0] == text


def test_a_hyphen_that_goes_is_left_out_with_its_page() -> None:
    assert joined("the imple-", "mentation")[1:] == ([LeftOut("hyphen", "-", page=1)], 0)


def test_a_hyphen_of_which_nothing_is_known_stays_and_is_a_doubt() -> None:
    assert joined("a zork-", "blip aim") == ("a zork-blip aim", [], 1)


def test_soft_hyphens_go_wherever_they_stand() -> None:
    text, gone, doubts = joined("the zork\u00adian imple\u00ad", "mentation")

    assert (text, [entry.text for entry in gone], doubts) == (
        "the zorkian implementation",
        ["\u00ad", "\u00ad"],
        0,
    )


def test_marks_and_pages_move_with_their_words() -> None:
    first = line("the imple-", 1)
    second = line("mentation of it", 2, marks=(("3", 9),))

    assert Joiner(Counter()).join([first, second]) == Joined(
        "the implementation of it", (("3", 18),), ((1, 0), (2, 9))
    )


def test_the_halves_of_cut_words_are_no_words_of_the_document() -> None:
    lines = [line("the imple-"), line("mentation of long-term aims")]

    assert whole_words(lines) == Counter({"the": 1, "of": 1, "long-term": 1, "aims": 1})


def test_hyphens_at_line_ends_in_a_pdf_lose_no_character() -> None:
    sample = (
        Sample().line("Heads of Mission report on the imple-").line("mentation and on their long-")
    )
    reading = read_pdf(sample.line("term aims.").bytes(), "a.pdf")

    assert texts(reading) == [
        "Heads of Mission report on the implementation and on their long-term aims."
    ]
    assert left_out(reading, "hyphen") == [("-", 1)]
    assert lost_and_added(reading) == ({}, {})
