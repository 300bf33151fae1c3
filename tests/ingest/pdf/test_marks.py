import pytest

from ingest.element import Role
from ingest.read_pdf import read_pdf
from ingest.reading import Doubt, Reading
from tests.ingest.pdf_samples import AIMS, Sample, left_out, lost_and_added, of_role


def read(text: str, notes: int) -> Reading:
    """A page with a line, a paragraph and so many footnotes."""
    sample = Sample().line(text).space(6).paragraph(AIMS)
    for number in range(1, notes + 1):
        sample.at(70, 600 + 11 * number, f"{number} Note {number}.", size=9)
    return read_pdf(sample.bytes(), "a.pdf")


def first(reading: Reading) -> tuple[str, tuple[tuple[str, int], ...]]:
    element = of_role(reading, Role.PARAGRAPH)[0]
    return element.text, element.marks


@pytest.mark.parametrize(
    ("line", "text", "offsets"),
    [
        ("The Regulation1 applies.", "The Regulation applies.", [14]),
        ("In 2021, 20251 and later.", "In 2021, 2025 and later.", [13]),
        ("The Convention (1984)1 applies.", "The Convention (1984) applies.", [21]),
        ("The end of it.1", "The end of it.", [14]),
        ("A word “quoted”1 here.", "A word “quoted” here.", [15]),
        ("A word1, another2 and a third3.", "A word, another and a third.", [6, 15, 27]),
        ("Since 2012 1 , the Union acts.", "Since 2012 , the Union acts.", [10]),
    ],
)
def test_a_flat_number_is_a_mark_when_its_note_is_the_next(
    line: str, text: str, offsets: list[int]
) -> None:
    marks = tuple((str(number), offset) for number, offset in enumerate(offsets, start=1))

    assert first(read(line, len(offsets))) == (text, marks)


def test_two_marks_behind_a_year_are_parted() -> None:
    words = " ".join(f"word{number}" for number in range(1, 11))
    text, marks = first(read(f"{words}, in 20251112.", 12))

    assert text == "word " * 9 + "word, in 2025."
    assert marks[-2:] == (("11", 58), ("12", 58))


@pytest.mark.parametrize(
    "line",
    [
        "The Regulation2 applies.",
        "The next 1 years.",
        "Article 1, as amended.",
        "JOIN(2020) 1 final",
        "In 2011 it was adopted.",
        "CO1 and COVID1 are names.",
        "It is 1% of 5.1 or 10 000.",
        "The G1 met, the G1 went.",
    ],
)
def test_a_number_that_is_no_mark_stays(line: str) -> None:
    assert first(read(line, 1)) == (line, ())


def test_without_notes_nothing_is_a_mark() -> None:
    reading = read("The Regulation1 applies.", 0)

    assert first(reading) == ("The Regulation1 applies.", ())
    assert reading.doubts == ()


def test_a_note_without_its_mark_is_a_doubt() -> None:
    reading = read("The Regulation applies.", 1)

    assert reading.doubts == (Doubt("The mark of footnote 1 was not found in the text.", 1),)


def test_a_superscript_is_taken_before_a_flat_number() -> None:
    sample = Sample().line("The Regulation1 is a name.").marked("The Convention", "1", " applies.")
    reading = read_pdf(sample.at(70, 700, "1 Note.", size=9).bytes(), "a.pdf")

    assert first(reading) == ("The Regulation1 is a name. The Convention applies.", (("1", 41),))


def test_superscripts_that_are_no_notes_stay() -> None:
    sample = Sample().marked("An area of 20 km", "2", " and the 20", "th", " century", "1", ".")
    sample.at(70, 700, "1 Note.", size=9).at(70, 711, "2 Other.", size=9)

    assert first(read_pdf(sample.bytes(), "a.pdf"))[0].startswith("An area of 20 km2 and the 20th")


def test_two_marks_in_one_superscript_are_two() -> None:
    sample = Sample().marked("The Convention", "1,2", " applies, and more", "34", ".")
    for number in range(1, 5):
        sample.at(70, 700 + 11 * number, f"{number} Note.", size=9)
    text, marks = first(read_pdf(sample.bytes(), "a.pdf"))

    assert text == "The Convention, applies, and more."
    assert [mark for mark, _ in marks] == ["1", "2", "3", "4"]


def test_a_mark_is_left_out_with_its_page_and_no_character_is_lost() -> None:
    reading = read("The Regulation1 applies.", 1)

    assert left_out(reading, "note mark") == [("1", 1)]
    assert lost_and_added(reading) == ({}, {})


def test_a_mark_in_a_heading_is_taken_out() -> None:
    sample = Sample().paragraph(AIMS).at(70, 200, "1. Aims", "Times-Bold", 14)
    sample.at(124, 195, "1", "Times-Bold", 8).at(70, 700, "1 Note.", size=9)
    (heading,) = of_role(read_pdf(sample.bytes(), "a.pdf"), Role.HEADING)

    assert (heading.number, heading.text, heading.marks) == ("1.", "Aims", (("1", 4),))


def test_a_superscript_that_found_no_room_on_its_line_is_a_mark_of_it() -> None:
    sample = Sample().paragraph(AIMS).space(-6).at(70, 80 + 3 * 14.3 - 4, "1", size=6.6).space(30)
    reading = read_pdf(sample.at(70, 700, "1 Note.", size=9).bytes(), "a.pdf")

    assert first(reading) == (AIMS, (("1", len(AIMS)),))
