from ingest.element import Element, Role
from ingest.tables import table_elements


def cell(*texts: str) -> list[Element]:
    return [Element(Role.PARAGRAPH, text) for text in texts]


def shape(elements: list[Element]) -> list[tuple[Role, str, str]]:
    return [(e.role, e.number, e.text) for e in elements]


def test_the_first_filled_cell_of_a_row_is_the_row() -> None:
    elements, bullets = table_elements([[cell("Aim"), cell("Who")], [[], cell("one", "two")], [[]]])

    assert shape(elements) == [
        (Role.ROW, "", "Aim"),
        (Role.CELL, "", "Who"),
        (Role.ROW, "", "one"),
        (Role.CELL, "", "two"),
    ]
    assert bullets == []


def test_numbers_and_marks_of_a_cell_are_kept() -> None:
    item = Element(Role.ITEM, "one", "(a)", level=2, marks=(("1", 3),))
    elements, _ = table_elements([[cell("Aim"), [item]]])

    assert elements[1] == Element(Role.CELL, "one", "(a)", marks=(("1", 3),))


def test_a_table_of_one_column_is_read_through() -> None:
    assert shape(table_elements([[cell("one", "two")], [[], cell("three")]])[0]) == [
        (Role.PARAGRAPH, "", "one"),
        (Role.PARAGRAPH, "", "two"),
        (Role.PARAGRAPH, "", "three"),
    ]


def test_a_table_that_holds_sections_or_other_tables_lays_out_a_page() -> None:
    section = [Element(Role.HEADING, "Aims", level=1), *cell("Text.")]
    inner = [Element(Role.ROW, "a"), Element(Role.CELL, "b")]

    assert table_elements([[cell("menu"), section]])[0] == [*cell("menu"), *section]
    assert table_elements([[cell("menu"), inner]])[0] == [*cell("menu"), *inner]


def test_a_heading_alone_in_a_cell_heads_a_column() -> None:
    heads = [[Element(Role.HEADING, text, level=2)] for text in ("Aim", "Who")]

    assert [e.role for e in table_elements([heads])[0]] == [Role.ROW, Role.CELL]


def test_rows_of_a_number_and_a_text_are_points() -> None:
    elements, bullets = table_elements(
        [[cell("(1)"), cell("One:", "More.")], [[], cell("(a)"), cell("two")]]
    )

    assert shape(elements) == [
        (Role.PARAGRAPH, "(1)", "One:"),
        (Role.PARAGRAPH, "", "More."),
        (Role.ITEM, "(a)", "two"),
    ]
    assert bullets == []


def test_items_of_an_item_stand_deeper_and_bullets_are_given_back() -> None:
    inner = [Element(Role.ITEM, "deep", "(i)")]
    elements, bullets = table_elements([[cell("—"), [*cell("dash:"), *inner]]])

    assert elements == [Element(Role.ITEM, "dash:"), Element(Role.ITEM, "deep", "(i)", level=1)]
    assert bullets == ["—"]


def test_a_point_whose_text_has_its_own_number_loses_neither() -> None:
    numbered = [Element(Role.ITEM, "one", "(a)")]

    assert shape(table_elements([[cell("1."), numbered]])[0]) == [
        (Role.PARAGRAPH, "", "1."),
        (Role.ITEM, "(a)", "one"),
    ]


def test_amounts_in_a_first_column_are_no_numbers() -> None:
    assert [e.role for e in table_elements([[cell("2020"), cell("a year")]])[0]] == [
        Role.ROW,
        Role.CELL,
    ]
