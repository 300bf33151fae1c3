import pytest

from ingest.element import Role
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, LEFT, MEANS, Sample, of_role, outline, texts


def paragraphs(sample: Sample) -> list[str]:
    return texts(read_pdf(sample.bytes(), "a.pdf"))


def items(sample: Sample) -> list[tuple[int, str, str]]:
    reading = read_pdf(sample.bytes(), "a.pdf")
    return [(e.level, e.number, e.text) for e in of_role(reading, Role.ITEM)]


def test_white_space_between_lines_parts_paragraphs() -> None:
    assert paragraphs(Sample().paragraph(AIMS).paragraph(MEANS)) == [AIMS, MEANS]


def test_an_indented_first_line_begins_a_paragraph() -> None:
    sample = Sample()
    for text in (AIMS, MEANS, AIMS):
        sample.paragraph(text, first=20).space(-6)

    assert paragraphs(sample) == [AIMS, MEANS, AIMS]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph() -> None:
    sample = Sample()
    for text in (AIMS, MEANS, AIMS):
        sample.paragraph(text).space(-6)

    assert paragraphs(sample) == [AIMS, MEANS, AIMS]


def test_widely_spaced_lines_are_one_paragraph() -> None:
    sample = Sample()
    sample.leading = 1.9
    for text in (AIMS, MEANS, AIMS):
        sample.paragraph(text)

    assert paragraphs(sample) == [AIMS, MEANS, AIMS]


def test_a_paragraph_goes_on_over_a_page_break_as_one_element_with_its_pages() -> None:
    words = AIMS.split(" ")
    sample = Sample().paragraph(MEANS).paragraph(" ".join(words[:30])).page()
    sample.paragraph(" ".join(words[30:])).paragraph(MEANS)
    found = of_role(read_pdf(sample.bytes(), "a.pdf"), Role.PARAGRAPH)

    assert [element.text for element in found] == [MEANS, AIMS, MEANS]
    assert found[1].pages == ((1, 0), (2, len(" ".join(words[:30])) + 1))


def test_a_sentence_that_ends_with_its_page_ends_its_paragraph() -> None:
    assert paragraphs(Sample().paragraph(AIMS).page().paragraph(MEANS)) == [AIMS, MEANS]


def test_numbered_paragraphs_have_their_number_apart() -> None:
    sample = Sample().paragraph("1. " + AIMS).paragraph("2. " + MEANS).item("3.", AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [
        ("paragraph", "1.", AIMS),
        ("paragraph", "2.", MEANS),
        ("paragraph", "3.", AIMS),
    ]


def test_a_number_alone_on_its_line_is_that_of_the_paragraph_below() -> None:
    sample = Sample().line("12.").space(6).paragraph(AIMS).line("13.").space(6).paragraph(MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [("paragraph", "12.", AIMS), ("paragraph", "13.", MEANS)]


def test_a_number_alone_at_the_foot_of_a_page_is_that_of_the_next_page() -> None:
    sample = Sample().paragraph(MEANS).line("13.").page().paragraph(AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [("paragraph", "", MEANS), ("paragraph", "13.", AIMS)]


def test_a_number_at_the_beginning_of_a_line_inside_a_sentence_is_none() -> None:
    sample = Sample().line(
        "The guidelines were adopted by the Council of the European Union on the date of"
    )
    sample.line(
        "12. March 2019, as the delegations had proposed in the spring of the year before it,"
    )
    sample.line("and published in the autumn.")

    assert paragraphs(sample) == [
        "The guidelines were adopted by the Council of the European Union on the date of 12. March "
        "2019, as the delegations had proposed in the spring of the year before it, and published "
        "in the autumn."
    ]


@pytest.mark.parametrize("bullet", ["•", "–", "-", "·", "*"])
def test_bullets_make_items_and_are_left_out(bullet: str) -> None:
    sample = Sample().paragraph("The Union will:").item(bullet, AIMS).item(bullet, "act;")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [
        ("paragraph", "", "The Union will:"),
        ("item", "", AIMS),
        ("item", "", "act;"),
    ]
    assert [entry.text for entry in reading.left_out] == [bullet, bullet]


def test_lettered_points_are_items_with_their_letter() -> None:
    sample = Sample().paragraph("The Union will:").item("(a)", AIMS).item("(b)", "act;")
    sample.item("c)", "report.")

    assert items(sample) == [(0, "(a)", AIMS), (0, "(b)", "act;"), (0, "c)", "report.")]


def test_items_inside_items_are_deeper() -> None:
    sample = Sample().paragraph("The Union will:").item("•", "act:").item("–", "soon;", LEFT + 28)
    sample.item("–", "there;", LEFT + 28).item("(i)", "first;", LEFT + 56).item("•", "report.")

    assert items(sample) == [
        (0, "", "act:"),
        (1, "", "soon;"),
        (1, "", "there;"),
        (2, "(i)", "first;"),
        (0, "", "report."),
    ]


def test_numbers_behind_a_colon_are_those_of_a_list() -> None:
    sample = Sample().paragraph("The Union has three aims:").item("1.", "peace;").item("2.", "law;")
    sample.item("3.", "rights.").paragraph(AIMS).item("4.", MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [
        ("paragraph", "", "The Union has three aims:"),
        ("item", "1.", "peace;"),
        ("item", "2.", "law;"),
        ("item", "3.", "rights."),
        ("paragraph", "", AIMS),
        ("paragraph", "4.", MEANS),
    ]


def test_a_dash_at_the_beginning_of_a_line_inside_a_sentence_is_no_bullet() -> None:
    sample = Sample().line(
        "The Union supports human rights defenders and their organisations in third countries"
    )
    sample.line(
        "– and it does so in public – wherever that helps them, as the guidelines have said since"
    )
    sample.line("they were adopted.")

    assert len(paragraphs(sample)) == 1


def test_a_list_item_goes_on_over_a_page_break() -> None:
    words = AIMS.split(" ")
    sample = Sample().paragraph("The Union will:").item("•", " ".join(words[:30])).page()
    sample.paragraph(" ".join(words[30:]), LEFT + 28).item("•", "report.")

    assert items(sample) == [(0, "", AIMS), (0, "", "report.")]


def test_text_at_the_margin_behind_a_list_is_a_paragraph() -> None:
    sample = Sample().paragraph("The Union will:").item("•", AIMS).space(-6)
    sample.paragraph(MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading)[-1] == ("paragraph", "", MEANS)
