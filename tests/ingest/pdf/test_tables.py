from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, MEANS, Sample, lost_and_added, outline


def ruled(sample: Sample, xs: list[float], ys: list[float]) -> Sample:
    for x in xs:
        sample.rule(x, ys[0], x, ys[-1])
    for y in ys:
        sample.rule(xs[0], y, xs[-1], y)
    return sample


def test_a_ruled_table_is_rows_and_cells_with_empty_cells_skipped() -> None:
    sample = Sample().paragraph(AIMS)
    ruled(sample, [70, 200, 350, 520], [150, 170, 210, 230])
    sample.at(75, 163, "Aim").at(205, 163, "Action").at(355, 163, "When")
    sample.at(75, 183, "Freedom of").at(75, 197, "expression").at(205, 183, "Support of")
    sample.at(205, 197, "journalists").at(355, 183, "2021")
    sample.at(205, 223, "Visits")
    sample.top = 260
    reading = read_pdf(sample.paragraph(MEANS).bytes(), "a.pdf")

    assert outline(reading) == [
        ("paragraph", "", AIMS),
        ("row", "", "Aim"),
        ("cell", "", "Action"),
        ("cell", "", "When"),
        ("row", "", "Freedom of expression"),
        ("cell", "", "Support of journalists"),
        ("cell", "", "2021"),
        ("row", "", "Visits"),
        ("paragraph", "", MEANS),
    ]
    assert lost_and_added(reading) == ({}, {})


def test_cells_that_no_rule_parts_are_one() -> None:
    sample = Sample()
    sample.rule(70, 100, 500, 100).rule(70, 130, 500, 130).rule(70, 160, 500, 160)
    sample.rule(70, 100, 70, 160).rule(500, 100, 500, 160).rule(285, 130, 285, 160)
    sample.at(75, 118, "A heading over both columns, which begins in the first of them")
    sample.at(75, 148, "left").at(290, 148, "right")

    assert outline(read_pdf(sample.bytes(), "a.pdf")) == [
        ("row", "", "A heading over both columns, which begins in the first of them"),
        ("row", "", "left"),
        ("cell", "", "right"),
    ]


def test_words_in_a_frame_are_no_table() -> None:
    sample = Sample()
    ruled(sample, [60, 535], [60, 200]).paragraph(AIMS)

    assert outline(read_pdf(sample.bytes(), "a.pdf")) == [("paragraph", "", AIMS)]


def test_narrow_cells_are_parted_by_their_rules() -> None:
    sample = ruled(Sample(), [70, 100, 130], [100, 120, 140])
    sample.at(72, 113, "12345").at(101, 113, "67890").at(72, 133, "1").at(101, 133, "2")

    assert outline(read_pdf(sample.bytes(), "a.pdf")) == [
        ("row", "", "12345"),
        ("cell", "", "67890"),
        ("row", "", "1"),
        ("cell", "", "2"),
    ]
