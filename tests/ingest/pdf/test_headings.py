from ingest.element import Element, Role
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, BOLD, ITALIC, MEANS, Sample, of_role, outline, texts


def headings(sample: Sample) -> list[tuple[int, str, str]]:
    reading = read_pdf(sample.bytes(), "a.pdf")
    return [(e.level, e.number, e.text) for e in of_role(reading, Role.HEADING)]


def body(sample: Sample) -> Sample:
    return sample.paragraph(AIMS).paragraph(MEANS)


def test_levels_follow_the_size_of_the_type() -> None:
    sample = body(Sample())
    for text, font, size in (
        ("Freedom of expression", BOLD, 16),
        ("Aims", BOLD, 13),
        ("In the delegations", ITALIC, 11),
        ("Freedom of religion", BOLD, 16),
        ("Means", BOLD, 13),
    ):
        body(sample.heading(text, font, size))

    assert headings(sample) == [
        (1, "", "Freedom of expression"),
        (2, "", "Aims"),
        (3, "", "In the delegations"),
        (1, "", "Freedom of religion"),
        (2, "", "Means"),
    ]


def test_in_one_style_the_shapes_of_numbers_tell_the_levels() -> None:
    sample = body(Sample())
    for text in ("I. Aims", "A. Scope", "B. Reach", "II. Means", "A. People", "C. Law", "III. End"):
        sample.heading(text, BOLD, 12).paragraph(AIMS)

    assert headings(sample) == [
        (1, "I.", "Aims"),
        (2, "A.", "Scope"),
        (2, "B.", "Reach"),
        (1, "II.", "Means"),
        (2, "A.", "People"),
        (2, "C.", "Law"),
        (1, "III.", "End"),
    ]


def test_decimal_numbers_tell_the_levels() -> None:
    sample = body(Sample())
    for text in ("1. Aims", "1.1 Scope", "1.2 Reach", "1.2.1 Limits", "2. Means"):
        sample.heading(text, BOLD, 12).paragraph(AIMS)

    assert headings(sample) == [
        (1, "1.", "Aims"),
        (2, "1.1", "Scope"),
        (2, "1.2", "Reach"),
        (3, "1.2.1", "Limits"),
        (1, "2.", "Means"),
    ]


def test_a_heading_over_two_lines_is_one_element() -> None:
    sample = body(Sample()).paragraph(
        "II. Operational guidelines for the action of the Union in its relations with third "
        "countries and in international organisations",
        font=BOLD,
        size=14,
    )

    assert headings(body(sample)) == [
        (
            1,
            "II.",
            "Operational guidelines for the action of the Union in its relations with third "
            "countries and in international organisations",
        )
    ]


def test_capitals_and_underlined_lines_are_headings() -> None:
    sample = body(Sample()).line("OPERATIONAL PART").space(6)
    sample.paragraph(MEANS).line("Follow-up")
    end = 70 + sample.canvas.stringWidth("Follow-up", "Times-Roman", 11)
    sample.rule(70, sample.top - 12.8, end, sample.top - 12.8).space(6)

    assert [text for _, _, text in headings(body(sample))] == ["OPERATIONAL PART", "Follow-up"]


def test_bold_words_at_the_beginning_of_a_paragraph_are_no_heading() -> None:
    sample = body(Sample())
    sample.at(70, sample.top, "Early warning.", BOLD)
    sample.at(
        147, sample.top, "Heads of Mission report on the situation once a year and propose"
    ).space(14)
    sample.paragraph("what can be done about it.")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading)[-1] == (
        "Early warning. Heads of Mission report on the situation once a year and propose what can "
        "be done about it."
    )
    assert of_role(reading, Role.HEADING) == []


def test_a_bold_first_line_that_the_sentence_goes_on_below_is_no_heading() -> None:
    sample = body(Sample())
    sample.line(
        "The Union calls on all States to abolish the death penalty, to end all of", font=BOLD
    )
    sample.line("the executions that are planned, and to join the Protocol.")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert of_role(reading, Role.HEADING) == []
    assert len(texts(reading)) == 3


def test_a_heading_right_above_its_paragraph_is_a_heading() -> None:
    sample = body(Sample()).line("Early warning", font=BOLD).paragraph(AIMS)

    assert headings(sample) == [(1, "", "Early warning")]


def test_a_cross_reference_in_running_text_is_no_heading() -> None:
    sample = body(Sample()).line(
        "The Union takes up individual cases in its dialogues, as it is said in section"
    )
    sample.line("III.B of these guidelines.").space(6)
    reading = read_pdf(body(sample).bytes(), "a.pdf")

    assert of_role(reading, Role.HEADING) == []


def test_a_roman_number_begins_a_heading_also_in_the_type_of_the_body() -> None:
    sample = body(Sample()).line("III. Operational aims").space(6)

    assert headings(body(sample)) == [(1, "III.", "Operational aims")]


def test_a_bold_sentence_is_a_paragraph() -> None:
    text = "The Union will act without delay wherever it can."
    sample = body(Sample()).paragraph(text, font=BOLD)

    assert text in texts(read_pdf(body(sample).bytes(), "a.pdf"))


def test_an_annex_opens_a_part() -> None:
    sample = body(Sample()).page().at(465, 80, "ANNEX II", BOLD, 12).space(30)
    reading = read_pdf(body(sample).bytes(), "a.pdf")

    assert reading.elements[2:4] == (
        Element(Role.PART, "ANNEX II", pages=((2, 0),)),
        Element(Role.COVER, "ANNEX II", pages=((2, 0),)),
    )


def test_the_word_annex_in_a_paragraph_opens_no_part() -> None:
    sample = body(Sample()).paragraph("ANNEX II is the list of instruments that the Union has.")

    assert [role for role, _, _ in outline(read_pdf(body(sample).bytes(), "a.pdf"))] == (
        ["paragraph"] * 5
    )


def test_numbers_without_a_full_stop_are_those_of_headings_when_they_count_on() -> None:
    sample = body(Sample())
    for text in ("1 Aims", "2 Means", "1.1 Scope", "12 Recommendations", "3_ Limits", "4 · End"):
        sample.heading(text, BOLD, 13).paragraph(AIMS)

    assert [(number, text) for _, number, text in headings(sample)] == [
        ("1", "Aims"),
        ("2", "Means"),
        ("1.1", "Scope"),
        ("", "12 Recommendations"),
        ("3_", "Limits"),
        ("4 ·", "End"),
    ]
