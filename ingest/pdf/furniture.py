"""Pages without their running heads and feet and their page numbers.

A line at the top or the bottom of pages is furniture when what stands at its height is the same
from page to page, digits aside. Where body text begins, each page has other words at that height:
so a heading that is repeated at the top of pages is none. The feet of Council documents and page
numbers are known by their shape.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import LeftOut
from ingest.pdf.columns import grouped
from ingest.pdf.line import Line, merged
from ingest.pdf.lines import WIDE_GAP
from ingest.pdf.page import Page
from ingest.pdf.paragraphs import body_size
from ingest.section_names import ANNEX, LANGUAGE_CODES

# In parts of the page's height: where heads and feet stand, where even a single page has them.
HEAD, FOOT = 0.14, 0.84
OUTERMOST_HEAD, OUTERMOST_FOOT = 0.07, 0.93
BODY_BEGINS = 0.085
MOST_ROWS = 4
SAME_HEIGHT = 3.0
FEWEST_PAGES = 3
SAME_SHARE = 0.75
# In parts of the size of the type, and of the width of the text.
WHITE_SPACE = 1.6
FILLED = 0.6
LARGER = 1.1
MOST_PAGE_DIGITS = 4

_NUMBER = r"\d{4,5}(?:/\d{1,2})?/\d{2}"
_SUFFIX = r"(?: (?:REV|ADD|COR|EXT|DCL|INIT|AMD|SU)\.? ?\d*)*"
_INITIALS = r"(?: ?[A-Za-z]{1,4}(?:/[A-Za-z]{1,4}){0,4})?"
COUNCIL_NUMBER = re.compile(
    rf"^{_NUMBER}{_SUFFIX}{_INITIALS}(?: \d{{1,4}})?(?: (?:{LANGUAGE_CODES}))?$"
)
COUNCIL_SERVICE = re.compile(
    rf"^(?:(?:{ANNEX})(?: (?:[IVX]+|\d+|[A-Z]))?(?: TO (?:THE )?ANNEX(?: [IVX\d]+)?)? )?"
    r"(?:(?:DG )?[A-Z]{1,6}(?:[ .]?\d{1,2})?(?:[ .]?[A-Z\d]{1,2})?(?:/[A-Z]{2,6})?)"
    r"(?: (?:LIMITE|PUBLIC|RESTREINT(?: UE)?|UE/EU \w+))?(?: \d{1,4})? "
    rf"(?:{LANGUAGE_CODES})$"
)
PAGE_NUMBER = re.compile(
    r"^(?:[-–—|]\s?)?(?:(?:page|p\.)\s?)?(?P<value>\d{1,4}|[ivxl]{1,6})"
    r"(?:\s?(?:/|of|\|)\s?\d{1,4})?(?:\s?[-–—|])?$",
    re.IGNORECASE,
)
LEADING_NUMBER = re.compile(r"(\d{1,3})\s+\D")
DIGITS = re.compile(r"\d+")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line in the upper or lower margin; `place` is its height, from the bottom for a foot.

    `apart` says that white space parts it from the body, as it does a running head.
    """

    page: Page
    line: Line
    pieces: tuple[Line, ...]
    foot: bool
    apart: bool

    @property
    def place(self) -> float:
        return self.page.height - self.line.baseline if self.foot else self.line.baseline

    @property
    def key(self) -> str:
        text = self.line.text
        leading = LEADING_NUMBER.match(text) if self.foot else None
        # A number in front is that of the page or of a footnote ("12 Ibid."), which goes its way.
        shift = f"{int(leading[1]) - self.page.number} " if leading else ""
        return shift + DIGITS.sub("#", text).casefold()

    @property
    def footnote(self) -> bool:
        """Whether the line begins with a superscript."""
        return any(start == 0 for start, _ in self.line.raised)


def without_furniture(pages: list[Page]) -> tuple[list[Page], list[LeftOut]]:
    """The pages without heads, feet and page numbers, and what was left out of them."""
    size = body_size([list(page.pieces) for page in pages])
    rows = [row for page in pages for row in _margin_rows(page)]
    gone = {id(row): row for row in rows if _has_council_shape(row)}
    gone |= {id(row): row for row in _repeated(rows, len(pages), size)}
    gone |= {id(row): row for row in _page_numbers(rows, gone)}
    pieces = {id(piece) for row in gone.values() for piece in row.pieces}
    left_out = [
        LeftOut("furniture", row.line.text, page=row.page.number)
        for row in sorted(gone.values(), key=lambda row: (row.page.number, row.line.baseline))
    ]
    repeated = _repeated_turned(pages)
    kept = []
    for page in pages:
        turned = [line for line in page.turned if line.text not in repeated]
        left_out += [
            LeftOut("furniture", line.text, page=page.number)
            for line in page.turned
            if line.text in repeated
        ]
        rest = [piece for piece in page.pieces if id(piece) not in pieces]
        kept.append(replace(page, pieces=rest, turned=turned))
    return kept, left_out


def _margin_rows(page: Page) -> Iterator[_Row]:
    """The first and the last rows of a page, as far as they stand in its margins."""
    groups = grouped(page.pieces)
    lines = [merged(pieces, WIDE_GAP) for pieces in groups]
    for foot in (False, True):
        order = range(len(lines) - 1, -1, -1) if foot else range(len(lines))
        outer = [lines[at] for at in order]
        apart = _apart(outer)
        for depth, at in enumerate(order[:MOST_ROWS]):
            share = lines[at].baseline / page.height
            if share >= FOOT if foot else share <= HEAD:
                yield _Row(page, lines[at], tuple(groups[at]), foot, depth in apart)


def _apart(outer: list[Line]) -> set[int]:
    """Which of the outermost lines of a page stand apart from its body.

    White space must follow them. Lines that follow each other closely and are filled are a
    paragraph, even if it is the same on each page.
    """
    width = max((line.right for line in outer), default=0.0)
    width -= min((line.left for line in outer), default=0.0)
    apart: set[int] = set()
    block: list[int] = []
    for depth, (line, inner) in enumerate(pairwise(outer[: MOST_ROWS + 1])):
        block.append(depth)
        distance = abs(inner.baseline - line.baseline)
        if distance <= WHITE_SPACE * max(inner.size, line.size):
            continue
        filled = any(
            piece.right - piece.left > FILLED * width
            for at in block
            for piece in outer[at].parted()
        )
        if len(block) == 1 or not filled:
            apart.update(block)
        block = []
    return apart


def _has_council_shape(row: _Row) -> bool:
    text = " ".join(row.line.text.split())
    if not row.foot:
        return False
    return bool(COUNCIL_NUMBER.match(text) or COUNCIL_SERVICE.match(text))


def _repeated(rows: list[_Row], pages: int, usual_size: float) -> Iterator[_Row]:
    """The rows that come back on other pages at a height where little else stands."""
    for foot in (False, True):
        own = sorted((row for row in rows if row.foot is foot), key=lambda row: row.place)
        for row_of_slot in _slots(own):
            able = [
                row
                for row in row_of_slot
                if (row.apart or _outermost(row))
                and not row.footnote
                and not _like_a_heading(row, usual_size)
            ]
            keys: dict[str, set[int]] = {}
            for row in able:
                keys.setdefault(row.key, set()).add(row.page.number)
            same = {key for key, on in keys.items() if len(on) > 1}
            covered = {row.page.number for row in able if row.key in same}
            if len(covered) < SAME_SHARE * len({row.page.number for row in row_of_slot}):
                continue
            for row in able:
                if row.key in same and (
                    len(covered) >= FEWEST_PAGES or (pages < FEWEST_PAGES and _outermost(row))
                ):
                    yield row


def _slots(rows: list[_Row]) -> list[list[_Row]]:
    """Rows, sorted by height, grouped by it."""
    slots: list[list[_Row]] = []
    for row in rows:
        if slots and row.place - slots[-1][0].place <= SAME_HEIGHT:
            slots[-1].append(row)
        else:
            slots.append([row])
    return slots


def _like_a_heading(row: _Row, usual_size: float) -> bool:
    """Whether a line is set as headings are and stands where the body can begin."""
    line = row.line
    strong = (line.bold and line.size >= usual_size) or line.size > LARGER * usual_size
    return strong and not row.foot and line.baseline > BODY_BEGINS * row.page.height


def _outermost(row: _Row) -> bool:
    share = row.line.baseline / row.page.height
    return share >= OUTERMOST_FOOT if row.foot else share <= OUTERMOST_HEAD


def _page_numbers(rows: list[_Row], gone: dict[int, _Row]) -> Iterator[_Row]:
    """Lone numbers at one height that count the pages, and the physical number of a page."""
    numbers: list[tuple[_Row, int]] = []
    for row in rows:
        match = PAGE_NUMBER.match(row.line.text.strip())
        if match and id(row) not in gone and len(row.line.text) <= 4 * MOST_PAGE_DIGITS:
            numbers.append((row, _value(match["value"])))
    shifts = Counter((row.foot, value - row.page.number) for row, value in numbers)
    for row, value in numbers:
        shift = value - row.page.number
        if shifts[row.foot, shift] >= FEWEST_PAGES or (
            _outermost(row) and (shift == 0 or shifts[row.foot, shift] > 1)
        ):
            yield row


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [ROMAN_VALUES[letter] for letter in number.lower()]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def _repeated_turned(pages: list[Page]) -> set[str]:
    """What stands slanted or upright on several pages: watermarks and stamps."""
    seen = Counter(text for page in pages for text in {line.text for line in page.turned})
    return {text for text, count in seen.items() if count > 1}
