"""Lines whose pieces stand below each other -> tables without rules.

Three lines at least must have pieces that begin at the same places. A line without a piece in the
first column goes on the row above it.
"""

from collections import Counter
from dataclasses import replace

from ingest.numbering import take_number
from ingest.pdf.line import Flow, Line, Table

NEAR = 2.5
# In parts of the size of the type.
WIDE = 1.2
FARTHEST_ROWS = 3.5
FEWEST_ROWS = 3
LONGEST_CELL = 120


def with_aligned_tables(flow: Flow) -> Flow:
    """A flow with its aligned lines made to tables."""
    result: Flow = []
    position = 0
    while position < len(flow):
        end = _end(flow, position)
        if end > position:
            lines = [box for box in flow[position:end] if isinstance(box, Line)]
            result.append(_table(lines))
            position = end
        else:
            result.append(flow[position])
            position += 1
    return result


def _end(flow: Flow, start: int) -> int:
    """Behind the last line of the table that begins at `start`; `start` if none does."""
    edges = _edges(flow[start])
    if len(edges) == 1:
        return start
    end, rows = start, 0
    while end < len(flow):
        own = _edges(flow[end])
        near = end == start or _is_near(flow[end - 1], flow[end])
        aligned = all(any(abs(edge - other) <= NEAR for other in edges) for edge in own)
        if not own or not near or not aligned:
            break
        if len(own) > 1:
            rows += 1
        elif abs(own[0] - edges[0]) <= NEAR and not _is_cell(flow, end, edges):
            break
        end += 1
    while end > start and len(_edges(flow[end - 1])) == 1 and _begins_row(flow[end - 1], edges):
        end -= 1
    return end if rows >= FEWEST_ROWS else start


def _is_cell(flow: Flow, position: int, edges: list[float]) -> bool:
    """Whether a line with words in the first column alone stays inside that column."""
    line = flow[position]
    return isinstance(line, Line) and line.right < edges[1]


def _begins_row(box: Line | Table, edges: list[float]) -> bool:
    return box.left <= edges[0] + NEAR


def _is_near(above: Line | Table, below: Line | Table) -> bool:
    if not isinstance(above, Line) or not isinstance(below, Line):
        return False
    return below.baseline - above.baseline <= FARTHEST_ROWS * above.size


def _edges(box: Line | Table) -> list[float]:
    """Where the pieces of a line begin; none for a numbered paragraph or a label."""
    if not isinstance(box, Line):
        return []
    pieces = _pieces(box)
    first = pieces[0].text.strip()
    taken = take_number(first)
    alone = (taken.number or taken.bullet) and not taken.text
    short = all(len(piece.text) <= LONGEST_CELL for piece in pieces)
    if alone or first.endswith(":") or not short or _is_mark(first):
        return []
    return [piece.left for piece in pieces]


def _is_mark(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)


def _pieces(line: Line) -> list[Line]:
    wide = tuple(gap for gap in line.gaps if gap.right - gap.left > WIDE * line.size)
    return replace(line, gaps=wide).parted() or [line]


def _table(lines: list[Line]) -> Table:
    counted = Counter(len(_pieces(line)) for line in lines)
    edges = next(
        [piece.left for piece in _pieces(line)]
        for line in lines
        if len(_pieces(line)) == max(counted)
    )
    rows: list[dict[int, list[Line]]] = []
    for line in lines:
        for piece in _pieces(line):
            column = min(range(len(edges)), key=lambda at: abs(edges[at] - piece.left))
            goes_on = rows and piece.text[:1].islower() and len(_pieces(line)) == 1
            if not rows or (column == 0 and not goes_on):
                rows.append({})
            rows[-1].setdefault(column, []).append(piece)
    return Table(
        page=lines[0].page,
        left=min(line.left for line in lines),
        right=max(line.right for line in lines),
        top=lines[0].top,
        bottom=lines[-1].bottom,
        rows=tuple(tuple(tuple(row[column]) for column in sorted(row)) for row in rows),
    )
