import pytest

from ingest.pdf.capitals import restore_capitals
from ingest.pdf.line import Line
from ingest.pdf.words import words_in
from ingest.read_pdf import read_pdf
from ingest.reading import Doubt
from tests.ingest.pdf_samples import AIMS, Sample, lost_and_added


def restored(text: str, words: str = "") -> str:
    (flow,), _ = restore_capitals([[Line(text, 1, 70, 500, 100, 11)]], words_in([words]))
    (line,) = flow
    assert isinstance(line, Line)
    return line.text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("EU GUIDELI ES", "EU GUIDELINES"),
        ("COU CIL OF THE EUROPEA U IO", "COUNCIL OF THE EUROPEAN UNION"),
        ("I TER ATIO AL HUMA RIGHTS", "INTERNATIONAL HUMAN RIGHTS"),
        ("PROTECTIO OF CHILDRE I ARMED CO FLICT", "PROTECTION OF CHILDREN IN ARMED CONFLICT"),
        ("A EX", "ANNEX"),
        ("ATIO AL GUIDELI ES", "NATIONAL GUIDELINES"),
    ],
)
def test_the_lost_letter_is_put_back_where_it_makes_known_words(broken: str, whole: str) -> None:
    assert restored(broken) == whole


@pytest.mark.parametrize(
    "line",
    [
        "EU GUIDELINES ES",
        "Guideli es",
        "ZORK BLIP",
        "I. SCOPE",
        "A. AIMS",
        "THE EU",
        "COHOM 103 PESC 779",
    ],
)
def test_lines_that_lost_nothing_stay(line: str) -> None:
    assert restored(line) == line


def test_the_words_of_the_document_are_known() -> None:
    assert restored("THE ZORKI G", "zorking") == "THE ZORKING"


def test_a_restored_line_is_a_doubt_and_its_letters_are_the_only_ones_added() -> None:
    sample = Sample().at(70, 80, "EU GUIDELI ES O TORTURE", "Times-Bold", 14).space(20)
    reading = read_pdf(sample.paragraph(AIMS).bytes(), "a.pdf")

    assert reading.elements[0].text == "EU GUIDELINES ON TORTURE"
    assert reading.doubts == (
        Doubt(
            'The letter N is missing from "EU GUIDELI ES O TORTURE"; '
            'it was read as "EU GUIDELINES ON TORTURE".',
            1,
        ),
    )
    assert lost_and_added(reading) == ({}, {"N": 2})
