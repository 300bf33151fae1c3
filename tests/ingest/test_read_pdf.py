from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4

from ingest.element import Role
from ingest.errors import DocumentUnreadable
from ingest.pdf.characters import normalised
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import (
    AIMS,
    BOLD,
    ITALIC,
    LEFT,
    MEANS,
    ROMAN,
    Sample,
    left_out,
    lost_and_added,
    outline,
    texts,
)

WORDS = st.sampled_from(
    """Union rights Convention. Council; (torture) implementation, long-term EU women's
    2020 12107/19 démarches “dialogue” third countries and of the – officials 5% A I. report:
    Article 6 (a) end?
    co-operation non-governmental 1. • office""".split()
)


def council_foot(sample: Sample, number: int, annex: str = "") -> None:
    sample.at(LEFT, 795, "12107/19").at(300, 795, "OZ/dd").at(500, 795, str(number))
    sample.at(LEFT, 809, annex).at(300, 809, "RELEX.2.B").at(500, 809, "EN", BOLD, 16)


def guidelines() -> Sample:
    """Guidelines as the Council prints them: cover, annex, numbered parts, lists, footnotes."""
    sample = Sample(title="Microsoft Word - ST12107.EN19.DOCX")
    sample.at(LEFT, 80, "Council of the", BOLD, 14).at(LEFT, 96, "European Union", BOLD, 14)
    sample.at(330, 96, "Brussels, 16 September 2019").at(330, 110, "(OR. en)")
    sample.at(330, 140, "12107/19", BOLD).at(330, 170, "COHOM 103")
    sample.at(LEFT, 250, "From:").at(150, 250, "General Secretariat of the Council")
    sample.at(LEFT, 268, "Subject:").at(150, 268, "Guidelines on Torture - 2019 Revision")
    sample.top = 330
    sample.paragraph(
        "Delegations will find in the annex the guidelines as the Council approved them."
    )
    council_foot(sample, 1)
    sample.page().at(465, 80, "ANNEX", BOLD, 12).space(30)
    sample.heading("GUIDELI ES O TORTURE", BOLD, 14)
    sample.heading("I. Introduction", BOLD, 12)
    sample.marked("The prohibition of torture is absolute", "1", ".").space(6)
    sample.heading("A. Purpose", ITALIC, 11)
    sample.paragraph("The Union will, as said in section II.A:")
    sample.item("•", "take up individual cases, in public where it helps;")
    sample.item("–", "with the authorities;", LEFT + 28)
    sample.item("•", "report.")
    sample.line("Heads of Mission report on the situation once a year and propose the imple-")
    sample.rule(LEFT, 730, 200, 730).at(LEFT, 742, "1", size=6)
    sample.at(LEFT + 6, 745, "Council conclusions of 2019.", size=9)
    council_foot(sample, 2, "ANNEX")
    sample.page().line("mentation of measures.").space(6).heading("II. Operational part", BOLD, 12)
    sample.item("1.", AIMS).item("2.", MEANS)
    council_foot(sample, 3, "ANNEX")
    return sample


def test_guidelines_of_the_council_are_read_whole() -> None:
    reading = read_pdf(guidelines().bytes(), "guidelines.pdf")

    assert outline(reading) == [
        ("cover", "", "Council of the European Union"),
        ("cover", "", "Brussels, 16 September 2019"),
        ("cover", "", "(OR. en)"),
        ("cover", "", "12107/19"),
        ("cover", "", "COHOM 103"),
        ("cover", "", "From: General Secretariat of the Council"),
        ("cover", "", "Subject: Guidelines on Torture - 2019 Revision"),
        (
            "paragraph",
            "",
            "Delegations will find in the annex the guidelines as the Council approved them.",
        ),
        ("part", "", "ANNEX"),
        ("cover", "", "ANNEX"),
        ("heading", "", "GUIDELINES ON TORTURE"),
        ("heading", "I.", "Introduction"),
        ("paragraph", "", "The prohibition of torture is absolute."),
        ("heading", "A.", "Purpose"),
        ("paragraph", "", "The Union will, as said in section II.A:"),
        ("item", "", "take up individual cases, in public where it helps;"),
        ("item", "", "with the authorities;"),
        ("item", "", "report."),
        (
            "paragraph",
            "",
            "Heads of Mission report on the situation once a year and propose the implementation "
            "of measures.",
        ),
        ("heading", "II.", "Operational part"),
        ("paragraph", "1.", AIMS),
        ("paragraph", "2.", MEANS),
        ("note", "1", "Council conclusions of 2019."),
    ]
    assert (reading.title, reading.pages) == ("Guidelines on Torture - 2019 Revision", 3)
    assert [e.level for e in reading.elements if e.role is Role.HEADING] == [1, 2, 3, 2]
    assert [e.level for e in reading.elements if e.role is Role.ITEM] == [0, 1, 0]
    assert [(e.marks, e.text[-9:]) for e in reading.elements if e.marks] == [
        ((("1", 38),), "absolute.")
    ]


def test_what_is_left_out_of_guidelines_is_said_and_nothing_else_is_missing() -> None:
    reading = read_pdf(guidelines().bytes(), "guidelines.pdf")

    assert left_out(reading, "furniture") == [
        ("12107/19 OZ/dd 1", 1),
        ("RELEX.2.B EN", 1),
        ("12107/19 OZ/dd 2", 2),
        ("ANNEX RELEX.2.B EN", 2),
        ("12107/19 OZ/dd 3", 3),
        ("ANNEX RELEX.2.B EN", 3),
    ]
    assert left_out(reading, "bullet") == [("•", 2), ("–", 2), ("•", 2)]
    assert left_out(reading, "note mark") == [("1", 2)]
    assert left_out(reading, "hyphen") == [("-", 2)]
    assert lost_and_added(reading) == ({}, {"N": 2})


def test_the_account_holds_every_character_that_the_library_gives_for_the_file() -> None:
    raw = guidelines().bytes()
    with PdfDocument(raw) as document:
        given = "".join(page.get_textpage().get_text_range() for page in document)
    expected = Counter("".join(normalised(character) for character in given if character.strip()))

    assert Counter("".join(read_pdf(raw, "a.pdf").source_text.split())) == expected


def test_a_brochure_in_columns_with_end_notes_is_read_whole() -> None:
    sample = Sample(A4).at(LEFT, 200, "Freedom of Expression", BOLD, 30).page()
    sample.at(LEFT, 40, "EEAS | Freedom of Expression", size=9)
    sample.heading("Introduction over both of the columns of this brochure", BOLD, 16)
    start = sample.top
    sample.paragraph("The Convention1 protects it. " + AIMS, width=215)
    sample.paragraph(MEANS[:120].rsplit(" ", 1)[0], width=215)
    sample.top = start
    sample.paragraph(MEANS[:120].rsplit(" ", 1)[1] + MEANS[120:], LEFT + 240, 215)
    sample.paragraph("In 20192 it was reviewed. " + AIMS, LEFT + 240, 215)
    sample.page().at(LEFT, 40, "EEAS | Freedom of Expression", size=9)
    sample.heading("Aims over both of the columns of this brochure", BOLD, 16).paragraph(AIMS)
    sample.page().at(LEFT, 40, "EEAS | Freedom of Expression", size=9)
    sample.heading("Notes", BOLD, 16).item("1", "Adopted in 1950.", size=9)
    sample.item("2", "See document 9647/14.", size=9)
    reading = read_pdf(sample.bytes(), "brochure.pdf")

    assert outline(reading) == [
        ("cover", "", "Freedom of Expression"),
        ("heading", "", "Introduction over both of the columns of this brochure"),
        ("paragraph", "", "The Convention protects it. " + AIMS),
        ("paragraph", "", MEANS),
        ("paragraph", "", "In 2019 it was reviewed. " + AIMS),
        ("heading", "", "Aims over both of the columns of this brochure"),
        ("paragraph", "", AIMS),
        ("heading", "", "Notes"),
        ("note", "1", "Adopted in 1950."),
        ("note", "2", "See document 9647/14."),
    ]
    assert len(left_out(reading, "furniture")) == 3
    assert lost_and_added(reading) == ({}, {})


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_the_viewer_turns_is_read(turn: int) -> None:
    sample = Sample((900, 900))
    sample.canvas.setPageRotation(turn)

    assert texts(read_pdf(sample.paragraph(AIMS).paragraph(MEANS).bytes(), "a.pdf")) == [
        AIMS,
        MEANS,
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_whose_text_is_turned_is_read(turn: int) -> None:
    sample = Sample((900, 900))
    sample.canvas.translate(450, 450)
    sample.canvas.rotate(turn)
    sample.canvas.translate(-450, -450)

    assert texts(read_pdf(sample.paragraph(AIMS).paragraph(MEANS).bytes(), "a.pdf")) == [
        AIMS,
        MEANS,
    ]


@pytest.mark.parametrize("size", [(200.0, 100.0), (14400.0, 14400.0), (500.0, 3.0)])
def test_pages_of_any_size_are_read_or_refused(size: tuple[float, float]) -> None:
    raw = Sample(size).at(10, min(80, size[1] / 2), "Human rights", size=2).bytes()

    assert [e.text for e in read_pdf(raw, "a.pdf").elements] == ["Human rights"]


def test_a_page_with_text_in_the_margin_that_runs_upwards_keeps_all_of_it() -> None:
    sample = Sample().paragraph(AIMS)
    sample.canvas.translate(30, 300)
    sample.canvas.rotate(90)
    sample.canvas.drawString(0, 0, "a note in the margin")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading) == [AIMS, "a note in the margin"]


@given(st.data())
@settings(max_examples=60)
def test_damaged_bytes_are_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(guidelines().bytes())
    cut = data.draw(st.integers(0, len(raw)))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=20)):
        raw[place] = data.draw(st.integers(0, 255))
    lost: dict[str, int] = {}
    sentence = "a.pdf "
    try:
        lost, _ = lost_and_added(read_pdf(bytes(raw[:cut]), "a.pdf"))
    except DocumentUnreadable as refusal:
        sentence = str(refusal)

    assert lost == {}
    assert sentence.startswith("a.pdf ")


@given(st.lists(st.lists(WORDS, min_size=1, max_size=60), min_size=1, max_size=12))
@settings(max_examples=80)
def test_paragraphs_of_any_words_come_back_in_their_order(paragraphs: list[list[str]]) -> None:
    sample = Sample()
    pages = count(1)
    for words in paragraphs:
        if sample.top > 700:
            sample.at(290, 815, str(next(pages))).page()
        sample.paragraph(" ".join(words))
    reading = read_pdf(sample.bytes(), "a.pdf")
    found = " ".join(f"{e.number} {e.text}" for e in reading.elements if e.role is not Role.PART)
    expected = [w for w in " ".join(map(" ".join, paragraphs)).split() if w not in "•–"]

    assert [word for word in found.split() if word not in "•–"] == expected
    assert lost_and_added(reading) == ({}, {})


PLACES = st.tuples(
    st.integers(-40, 620),
    st.integers(-40, 880),
    st.sampled_from([ROMAN, BOLD, ITALIC]),
    st.sampled_from([5, 7, 9, 11, 12, 16]),
    st.sampled_from([0, 0, 0, 90, 180, 33]),
    st.sampled_from(
        """ANNEX|Contents|Notes|1 See above.|2|12107/19 OZ 2|RELEX.1.C LIMITE EN|EU GUIDELI ES|
        Subject:|Council of the European Union|I. Aims|(a) one;|•|– a dash|imple-|mentation|
        Introduction ........ 3|Regulation1 and 20252|The Union acts where it can.|rights""".split(
            "|"
        )
    ),
)


@given(st.lists(PLACES, min_size=1, max_size=40), st.lists(st.integers(0, 9), max_size=12))
@settings(max_examples=150)
def test_no_layout_loses_a_character_or_makes_one_up(
    places: list[tuple[int, int, str, int, int, str]], rules: list[int]
) -> None:
    sample = Sample()
    for position, (x, top, font, size, turn, text) in enumerate(places):
        if position and position % 14 == 0:
            sample.page()
        sample.canvas.saveState()
        sample.canvas.translate(x, sample.height - top)
        sample.canvas.rotate(turn)
        sample.canvas.setFont(font, size)
        sample.canvas.drawString(0, 0, " ".join(text.split()))
        sample.canvas.restoreState()
    for place in rules:
        sample.rule(60 * place, 60, 60 * place, 700).rule(60, 80 * place, 500, 80 * place)
    try:
        lost, added = lost_and_added(read_pdf(sample.bytes(), "a.pdf"))
    except DocumentUnreadable:
        lost, added = {}, {}

    # Only the letter that Council documents lost may come back.
    assert lost == {}
    assert set(added) <= {"N"}
