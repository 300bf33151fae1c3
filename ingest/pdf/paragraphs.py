"""Flows of lines -> blocks: what is printed as one paragraph, heading or list item.

A new block begins where the distance to the line above is wider than inside paragraphs, where the
type changes, at a number or a bullet, at an indent, and behind a short line that ends a sentence.
A block goes on over a column or page break when its sentence does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest import section_names
from ingest.numbering import take_number
from ingest.pdf.line import Flow, Line, Table

# In parts of the size of the type.
WIDER = 0.22
INDENT = 0.7
SAME_EDGE = 0.35
OTHER_SIZE = 0.06
USUAL_LEADING = 1.4
FEWEST_SAMPLES = 3
SHORT_SHARE = 0.6
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
GOING_ON = re.compile(r"(?:[,;:.!?]|\b(?:and|or|and/or))[\"'”’»)\]]*$")
ANNEX_ALONE = re.compile(rf"^\s*(?:{section_names.ANNEX})(?: (?:[IVX]+|\d{{1,2}}|[A-Z]))?\s*$")
CERTAIN_BULLETS = frozenset("·•●○◦▪■□‣⁃\uf0b7\uf0a7\uf0d8\uf02d")
BESIDE_NUMBER = 1


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph, heading, list item or cover line."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """Its lines, their hyphens left as they are."""
        return " ".join(line.text for line in self.lines).strip()


def body_size(flows: Sequence[Flow]) -> float:
    """The size that most letters of the document are set in."""
    sizes: Counter[float] = Counter()
    for flow in flows:
        for box in flow:
            if isinstance(box, Line):
                sizes[round(box.size * 2) / 2] += len(box.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


class Leadings:
    """How far the lines of a paragraph stand from each other, for each size of type."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        samples: dict[float, Counter[float]] = {}
        for flow in flows:
            for above, below in pairwise(flow):
                if not isinstance(above, Line) or not isinstance(below, Line):
                    continue
                distance = below.baseline - above.baseline
                near = 0.8 * above.size < distance < 2.2 * above.size
                if near and abs(above.size - below.size) < 1 and not _is_short(above, below):
                    by_distance = samples.setdefault(_rounded(above.size), Counter())
                    by_distance[round(distance * 2) / 2] += 1
        self._usual = {
            size: max(distances, key=lambda distance: (distances[distance], -distance))
            for size, distances in samples.items()
            if sum(distances.values()) >= FEWEST_SAMPLES
        }

    def of(self, line: Line) -> float:
        """The distance to expect inside a paragraph of a line's size."""
        return self._usual.get(_rounded(line.size), USUAL_LEADING * line.size)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def blocks_of(flows: Sequence[Flow], leadings: Leadings) -> list[Block | Table]:
    """The blocks and tables of a document in reading order."""
    blocks: list[list[Line] | Table] = []
    for flow in flows:
        for position, box in enumerate(flow):
            if isinstance(box, Table):
                blocks.append(box)
                continue
            last = blocks[-1] if blocks else None
            following = flow[position + 1] if position + 1 < len(flow) else None
            if isinstance(last, list) and not _begins(last, box, following, leadings):
                last.append(box)
            else:
                blocks.append([box])
    return [block if isinstance(block, Table) else Block(tuple(block)) for block in blocks]


def _begins(
    block: list[Line], line: Line, following: Line | Table | None, leadings: Leadings
) -> bool:
    """Whether a line begins a block of its own."""
    above = block[-1]
    if _other_type(block, line) or ANNEX_ALONE.match(above.text) or ANNEX_ALONE.match(line.text):
        return True
    if line.column.order != above.column.order:
        return not _goes_on(block, line)
    distance = line.baseline - above.baseline
    if distance > leadings.of(line) + WIDER * line.size or distance < 0:
        return True
    if _is_numbered(block, line):
        return True
    if _is_indented(block, line, following):
        return True
    short = _is_short(above, line) and not above.centred
    if short and SENTENCE_END.search(above.text) and not _stands_alone(above.text):
        return True
    width = max(1.0, above.column.right - above.left)
    very_short = above.right - above.left < SHORT_SHARE * width
    return short and very_short and line.text[:1].isupper() and not _is_caption(above)


def _is_caption(line: Line) -> bool:
    """Whether a line is only a number, whose words stand below it."""
    return _stands_alone(line.text)


def _stands_alone(text: str) -> bool:
    taken = take_number(text.strip())
    return bool(taken.number or taken.bullet) and not taken.text


def _other_type(block: list[Line], line: Line) -> bool:
    above = block[-1]
    if abs(line.size - above.size) > OTHER_SIZE * above.size + 0.2:
        return True
    if line.bold == above.bold or not any(c.isalpha() for c in line.text + above.text):
        return False
    if not any(c.isalpha() for c in line.text) or not any(c.isalpha() for c in above.text):
        return False
    if line.bold:
        # A paragraph that ends in bold letters goes on; a heading begins behind a finished one.
        return bool(SENTENCE_END.search(above.text)) or _is_short(above, line)
    # Bold words at the beginning of a paragraph fill their line, and their sentence goes on.
    width = above.column.right - above.column.left
    return above.right - above.left < SHORT_SHARE * width or not line.text[:1].islower()


def _goes_on(block: list[Line], line: Line) -> bool:
    """Whether the paragraph at the end of a column goes on at the top of the next."""
    above = block[-1]
    text = above.text.rstrip()
    if text.endswith(("-", "\u00ad")) and line.text[:1].isalpha():
        return True
    if SENTENCE_END.search(text) or _stands_alone(" ".join(part.text for part in block)):
        return False
    taken = take_number(line.text)
    if (taken.number and not line.text[:1].isdigit()) or taken.bullet:
        return False
    if taken.number and taken.text[:1].isupper():
        return False
    if line.text[:1].islower():
        return True
    full = above.column.right - above.right < 0.15 * (above.column.right - above.column.left)
    return full and not above.bold and not above.capitals


def _is_numbered(block: list[Line], line: Line) -> bool:
    """Whether a line begins with the number or bullet of a paragraph, not of a sentence."""
    above = block[-1]
    taken = take_number(line.text)
    if taken.bullet:
        if taken.bullet in CERTAIN_BULLETS:
            return True
        first = take_number(block[0].text)
        return (
            bool(GOING_ON.search(above.text))
            or _gap_behind(line, taken.bullet)
            or _is_short(above, line)
            or first.bullet == taken.bullet
        )
    if not taken.number or (_stands_alone(block[0].text) and len(block) == BESIDE_NUMBER):
        return False
    return (
        bool(GOING_ON.search(above.text))
        or _gap_behind(line, taken.number)
        or _is_short(above, line)
        or line.left < above.left - SAME_EDGE * line.size
    )


def _gap_behind(line: Line, number: str) -> bool:
    return any(gap.offset == len(number) for gap in line.gaps)


def _is_indented(block: list[Line], line: Line, following: Line | Table | None) -> bool:
    above = block[-1]
    shift = (line.left - above.left) / line.size
    if abs(shift) <= INDENT or (line.centred and above.centred):
        return False
    taken = take_number(block[0].text)
    hanging = bool(taken.number or taken.bullet)
    if len(block) == 1 and hanging:
        # What hangs under a number stands below its words, or at the margin.
        return (
            shift < 0
            and line.left < above.column.left + SAME_EDGE * line.size < above.left
            and (bool(SENTENCE_END.search(above.text)) and _is_short(above, line))
        )
    if shift > 0:
        outdented = isinstance(following, Line) and following.left < line.left - INDENT * line.size
        ended = bool(SENTENCE_END.search(above.text))
        return ended or outdented or _is_short(above, line)
    return len(block) > 1


def _is_short(above: Line, below: Line) -> bool:
    """Whether the first word of a line would have found room on the line above."""
    words = below.text.split(maxsplit=1)
    if not words:
        return False
    letter = (below.right - below.left) / max(1, len(below.text))
    room = above.column.right - above.right
    return room > (len(words[0]) + 1) * letter + 0.3 * below.size
