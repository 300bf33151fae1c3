import pytest

from ingest.element import Role
from ingest.pdf.cover import sensible_title
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, BOLD, MEANS, Sample, lost_and_added, outline, texts


def council_cover() -> Sample:
    sample = Sample(title="Microsoft Word - ST12107.EN19.DOCX")
    sample.at(70, 80, "Council of the", BOLD, 14).at(70, 96, "European Union", BOLD, 14)
    sample.at(330, 96, "Brussels, 16 September 2019").at(330, 110, "(OR. en)")
    sample.at(330, 140, "12107/19", BOLD).at(330, 170, "COHOM 103").at(330, 184, "COPS 264")
    sample.at(70, 230, "OUTCOME OF PROCEEDINGS", BOLD, 12)
    sample.at(70, 250, "From:").at(150, 250, "General Secretariat of the Council")
    sample.at(70, 268, "To:").at(150, 268, "Delegations")
    sample.at(70, 286, "No. prev. doc.:").at(150, 286, "11967/19")
    sample.at(70, 304, "Subject:").at(
        150, 304, "Guidelines on EU Policy Towards Third Countries on"
    )
    sample.at(150, 318, "Torture - 2019 Revision of the Guidelines")
    sample.rule(70, 326, 525, 326)
    sample.top = 360
    return sample


def test_the_cover_of_a_council_document_is_its_labels_with_their_words() -> None:
    sample = council_cover().paragraph("Delegations will find in the annex the guidelines. " + AIMS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading) == [
        ("cover", "", "Council of the European Union"),
        ("cover", "", "Brussels, 16 September 2019"),
        ("cover", "", "(OR. en)"),
        ("cover", "", "12107/19"),
        ("cover", "", "COHOM 103"),
        ("cover", "", "COPS 264"),
        ("cover", "", "OUTCOME OF PROCEEDINGS"),
        ("cover", "", "From: General Secretariat of the Council"),
        ("cover", "", "To: Delegations"),
        ("cover", "", "No. prev. doc.: 11967/19"),
        (
            "cover",
            "",
            "Subject: Guidelines on EU Policy Towards Third Countries on Torture - 2019 Revision "
            "of the Guidelines",
        ),
        ("paragraph", "", "Delegations will find in the annex the guidelines. " + AIMS),
    ]
    assert reading.title == (
        "Guidelines on EU Policy Towards Third Countries on Torture - 2019 Revision of the "
        "Guidelines"
    )
    assert lost_and_added(reading) == ({}, {})


def test_the_largest_line_above_the_first_paragraph_is_the_title() -> None:
    sample = Sample(title="strategy_final.docx").at(70, 80, "Delegation to Ruritania")
    sample.at(70, 120, "Human Rights Country Strategy", BOLD, 22).at(70, 150, "2021-2024", size=14)
    sample.top = 200
    sample.heading("1. Introduction").paragraph(AIMS).heading("2. Aims").paragraph(MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert outline(reading)[:4] == [
        ("cover", "", "Delegation to Ruritania"),
        ("cover", "", "Human Rights Country Strategy"),
        ("cover", "", "2021-2024"),
        ("heading", "1.", "Introduction"),
    ]
    assert reading.title == "Human Rights Country Strategy"


def test_a_page_with_titles_alone_is_cover() -> None:
    sample = (
        Sample().at(70, 300, "Annual Report", BOLD, 30).at(70, 340, "on Human Rights", BOLD, 14)
    )
    sample.at(70, 700, "European External Action Service").page()
    sample.heading("Foreword").paragraph(AIMS).heading("Summary").paragraph(MEANS)

    assert outline(read_pdf(sample.bytes(), "a.pdf"))[:4] == [
        ("cover", "", "Annual Report"),
        ("cover", "", "on Human Rights"),
        ("cover", "", "European External Action Service"),
        ("heading", "", "Foreword"),
    ]


def test_a_document_that_begins_with_its_text_has_no_cover() -> None:
    sample = Sample(title="EU Guidelines on the Death Penalty").paragraph(AIMS).paragraph(MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading, Role.COVER) == []
    assert reading.title == "EU Guidelines on the Death Penalty"


def test_a_document_that_begins_with_a_usual_heading_has_no_cover() -> None:
    sample = Sample().heading("Introduction").paragraph(AIMS).heading("Aims").paragraph(MEANS)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert texts(reading, Role.HEADING) == ["Introduction", "Aims"]


@pytest.mark.parametrize(
    ("title", "sensible"),
    [
        ("EU Guidelines on Torture", True),
        ("Microsoft Word - st12107.en19.docx", False),
        ("Untitled document", False),
        ("ST 12107 2019 INIT 1 2 3 4 5 6 7 8 9", False),
        ("guidelines.pdf", False),
        ("Guidelines", False),
        ("", False),
    ],
)
def test_the_title_of_a_pdf_is_taken_only_if_it_is_one(title: str, sensible: bool) -> None:
    assert bool(sensible_title(title)) is sensible
