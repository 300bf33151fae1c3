from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, Sample, left_out, lost_and_added, outline, texts


def test_a_table_of_contents_with_dots_is_left_out() -> None:
    sample = Sample().heading("Table of contents")
    for number, title in ((3, "1. Introduction"), (5, "2. Aims"), (12, "3. Means")):
        sample.line(f"{title} {'.' * 60} {number}")
    sample.space(20).heading("1. Introduction").paragraph(AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [("heading", "1.", "Introduction"), ("paragraph", "", AIMS)]
    assert [page for _, page in left_out(reading, "contents")] == [1, 1, 1, 1]
    assert lost_and_added(reading) == ({}, {})


def test_contents_without_dots_are_known_by_their_heading_and_their_right_edge() -> None:
    sample = Sample().heading("Contents")
    for number, title in (
        (3, "Introduction"),
        (5, "Aims of the Union in its relations"),
        (9, "End"),
    ):
        sample.at(510, sample.top, str(number)).line(title)
    sample.page().heading("Introduction").paragraph("In 2020 there were 12. " + AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [
        ("heading", "", "Introduction"),
        ("paragraph", "", "In 2020 there were 12. " + AIMS),
    ]


def test_an_entry_over_two_lines_is_left_out_whole() -> None:
    sample = Sample().heading("Contents").line("1. Introduction .................. 2")
    sample.line("2. A very long title of a chapter that does not").line("fit ........... 4")
    sample.line("3. End ................ 6").space(30).paragraph(AIMS)

    assert texts(read_pdf(sample.bytes(), "a.pdf")) == [AIMS]


def test_dots_in_a_paragraph_are_no_contents() -> None:
    text = (
        "He said ........ 5 times that it would be done, and then it was not done at all ....... 7"
    )

    assert texts(read_pdf(Sample().paragraph(text).bytes(), "a.pdf")) == [text]
