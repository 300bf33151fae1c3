"""Cover, blocks, tables and notes -> elements in the words of `ingest/element.py`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest import section_names
from ingest.document import LeftOut
from ingest.element import Element, Role
from ingest.numbering import bare, take_number
from ingest.pdf.cover import Cover
from ingest.pdf.footnotes import Note
from ingest.pdf.headings import Body, is_heading, levels_of, numbers_of
from ingest.pdf.hyphens import Joined, Joiner
from ingest.pdf.line import Table
from ingest.pdf.paragraphs import Block

ANNEX = re.compile(
    rf"^((?:{section_names.ANNEX})(?:\s+(?:[IVX]+|\d{{1,2}}|[A-Z]))?)(?:\s*[:–—.-]\s*\S.*)?$"
)
ANNEX_HEADING = re.compile(
    rf"^((?i:{section_names.ANNEX})\s+(?:[IVX]+|\d{{1,2}}|[A-Z]))(?:\s*[:–—.-]\s*\S.*)?$"
)
DECIMAL = re.compile(r"^\d{1,3}$")
NEAR, FAR = 6.0, 40.0
MOST_ANNEX_LINES = 2


@dataclass(slots=True)
class Composer:
    """Makes elements; keeps the bullets that it leaves out and the state of the list it is in."""

    joiner: Joiner
    body: Body
    elements: list[Element] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    # The number of the last item behind a lead-in that ends in a colon, 0 at once behind it.
    listed: int | None = None

    def compose(
        self, cover: Cover, blocks: Sequence[Block | Table], notes: Sequence[Note]
    ) -> list[Element]:
        """All elements in reading order, the notes at the end of their part."""
        for entry in cover.entries:
            joined = self.joiner.join(entry)
            self._add(Role.COVER, joined)
        annexes = self._annexes(blocks)
        headings = [
            block
            for block in blocks
            if isinstance(block, Block)
            and id(block) not in annexes
            and is_heading(block, self.body)
        ]
        levels = {
            id(heading): (level, numbered.number)
            for heading, level, numbered in zip(
                headings, levels_of(headings), numbers_of(headings), strict=True
            )
        }
        waiting = list(notes)
        for block in blocks:
            if isinstance(block, Table):
                self._add_table(block)
            elif id(block) in annexes:
                waiting = self._add_notes(waiting, before=block.first.page)
                self._open_part(block, annexes[id(block)])
            elif id(block) in levels:
                self._add_heading(block, *levels[id(block)])
            else:
                self._add_block(block)
        self._add_notes(waiting, before=None)
        return self._with_lone_numbers_joined()

    def _annexes(self, blocks: Sequence[Block | Table]) -> dict[int, str]:
        """The blocks that say that an annex begins, by their id, with what the part is called."""
        annexes: dict[int, str] = {}
        page, above_page = 0, 0
        for block in blocks:
            if isinstance(block, Table):
                above_page = block.page
                continue
            name = self._annex(block, on_top=above_page < block.first.page)
            if name and block.first.page != page:
                page = block.first.page
                annexes[id(block)] = name
            above_page = block.last.page
        return annexes

    def _annex(self, block: Block, *, on_top: bool) -> str:
        text = " ".join(block.text.split())
        heading = is_heading(block, self.body)
        match = ANNEX.match(text) or (heading and ANNEX_HEADING.match(text))
        if not match or len(block.lines) > MOST_ANNEX_LINES:
            return ""
        inward = block.first.left > block.first.column.left + FAR
        apart = heading or block.first.centred or inward
        return " ".join(match[1].upper().split()) if on_top or apart else ""

    def _open_part(self, block: Block, name: str) -> None:
        self.elements.append(Element(Role.PART, name, pages=((block.first.page, 0),)))
        self._add(Role.COVER, self.joiner.join(block.lines))
        self._end_list()

    def _add_heading(self, block: Block, level: int, number: str) -> None:
        self._add(Role.HEADING, self.joiner.join(block.lines), number, level)
        self._end_list()

    def _add_block(self, block: Block) -> None:
        joined = self.joiner.join(block.lines)
        if not joined.text:
            return
        taken = take_number(joined.text)
        number = bare(taken.number)
        if taken.bullet and taken.text:
            self.left_out.append(LeftOut("bullet", taken.bullet, page=block.first.page))
            joined = self._cut(joined, taken.text)
            self._add(Role.ITEM, joined, level=self._depth(block))
        elif number and self._is_item(taken.number):
            self._add(Role.ITEM, joined, taken.number, self._depth(block))
        else:
            self._add(Role.PARAGRAPH, joined, taken.number)
            self._end_list()
            if joined.text.rstrip().endswith(":"):
                self.listed = 0

    def _is_item(self, number: str) -> bool:
        """Whether a number is that of a list item: (a), b), i), or 1. behind a lead-in."""
        plain = bare(number)
        if not plain[0].isdigit():
            return number.startswith("(") or number.endswith(")") or plain.islower()
        if number.endswith(")"):
            return True
        # "5." behind "4. The Council:" and its points a) and b) is the next paragraph.
        if self.listed is None or not DECIMAL.match(plain) or int(plain) != self.listed + 1:
            return False
        if self.listed == 0 and self.elements[-1].role is not Role.PARAGRAPH:
            return False
        self.listed += 1
        return True

    def _depth(self, block: Block) -> int:
        """How many items of the list that is going on a new item stands inside of."""
        edge = block.first.left - block.first.column.left
        while self.edges and self.edges[-1] > edge + NEAR:
            self.edges.pop()
        if not self.edges or edge > self.edges[-1] + NEAR:
            self.edges.append(edge)
        return len(self.edges) - 1

    def _end_list(self) -> None:
        self.edges.clear()
        self.listed = None

    def _add_table(self, table: Table) -> None:
        self._end_list()
        for row in table.rows:
            role = Role.ROW
            for cell in row:
                joined = self.joiner.join(cell)
                if joined.text:
                    self._add_whole(role, joined)
                    role = Role.CELL

    def _add_notes(self, notes: list[Note], before: int | None) -> list[Note]:
        """Add the notes of the pages before one; what is left is for a later part."""
        waiting = []
        for note in notes:
            if before is not None and (note.page >= before or note.end_note):
                waiting.append(note)
                continue
            joined = self.joiner.join(note.lines)
            if note.punctuation:
                self.left_out.append(LeftOut("note mark", note.punctuation, page=note.page))
            self.elements.append(
                Element(Role.NOTE, joined.text, note.number, 0, joined.marks, joined.pages)
            )
        return waiting

    def _add(self, role: Role, joined: Joined, number: str = "", level: int = 0) -> None:
        if number:
            joined = self._cut(joined, joined.text[len(number) :].lstrip())
        self._add_whole(role, joined, number, level)

    def _add_whole(self, role: Role, joined: Joined, number: str = "", level: int = 0) -> None:
        if joined.text or number:
            self.elements.append(
                Element(role, joined.text, number, level, joined.marks, joined.pages)
            )

    @staticmethod
    def _cut(joined: Joined, rest: str) -> Joined:
        """A text without the number or bullet that it begins with."""
        cut = len(joined.text) - len(rest)
        return Joined(
            rest,
            tuple((mark, max(0, offset - cut)) for mark, offset in joined.marks),
            tuple((page, max(0, offset - cut)) for page, offset in joined.pages),
        )

    def _with_lone_numbers_joined(self) -> list[Element]:
        """A number that stands on a line of its own belongs to the paragraph below it."""
        result: list[Element] = []
        for element in self.elements:
            above = result[-1] if result else None
            lone = above and above.number and not above.text and not element.number
            if above and lone and element.role in (Role.PARAGRAPH, Role.HEADING):
                role = element.role if above.role is Role.PARAGRAPH else above.role
                level = above.level or element.level
                result[-1] = replace(element, role=role, number=above.number, level=level)
            else:
                result.append(element)
        return [
            replace(element, text=element.number, number="")
            if not element.text and element.number
            else element
            for element in result
        ]
