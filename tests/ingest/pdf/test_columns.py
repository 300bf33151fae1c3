from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, BOLD, MEANS, Sample, lost_and_added, texts

LEFT_COLUMN, RIGHT_COLUMN, COLUMN_WIDTH = 70.0, 310.0, 215.0


def two_columns(sample: Sample, left: list[str], right: list[str], shift: float = 0) -> Sample:
    start = sample.top
    for text in left:
        sample.paragraph(text, LEFT_COLUMN, COLUMN_WIDTH)
    end, sample.top = sample.top, start + shift
    for text in right:
        sample.paragraph(text, RIGHT_COLUMN, COLUMN_WIDTH)
    sample.top = max(end, sample.top)
    return sample


def test_the_left_column_is_read_before_the_right() -> None:
    sample = two_columns(Sample(), [AIMS, MEANS], ["Second. " + AIMS, "Third. " + MEANS])

    assert texts(read_pdf(sample.bytes(), "a.pdf")) == [
        AIMS,
        MEANS,
        "Second. " + AIMS,
        "Third. " + MEANS,
    ]


def test_columns_whose_lines_stand_at_other_heights_are_read_one_after_the_other() -> None:
    sample = two_columns(Sample(), [AIMS, MEANS], ["Second. " + AIMS], shift=6)

    assert texts(read_pdf(sample.bytes(), "a.pdf")) == [AIMS, MEANS, "Second. " + AIMS]


def test_a_band_over_both_columns_is_read_between_what_stands_above_and_below_it() -> None:
    sample = Sample().paragraph("First of all. " + MEANS + " " + AIMS)
    two_columns(sample, ["One. " + AIMS], ["Two. " + MEANS])
    sample.heading("A heading that reaches over both of the columns of this page", BOLD, 15)
    two_columns(sample, ["Three. " + AIMS], ["Four. " + MEANS])
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [element.text for element in reading.elements] == [
        "First of all. " + MEANS + " " + AIMS,
        "One. " + AIMS,
        "Two. " + MEANS,
        "A heading that reaches over both of the columns of this page",
        "Three. " + AIMS,
        "Four. " + MEANS,
    ]


def test_a_paragraph_goes_on_at_the_top_of_the_next_column() -> None:
    words = AIMS.split(" ")
    first, second = " ".join(words[:24]), " ".join(words[24:])
    sample = two_columns(Sample(), [MEANS, first], [second, MEANS])

    assert texts(read_pdf(sample.bytes(), "a.pdf")) == [MEANS, AIMS, MEANS]


def test_a_last_page_with_few_lines_has_the_columns_of_the_others() -> None:
    sample = two_columns(Sample(), [AIMS, MEANS], [AIMS, MEANS]).page()
    sample.at(LEFT_COLUMN, 80, "It ends here,").at(LEFT_COLUMN, 95, "on the left.")
    sample.at(RIGHT_COLUMN, 80, "And here,").at(RIGHT_COLUMN, 95, "on the right.")

    assert texts(read_pdf(sample.bytes(), "a.pdf"))[-2:] == [
        "It ends here, on the left.",
        "And here, on the right.",
    ]


def test_numbers_in_the_margin_are_no_column() -> None:
    sample = Sample()
    for number in range(1, 6):
        sample.item(f"{number}.", AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [(e.number, e.text) for e in reading.elements] == [(f"{n}.", AIMS) for n in range(1, 6)]


def test_three_columns_are_read_from_left_to_right() -> None:
    sample = Sample()
    for place, start in enumerate(("One. ", "Two. ", "Three. ")):
        sample.top = 80
        sample.paragraph(start + AIMS, 60 + 165 * place, 145, size=9)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading) == ["One. " + AIMS, "Two. " + AIMS, "Three. " + AIMS]
    assert lost_and_added(reading) == ({}, {})
