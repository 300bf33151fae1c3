import pytest

from ingest.pdf.furniture import COUNCIL_NUMBER, COUNCIL_SERVICE
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, MEANS, Sample, left_out, texts


def council_pages(count: int) -> Sample:
    sample = Sample()
    for number in range(1, count + 1):
        sample.paragraph(AIMS)
        sample.at(70, 795, "12107/19").at(300, 795, "OZ").at(500, 795, str(number))
        sample.at(70, 810, "ANNEX").at(300, 810, "RELEX 2 B").at(500, 810, "EN", size=16)
        if number < count:
            sample.page()
    return sample


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_the_feet_of_council_documents_are_furniture_on_any_number_of_pages(pages: int) -> None:
    reading = read_pdf(council_pages(pages).bytes(), "a.pdf")

    assert texts(reading) == [AIMS] * pages
    assert left_out(reading, "furniture") == [
        entry
        for number in range(1, pages + 1)
        for entry in ((f"12107/19 OZ {number}", number), ("ANNEX RELEX 2 B EN", number))
    ]


@pytest.mark.parametrize(
    "foot",
    ["12107/19 OZ 2", "12107/19 ADD 1 REV 2 OZ/dd 14", "9647/14 MJ/ns 3", "16332/2/08 REV 2 JF 2"],
)
def test_the_number_of_a_council_document_is_known_in_its_feet(foot: str) -> None:
    assert COUNCIL_NUMBER.match(foot)


@pytest.mark.parametrize(
    "foot",
    [
        "ANNEX RELEX 2 B EN",
        "RELEX.1.C LIMITE EN",
        "ANNEX DG C 2B EN",
        "DGC 2B EN",
        "RELEX.2.B 1 EN",
    ],
)
def test_the_service_of_a_council_document_is_known_in_its_feet(foot: str) -> None:
    assert COUNCIL_SERVICE.match(foot)


@pytest.mark.parametrize("line", ["The EU and the UN", "12107/19 is the number of it", "WOMEN"])
def test_words_are_no_foot(line: str) -> None:
    assert not COUNCIL_NUMBER.match(line)
    assert not COUNCIL_SERVICE.match(line)


def test_running_heads_and_page_numbers_are_furniture() -> None:
    sample = Sample()
    for number in range(1, 5):
        sample.at(70, 45, f"EU Annual Report 2019 | chapter {number}").paragraph(AIMS)
        sample.at(290, 810, f"- {number + 6} -")
        sample.page()
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading) == [AIMS] * 4
    assert left_out(reading, "furniture")[:2] == [
        ("EU Annual Report 2019 | chapter 1", 1),
        ("- 7 -", 1),
    ]


def test_heads_that_alternate_are_furniture() -> None:
    sample = Sample()
    for number in range(1, 7):
        head = "Country reports" if number % 2 else "European External Action Service"
        sample.at(70, 45, head).paragraph(MEANS).page()

    assert texts(read_pdf(sample.bytes(), "a.pdf")) == [MEANS] * 6


def test_a_heading_that_is_repeated_where_the_body_begins_stays() -> None:
    sample = Sample()
    for number in range(1, 9):
        if number % 2:
            sample.line("Recommendations").space(8).paragraph(AIMS)
        else:
            sample.paragraph(f"Item {number}: " + MEANS)
        sample.page()

    assert texts(read_pdf(sample.bytes(), "a.pdf")).count("Recommendations") == 4


def test_a_heading_that_is_repeated_on_a_page_stays() -> None:
    sample = Sample()
    for _ in range(4):
        sample.paragraph(AIMS).heading("Recommendations").paragraph(MEANS).page()
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [e.text for e in reading.elements].count("Recommendations") == 4
    assert left_out(reading, "furniture") == []


def test_a_number_alone_in_the_middle_of_a_page_is_no_page_number() -> None:
    sample = Sample().paragraph(AIMS)
    sample.at(290, 400, "1")

    assert "1" in texts(read_pdf(sample.bytes(), "a.pdf"))


def test_a_slanted_stamp_on_several_pages_is_furniture() -> None:
    sample = Sample()
    for _ in range(2):
        sample.paragraph(AIMS)
        sample.canvas.saveState()
        sample.canvas.translate(150, 300)
        sample.canvas.rotate(45)
        sample.canvas.drawString(0, 0, "DRAFT")
        sample.canvas.restoreState()
        sample.page()
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading) == [AIMS, AIMS]
    assert [page for _, page in left_out(reading, "furniture")] == [1, 2]


def test_footnotes_that_are_the_same_on_several_pages_stay() -> None:
    sample = Sample()
    for number in range(1, 7):
        sample.paragraph(AIMS).marked("The Convention", str(number), ".")
        sample.at(70, 797, str(number), size=6).at(76, 800, "Ibid.", size=9).page()
    flat = Sample()
    for number in range(1, 7):
        flat.paragraph(AIMS).line(f"The Convention{number}.")
        flat.at(70, 800, f"{number + number // 2} Ibid.", size=9).page()

    assert left_out(read_pdf(sample.bytes(), "a.pdf"), "furniture") == []
    assert left_out(read_pdf(flat.bytes(), "a.pdf"), "furniture") == []


def test_a_foot_that_begins_with_the_page_number_is_furniture() -> None:
    sample = Sample()
    for number in range(1, 6):
        sample.paragraph(AIMS).at(70, 810, f"{number + 10} EU Annual Report", size=9).page()
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading) == [AIMS] * 5
    assert left_out(reading, "furniture")[0] == ("11 EU Annual Report", 1)
