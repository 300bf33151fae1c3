import pytest

from ingest.assembly import Assembly, annex_of, with_their_numbers
from ingest.document import LeftOut
from ingest.element import Element, Role


def assembled(*lines: str) -> list[tuple[Role, str]]:
    assembly = Assembly()
    for line in lines:
        assembly.typed_block(line)
    return [(element.role, element.number) for element in assembly.finish()]


@pytest.mark.parametrize(
    ("line", "is_heading", "annex"),
    [
        ("ANNEX", False, "ANNEX"),
        ("ANNEX IV", False, "ANNEX IV"),
        ("ANNEX\u00a02", False, "ANNEX 2"),
        ("ANNEX I – METHODS", False, ""),
        ("Annex I", False, ""),
        ("Annex I: Methods", True, "ANNEX I"),
        ("Annexes", True, "ANNEXES"),
        ("Annexation of Crimea", True, ""),
        ("Annex I shows how", True, ""),
    ],
)
def test_a_line_opens_an_annex_when_it_says_no_more(
    line: str, is_heading: bool, annex: str
) -> None:
    assert annex_of(line, is_heading=is_heading) == annex


def test_numbered_lines_are_paragraphs_and_lettered_ones_items() -> None:
    assert assembled("1. The EU:", "(a) one", "(b) two", "2. Next", "iv) three") == [
        (Role.PARAGRAPH, "1."),
        (Role.ITEM, "(a)"),
        (Role.ITEM, "(b)"),
        (Role.PARAGRAPH, "2."),
        (Role.ITEM, "iv)"),
    ]


def test_numbered_lines_behind_a_lead_in_are_items_until_something_else_comes() -> None:
    assert assembled("The EU:", "1. one", "2. two", "Then.", "3. three") == [
        (Role.PARAGRAPH, ""),
        (Role.ITEM, "1."),
        (Role.ITEM, "2."),
        (Role.PARAGRAPH, ""),
        (Role.PARAGRAPH, "3."),
    ]


def test_a_lead_in_that_is_numbered_itself_goes_on_with_the_next_paragraph() -> None:
    assert assembled("12. The Council:", "13. It") == [
        (Role.PARAGRAPH, "12."),
        (Role.PARAGRAPH, "13."),
    ]


@pytest.mark.parametrize("line", ["D. Trump said so", "A. Smith", "V. delivering", "p. 5"])
def test_an_initial_is_no_number(line: str) -> None:
    assert assembled("Text.", line)[1] == (Role.PARAGRAPH, "")


def test_letters_are_numbers_where_they_go_on_with_others() -> None:
    assert assembled("A. The first thing of many", "B. The second", "C. Third") == [
        (Role.ITEM, "A."),
        (Role.ITEM, "B."),
        (Role.ITEM, "C."),
    ]


def test_bullets_are_left_out_and_marks_move_with_the_text() -> None:
    assembly = Assembly()
    assembly.typed_block("• one", marks=(("1", 5),))

    assert assembly.finish() == (Element(Role.ITEM, "one", marks=(("1", 3),)),)
    assert assembly.left_out == [LeftOut("bullet", "•")]


def test_notes_stand_at_the_end_of_their_part() -> None:
    assembly = Assembly()
    assembly.note("First.", "1")
    assembly.block("Text.")
    assembly.block("ANNEX")
    assembly.note("Second.", "2")
    assembly.block("More.")

    assert [(e.role, e.text) for e in assembly.finish()] == [
        (Role.PARAGRAPH, "Text."),
        (Role.NOTE, "First."),
        (Role.PART, "ANNEX"),
        (Role.COVER, "ANNEX"),
        (Role.PARAGRAPH, "More."),
        (Role.NOTE, "Second."),
    ]


def test_an_annex_that_a_table_names_opens_no_part() -> None:
    assembly = Assembly()
    outside = assembly.begin_cell()
    assembly.block("ANNEX")

    assert assembly.end_cell(outside) == [Element(Role.PARAGRAPH, "ANNEX")]


def test_a_number_on_its_own_line_belongs_to_the_plain_paragraph_behind_it() -> None:
    twelve, text = Element(Role.PARAGRAPH, "12."), Element(Role.PARAGRAPH, "The EU acts.")
    heading = Element(Role.HEADING, "Aims")

    assert list(with_their_numbers([twelve, text])) == [
        Element(Role.PARAGRAPH, "The EU acts.", "12.")
    ]
    assert list(with_their_numbers([twelve, heading, twelve])) == [twelve, heading, twelve]
