"""Blocks -> which of them are headings, and how high.

A heading is short and set otherwise than the body: larger, bold, in capitals, underlined or in
italics. Levels follow size, then weight; inside one style the shapes of numbers ("I.", "A.", "1.1")
in the order in which they first come.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.numbering import Numbered, bare, take_number
from ingest.pdf.line import Line
from ingest.pdf.paragraphs import Block

LARGER = 1.1
MUCH_LARGER = 1.25
LONGEST = 250
LONGEST_PLAIN = 90
MOST_LINES = 5
FEWEST_LETTERS = 2
FEWEST_CAPITALS = 4
MOST_UNDERLINED = 2
MOST_LEVELS = 6
SENTENCE_END = re.compile(r"[.;,][\"'”’»)]*$")
BROCHURE_NUMBER = re.compile(r"^((\d{1,2})(?:\.\d{1,2})*\s?[_·])\s*(?=\S)")
LONE_NUMBER = re.compile(r"^((\d{1,2}))\s+(?=[^\W\d_])")
ROMAN = re.compile(r"^[IVXL]+$")


@dataclass(frozen=True, slots=True)
class Body:
    """How the running text of a document is set."""

    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading is set; the smaller `rank`, the higher it stands."""

    size: float
    bold: bool
    capitals: bool
    italic: bool

    @property
    def rank(self) -> tuple[float, bool, bool, bool]:
        """What styles are sorted by."""
        return (-self.size, not self.bold, not self.capitals, self.italic)


def body_of(lines: Sequence[Line], size: float) -> Body:
    """The usual type of a document whose text is mostly of one size."""
    usual = [line for line in lines if abs(line.size - size) <= 1]
    letters = max(1, sum(len(line.text) for line in usual))
    bold = sum(len(line.text) for line in usual if line.bold)
    italic = sum(len(line.text) for line in usual if line.italic)
    return Body(size, bold > letters / 2, italic > letters / 2)


def is_heading(block: Block, body: Body) -> bool:
    """Whether a block is a heading by the way it is set."""
    taken = take_number(block.text)
    letters = sum(1 for letter in taken.text if letter.isalpha())
    if (
        letters < FEWEST_LETTERS
        or taken.bullet
        or len(block.text) > LONGEST
        or len(block.lines) > MOST_LINES
    ):
        return False
    size = min(line.size for line in block.lines)
    if size < 0.8 * body.size:
        return False
    ends = bool(SENTENCE_END.search(block.text))
    if size >= MUCH_LARGER * body.size:
        return True
    lowered = bool(re.match(r"[(\[]?[a-z]{1,4}[).]", taken.number))
    strong = (
        size >= LARGER * body.size
        or (not body.bold and all(line.bold for line in block.lines))
        or (all(line.underlined for line in block.lines) and len(block.lines) <= MOST_UNDERLINED)
        or (all(line.capitals for line in block.lines) and letters >= FEWEST_CAPITALS)
    )
    if strong:
        return not ends or (bool(taken.number) and not lowered)
    if ends or len(block.text) > LONGEST_PLAIN or not taken.text[:1].isupper() or lowered:
        return False
    if block.text.endswith((":", "?", "!")):
        return False
    if not body.italic and all(line.italic for line in block.lines):
        return True
    # A lone Roman number begins a heading also in the type of the body: "III. Operational aims".
    return bool(ROMAN.match(bare(taken.number))) and taken.number.endswith(".")


def numbers_of(headings: Sequence[Block]) -> list[Numbered]:
    """Each heading with its number apart, also where it has no full stop: "2 Aims", "3_ Means".

    Such a number must stand apart from its words or be the next, since "12 Recommendations" counts.
    """
    found: list[Numbered] = []
    last = 0
    for heading in headings:
        taken = take_number(heading.text)
        match = BROCHURE_NUMBER.match(heading.text) or LONE_NUMBER.match(heading.text)
        if not taken.number and match:
            apart = any(gap.offset == match.end(1) for gap in heading.first.gaps)
            value = int(match[2])
            if apart or value == last + 1 or not match[1].isdigit():
                taken = Numbered(heading.text[match.end() :].strip(), number=match[1])
        digits = bare(taken.number).partition(".")[0].rstrip("_· ")
        last = int(digits) if digits.isdigit() else last
        found.append(taken)
    return found


def levels_of(headings: Sequence[Block]) -> list[int]:
    """The level of each heading, 1 the highest."""
    styles = [_style(heading) for heading in headings]
    taken = numbers_of(headings)
    shapes: dict[Style, list[str]] = {}
    for style, numbered in zip(styles, taken, strict=True):
        own = shapes.setdefault(style, [])
        shape = _shape(numbered, own)
        if shape and shape not in own:
            own.append(shape)
    steps: dict[tuple[Style, str], int] = {}
    for style in sorted(shapes, key=lambda style: style.rank):
        first = len(set(steps.values())) + 1
        for offset, shape in enumerate(_ordered(shapes[style]) or [""]):
            steps[style, shape] = first + offset
        steps[style, ""] = first
    return [
        min(MOST_LEVELS, steps[style, _shape(numbered, shapes[style])])
        for style, numbered in zip(styles, taken, strict=True)
    ]


def _ordered(shapes: list[str]) -> list[str]:
    """The shapes in order, decimal numbers with more parts below those with fewer."""
    decimals = iter(sorted(shape for shape in shapes if shape.startswith("decimal")))
    return [next(decimals) if shape.startswith("decimal") else shape for shape in shapes]


def _style(block: Block) -> Style:
    return Style(
        size=round(max(line.size for line in block.lines)),
        bold=all(line.bold for line in block.lines),
        capitals=all(line.capitals for line in block.lines),
        italic=all(line.italic for line in block.lines),
    )


def _shape(numbered: Numbered, known: list[str]) -> str:
    """What kind of number a heading has: "roman", "letter", "decimal1", "decimal2", "small"."""
    number = bare(numbered.number)
    if not number:
        return ""
    if number[0].isdigit():
        return f"decimal{number.rstrip('_· ').count('.') + 1}"
    if ROMAN.match(number):
        # "C." and "D." behind "B." are letters: the first of a shape tells what follows.
        alone = len(number) == 1 and number not in "IVX"
        return "letter" if alone or (number != "I" and "roman" not in known) else "roman"
    return "letter" if number.isupper() else "small"
