"""Pieces of lines inside ruled grids -> tables.

A grid is a group of rules that touch each other, with two columns at least. Cells that no rule
parts are one cell.
"""

from dataclasses import dataclass, replace

from ingest.pdf.characters import Rule
from ingest.pdf.columns import rows_of
from ingest.pdf.line import Column, Line, Table

NEAR = 3.0
FEWEST_UPRIGHTS = 3
FEWEST_LEVELS = 2
FEWEST_FULL_CELLS = 2
# More lines than these are a drawing.
MOST_RULES = 800


@dataclass(frozen=True, slots=True)
class _Grid:
    uprights: list[Rule]
    levels: list[Rule]
    xs: list[float]
    ys: list[float]

    def holds(self, line: Line) -> bool:
        x, y = _middle(line)
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def cell_of(self, line: Line) -> tuple[int, int]:
        x, y = _middle(line)
        column = sum(1 for edge in self.xs[1:-1] if edge <= x)
        row = sum(1 for edge in self.ys[1:-1] if edge <= y)
        return self._first(row, column)

    def _first(self, row: int, column: int) -> tuple[int, int]:
        """The first of the cells that are one with a cell: to its left, then above it."""
        while column and not self._parted_left(row, column):
            column -= 1
        while row and not self._parted_above(row, column):
            row -= 1
        return row, column

    def _parted_left(self, row: int, column: int) -> bool:
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        return any(
            abs(rule.left - self.xs[column]) <= NEAR and rule.top <= middle <= rule.bottom
            for rule in self.uprights
        )

    def _parted_above(self, row: int, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(
            abs(rule.top - self.ys[row]) <= NEAR and rule.left <= middle <= rule.right
            for rule in self.levels
        )


def take_tables(pieces: list[Line], rules: list[Rule], page: int) -> tuple[list[Table], list[Line]]:
    """The tables of a page and the pieces that stand in none."""
    tables: list[Table] = []
    for grid in _grids(rules):
        inside = [piece for piece in pieces if grid.holds(piece)]
        cells: dict[tuple[int, int], list[Line]] = {}
        for piece in inside:
            cells.setdefault(grid.cell_of(piece), []).append(piece)
        if len(cells) < FEWEST_FULL_CELLS:
            continue
        taken = {id(piece) for piece in inside}
        pieces = [piece for piece in pieces if id(piece) not in taken]
        rows: dict[int, list[tuple[Line, ...]]] = {}
        for row, column in sorted(cells):
            place = Column(grid.xs[column], grid.xs[-1], 0)
            lines = [replace(line, column=place) for line in rows_of(cells[row, column])]
            rows.setdefault(row, []).append(tuple(lines))
        edges = (grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1])
        tables.append(Table(page, *edges, tuple(tuple(row) for row in rows.values())))
    return tables, pieces


def _middle(line: Line) -> tuple[float, float]:
    return (line.left + line.right) / 2, line.baseline - line.size / 4


def _grids(rules: list[Rule]) -> list[_Grid]:
    grids: list[_Grid] = []
    if len(rules) > MOST_RULES:
        return grids
    for group in _touching(rules):
        uprights = [rule for rule in group if not rule.level]
        levels = [rule for rule in group if rule.level]
        xs = _positions([rule.left for rule in uprights])
        ys = _positions([rule.top for rule in levels])
        if len(xs) >= FEWEST_UPRIGHTS and len(ys) >= FEWEST_LEVELS:
            grids.append(_Grid(uprights, levels, xs, ys))
    return grids


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Rules grouped so that those of a group hang together."""
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        touched = [group for group in groups if any(_touch(rule, other) for other in group[1])]
        members = [rule]
        for group in touched:
            members += group[1]
            groups.remove(group)
        groups.append((rule, members))
    return [members for _, members in groups]


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + NEAR
        and other.left <= one.right + NEAR
        and one.top <= other.bottom + NEAR
        and other.top <= one.bottom + NEAR
    )


def _positions(values: list[float]) -> list[float]:
    """Values without those that are near an earlier one."""
    positions: list[float] = []
    for value in sorted(values):
        if not positions or value - positions[-1] > NEAR:
            positions.append(value)
    return positions
