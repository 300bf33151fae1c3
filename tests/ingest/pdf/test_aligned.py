from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, MEANS, Sample, lost_and_added, outline


def test_lines_whose_pieces_stand_below_each_other_are_a_table() -> None:
    sample = Sample().paragraph(AIMS)
    for partner, since, area in (
        ("Partner", "Since", "Area"),
        ("Ruritania", "2012", "Prevention of torture and"),
        ("", "", "the rule of law"),
        ("Freedonia", "2015", "Media"),
    ):
        sample.at(200, sample.top, since).at(300, sample.top, area).line(partner)
    reading = read_pdf(sample.space(10).paragraph(MEANS).bytes(), "a.pdf")

    assert outline(reading) == [
        ("paragraph", "", AIMS),
        ("row", "", "Partner"),
        ("cell", "", "Since"),
        ("cell", "", "Area"),
        ("row", "", "Ruritania"),
        ("cell", "", "2012"),
        ("cell", "", "Prevention of torture and the rule of law"),
        ("row", "", "Freedonia"),
        ("cell", "", "2015"),
        ("cell", "", "Media"),
        ("paragraph", "", MEANS),
    ]
    assert lost_and_added(reading) == ({}, {})


def test_two_lines_are_no_table() -> None:
    sample = Sample().paragraph(AIMS).at(300, 200, "in Brussels").at(70, 200, "Done")
    sample.at(300, 220, "for the Council").at(70, 220, "The President")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert {role for role, _, _ in outline(reading)} == {"paragraph"}
    assert lost_and_added(reading) == ({}, {})


def test_numbers_that_stand_apart_from_their_paragraphs_are_no_table() -> None:
    sample = Sample()
    for number in range(1, 5):
        sample.item(f"{number}.", "The Union acts.")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [("paragraph", f"{n}.", "The Union acts.") for n in range(1, 5)]
