"""Pieces of lines and tables of a page -> its flows in reading order: columns, bands between them.

A gutter is a white stripe with filled lines on both sides. What crosses it stands in a band of its
own: what is above a band is read first, then the band, then what is below it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf.line import Column, Flow, Line, Table, merged
from ingest.pdf.lines import RAISED_AT_MOST, SMALLER, WIDE_GAP

NEAR = 3.0
NARROWEST_GUTTER = 5.0
SAME_ROW = 0.3
# In parts of the width of the text: where a gutter can lie, how far a column's lines fill it.
NARROWEST_COLUMN = 0.2
FILLED = 0.55
FEWEST_LINES = 3
# In parts of the size of the line above: a lone superscript, and how high it is raised.
MUCH_SMALLER, RAISE = 0.75, 0.35
# In characters: shorter pieces are numbers or the cells of a table.
SHORTEST_LINE = 15
# How far below a line the next line of its paragraph stands at most, in parts of its size.
GOES_ON_BELOW = 1.6


def rows_of(pieces: Sequence[Line]) -> list[Line]:
    """Pieces of one column joined to whole lines, from top to bottom."""
    return [merged(row, WIDE_GAP) for row in grouped(pieces)]


def grouped(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces of one column in rows from top to bottom, in each row from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.baseline, piece.left)):
        if rows and _on_row(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _on_row(row: list[Line], piece: Line) -> bool:
    first = max(row, key=lambda other: other.size)
    drop = piece.baseline - first.baseline
    if drop <= SAME_ROW * min(first.size, piece.size):
        return True
    # A superscript comes before the rest of its line, since it stands higher.
    highest = row[0]
    return (
        highest.size <= SMALLER * piece.size
        and piece.baseline - highest.baseline <= RAISED_AT_MOST * piece.size
        and highest.text.isdigit()
        and all(other.size <= SMALLER * piece.size for other in row)
    )


def gutters_of(boxes: Flow) -> list[float]:
    """Where the right columns of a page begin."""
    gutter = _gutter(boxes, ())
    return [] if gutter is None else [gutter]


def flows_of(boxes: Flow, known: Sequence[float], order: int) -> list[Flow]:
    """The flows of a page in reading order, their lines whole.

    `known` are gutters of other pages, which need less to be seen here; `order` is the number of
    flows before this page.
    """
    flows: list[Flow] = []
    for flow in _parted(boxes, known):
        lines = [box for box in flow if isinstance(box, Line)]
        column = Column(
            min((line.left for line in lines), default=0.0),
            max((line.right for line in lines), default=0.0),
            order + len(flows),
        )
        whole: Flow = [
            replace(line, column=column) for line in _with_lone_superscripts(rows_of(lines))
        ]
        whole += [box for box in flow if isinstance(box, Table)]
        flows.append(sorted(whole, key=lambda box: box.baseline))
    return flows


def _with_lone_superscripts(lines: list[Line]) -> list[Line]:
    """Lines; a small number alone right below one is a footnote mark that found no room on it."""
    result: list[Line] = []
    for line in lines:
        above = result[-1] if result else None
        if (
            above
            and line.text.isdigit()
            and line.size <= MUCH_SMALLER * above.size
            and 0 < line.baseline - above.baseline <= GOES_ON_BELOW * above.size
        ):
            baseline = line.baseline + RAISE * above.size
            raised = ((0, len(line.text)),)
            result.append(replace(line, size=above.size, baseline=baseline, raised=raised))
        else:
            result.append(line)
    return result


def _parted(boxes: Flow, known: Sequence[float]) -> list[Flow]:
    gutter = _gutter(boxes, known)
    if gutter is None:
        return [boxes] if boxes else []
    flows: list[Flow] = []
    wide: Flow = []
    for crossing, band in _bands(boxes, gutter):
        left = [box for box in band if box.right < gutter]
        right = [box for box in band if box.left >= gutter - NEAR]
        if crossing or not left or not right:
            wide += band
            continue
        left.sort(key=lambda box: box.baseline)
        first = min(box.top for box in right)
        while wide and left and left[0].bottom <= first and _goes_on(wide[-1], left[0]):
            wide.append(left.pop(0))
        if wide:
            flows.append(wide)
            wide = []
        flows += _parted(left, known) + _parted(right, known)
    if wide:
        flows.append(wide)
    return flows


def _goes_on(above: Line | Table, below: Line | Table) -> bool:
    return (
        isinstance(above, Line)
        and isinstance(below, Line)
        and 0 < below.baseline - above.baseline <= GOES_ON_BELOW * above.size
        and abs(above.size - below.size) < 1
    )


def _bands(boxes: Flow, gutter: float) -> list[tuple[bool, Flow]]:
    """Boxes from top to bottom, in stretches that cross the gutter or do not."""
    bands: list[tuple[bool, Flow]] = []
    for box in sorted(boxes, key=lambda box: (box.baseline, box.left)):
        crossing = box.left < gutter - NEAR and box.right > gutter - NARROWEST_GUTTER + 1
        if not bands or bands[-1][0] != crossing:
            bands.append((crossing, []))
        bands[-1][1].append(box)
    return bands


def _gutter(boxes: Flow, known: Sequence[float]) -> float | None:
    """Where the right column begins, if the boxes stand in columns."""
    lines = [box for box in boxes if isinstance(box, Line)]
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    edges = Counter(round(line.left) for line in lines)
    best, best_score = None, 0
    for edge in sorted(edges):
        is_known = any(abs(edge - gutter) <= NEAR for gutter in known)
        share = (edge - left) / max(1.0, width)
        if not is_known and not NARROWEST_COLUMN <= share <= 1 - NARROWEST_COLUMN:
            continue
        starts = sum(edges[edge + shift] for shift in (0, 1, 2))
        if starts < (1 if is_known else FEWEST_LINES):
            continue
        score = _score(boxes, float(edge), known=is_known)
        if score > best_score:
            best, best_score = float(edge), score
    return best


def _score(boxes: Flow, gutter: float, *, known: bool) -> int:
    """How many lines a gutter would part into columns; 0 where it is none."""
    lefts: list[Line] = []
    rights: list[Line] = []
    for crossing, band in _bands(boxes, gutter):
        lines = [box for box in band if isinstance(box, Line)]
        left = [line for line in lines if line.right < gutter]
        right = [line for line in lines if line.left >= gutter - NEAR]
        overlap = min((line.top for line in right), default=0.0) < max(
            (line.bottom for line in left), default=0.0
        )
        if not crossing and left and right and (overlap or known):
            lefts += left
            rights += right
    fewest = 1 if known else FEWEST_LINES
    if len(lefts) < fewest or len(rights) < fewest:
        return 0
    starts = sum(1 for line in rights if abs(line.left - gutter) <= NEAR)
    if starts < len(rights) / 3 or not (known or (_filled(lefts) and _filled(rights))):
        return 0
    return len(lefts) + len(rights)


def _filled(lines: list[Line]) -> bool:
    """Whether most lines reach over most of their column, as running text does."""
    if median(len(line.text) for line in lines) < SHORTEST_LINE:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(1 for line in rows_of(lines) if line.right - line.left >= FILLED * (right - left))
    return full >= len(rows_of(lines)) / 2
