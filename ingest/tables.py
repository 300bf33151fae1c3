"""The rows of a table, whatever its format, as elements."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.element import Element, Role
from ingest.numbering import take_number

Cell = Sequence[Element]
# What shows that a cell holds a stretch of the document and not an entry of a table.
BLOCKS_OF_A_DOCUMENT = frozenset({Role.PART, Role.COVER, Role.ROW, Role.NOTE})
NUMBER_AND_TEXT = 2


def table_elements(rows: Sequence[Sequence[Cell]]) -> tuple[list[Element], list[str]]:
    """The elements of a table, and the bullets that were taken out of it.

    A table that only lays out a page is read through; rows of a number and a text are numbered
    paragraphs; the rest is a ROW with its CELLs, empty cells skipped.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    filled = [row for row in filled if row]
    if all(len(row) == NUMBER_AND_TEXT and _number_alone(row[0]) for row in filled):
        return _numbered_points(filled)
    if all(len(row) == 1 for row in filled) or any(_is_layout(c) for row in filled for c in row):
        return [element for row in filled for cell in row for element in cell], []
    return [element for row in filled for element in _row(row)], []


def _number_alone(cell: Cell) -> bool:
    if len(cell) != 1 or cell[0].marks or cell[0].number:
        return False
    found = take_number(cell[0].text)
    return (bool(found.number) and not found.text) or _is_bullet(cell[0].text)


def _is_bullet(text: str) -> bool:
    found = take_number(f"{text} A")
    return bool(found.bullet) and found.text == "A"


def _is_layout(cell: Cell) -> bool:
    roles = {element.role for element in cell}
    return bool(roles & BLOCKS_OF_A_DOCUMENT) or (Role.HEADING in roles and len(cell) > 1)


def _numbered_points(rows: Sequence[Sequence[Cell]]) -> tuple[list[Element], list[str]]:
    elements: list[Element] = []
    bullets: list[str] = []
    for (entry,), text in rows:
        number = entry.text
        if _is_bullet(number):
            bullets.append(number)
            number = ""
        first, *others = text
        if first.number or first.role in (Role.HEADING, *BLOCKS_OF_A_DOCUMENT):
            # The point has no text of its own before what it holds.
            elements += [Element(Role.PARAGRAPH, number)] if number else []
            others = list(text)
        else:
            elements.append(replace(first, role=point_role(number), number=number))
        deeper = bool(elements) and elements[-1].role is Role.ITEM
        elements += [
            replace(other, level=other.level + 1) if deeper and other.role is Role.ITEM else other
            for other in others
        ]
    return elements, bullets


def point_role(number: str) -> Role:
    """A point with digits is a paragraph of the document, one with a letter or bullet an item."""
    return Role.PARAGRAPH if number.strip("().")[:1].isdigit() else Role.ITEM


def _row(cells: Sequence[Cell]) -> list[Element]:
    entries = [replace(entry, role=Role.CELL, level=0) for cell in cells for entry in cell]
    entries[0] = replace(entries[0], role=Role.ROW)
    return entries
