from ingest.element import Element, Role
from ingest.read_pdf import read_pdf
from tests.ingest.pdf_samples import AIMS, MEANS, Sample, lost_and_added, of_role, texts


def notes(sample: Sample) -> list[tuple[str, str]]:
    return [(e.number, e.text) for e in of_role(read_pdf(sample.bytes(), "a.pdf"), Role.NOTE)]


def note(sample: Sample, top: float, number: str, text: str) -> Sample:
    """A footnote with a small raised number."""
    return sample.at(70, top - 3, number, size=6).at(76, top, text, size=9)


def test_smaller_lines_at_the_foot_that_begin_with_the_next_number_are_footnotes() -> None:
    sample = Sample().marked("The Convention", "1", " and the Protocol", "2", ".").paragraph(AIMS)
    note(sample, 740, "1", "Adopted in 1984, it has been in force since 1987 and was ratified by")
    sample.at(70, 751, "the Member States.", size=9)
    note(sample, 762, "2", "Adopted in 2002.")

    assert notes(sample) == [
        (
            "1",
            "Adopted in 1984, it has been in force since 1987 and was ratified by the Member "
            "States.",
        ),
        ("2", "Adopted in 2002."),
    ]


def test_footnotes_in_the_size_of_the_body_are_known_by_the_rule_above_them() -> None:
    sample = Sample().marked("The Convention", "1", ".").paragraph(AIMS)
    sample.rule(70, 730, 200, 730).at(70, 745, "1 Adopted in 1984.")

    assert notes(sample) == [("1", "Adopted in 1984.")]


def test_a_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    sample = Sample().paragraph(AIMS).marked("The Convention", "1", ".")
    note(sample, 770, "1", "Adopted in 1984 after long talks in the United Nations, and").page()
    sample.paragraph(MEANS).marked("The Protocol", "2", ".")
    sample.at(70, 760, "ratified by all of the Member States.", size=9)
    note(sample, 771, "2", "Adopted in 2002.")
    found = of_role(read_pdf(sample.bytes(), "a.pdf"), Role.NOTE)

    assert found == [
        Element(
            Role.NOTE,
            "Adopted in 1984 after long talks in the United Nations, and ratified by all of the "
            "Member States.",
            "1",
            pages=((1, 0), (2, 60)),
        ),
        Element(Role.NOTE, "Adopted in 2002.", "2", pages=((2, 0),)),
    ]


def test_small_print_at_the_foot_without_a_number_is_no_footnote() -> None:
    sample = Sample().paragraph(AIMS).at(70, 760, "Source: the delegation in 2019.", size=9)

    assert notes(sample) == []


def test_notes_counted_anew_on_each_page_keep_their_numbers() -> None:
    sample = Sample()
    for year in (1984, 2002):
        sample.paragraph(AIMS).marked("The Convention", "1", ".")
        note(sample, 770, "1", f"Adopted in {year}.").page()
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [(e.number, e.text) for e in of_role(reading, Role.NOTE)] == [
        ("1", "Adopted in 1984."),
        ("1", "Adopted in 2002."),
    ]
    assert [e.marks for e in of_role(reading, Role.PARAGRAPH) if e.marks] == [(("1", 14),)] * 2


def test_end_notes_stand_behind_their_heading() -> None:
    sample = Sample().marked("The Convention", "1", " and the Protocol", "2", ".").paragraph(AIMS)
    sample.page().heading("Notes").item("1", "Adopted in 1984. " + AIMS, size=9)
    sample.item("2", "Adopted in 2002.", size=9)
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [(e.number, e.text) for e in of_role(reading, Role.NOTE)] == [
        ("1", "Adopted in 1984. " + AIMS),
        ("2", "Adopted in 2002."),
    ]
    assert texts(reading)[0] == "The Convention and the Protocol."
    assert lost_and_added(reading) == ({}, {})


def test_the_notes_of_a_part_stand_before_the_annex() -> None:
    sample = Sample().paragraph(AIMS).marked("The Convention", "1", ".")
    note(sample, 770, "1", "Adopted in 1984.").page()
    sample.at(480, 80, "ANNEX").space(20).paragraph(MEANS).marked("The Protocol", "1", ".")
    note(sample, 770, "1", "Adopted in 2002.")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [(e.role.value, e.text) for e in reading.elements][2:] == [
        ("note", "Adopted in 1984."),
        ("part", "ANNEX"),
        ("cover", "ANNEX"),
        ("paragraph", MEANS),
        ("paragraph", "The Protocol."),
        ("note", "Adopted in 2002."),
    ]


def test_notes_that_fill_the_last_page_are_end_notes_whose_marks_stand_before() -> None:
    sample = Sample().marked("The Convention", "1", " and the Protocol", "2", ".").paragraph(AIMS)
    sample.paragraph(MEANS).paragraph(AIMS).page().paragraph(MEANS).page()
    note(note(sample, 80, "1", "Adopted in 1984."), 95, "2", "Adopted in 2002.")
    reading = read_pdf(sample.bytes(), "a.pdf")

    assert [(e.number, e.text) for e in of_role(reading, Role.NOTE)] == [
        ("1", "Adopted in 1984."),
        ("2", "Adopted in 2002."),
    ]
    assert reading.doubts == ()


def test_numbered_paragraphs_below_a_short_rule_are_no_footnotes() -> None:
    sample = Sample().paragraph(AIMS).rule(70, 140, 200, 140).space(20)
    sample.item("1.", AIMS).item("2.", MEANS)

    assert notes(sample) == []
