"""Elements and what was left out, while a reader goes through a file from its top to its end.

What the formats have in common is decided here: where a numbered line is a paragraph and where an
item of a list, what opens an annex, and that the notes of a part stand at its end.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest import section_names
from ingest.document import LeftOut
from ingest.element import Element, Role
from ingest.numbering import Numbered, bare, take_number
from ingest.reading import Doubt
from ingest.tables import Cell, table_elements

Marks = tuple[tuple[str, int], ...]

ANNEX = re.compile(
    rf"^((?:{section_names.ANNEX}|ANNEXES)(?:[ \u00a0](?:[IVX]+|\d{{1,2}}|[A-Z]))?)"
    r"(?=$|[ \u00a0]?[:–—.-])"
)
SENTENCE_BREAK = re.compile(r"[.!?] +[A-Z“]")
# An item of a list is one thing of several; what says more is a numbered paragraph.
ITEM_CHARACTERS = 400
# "A. Smith" signs; what goes on for longer is numbered.
WORDS_OF_AN_ITEM = 3
ROMAN_LETTERS = frozenset("IVX")


def annex_of(line: str, *, is_heading: bool) -> str:
    """The name of the annex that a line opens ("ANNEX", "ANNEX II"), empty if it opens none."""
    match = ANNEX.match(line.upper() if is_heading else line)
    if not match or (not is_heading and match.end() != len(line)):
        return ""
    return match[1].replace("\u00a0", " ")


@dataclass(slots=True)
class Assembly:
    """What a reader has gathered so far."""

    elements: list[Element] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    end_notes: list[Element] = field(default_factory=list)
    _numbered_list_open: bool = False
    _in_cell: bool = False

    def leave_out(self, reason: str, text: str, offset: int = -1) -> None:
        """Account for characters that are no part of the text; blank ones need no account."""
        if text.strip():
            self.left_out.append(LeftOut(reason, text.strip(), offset))

    def doubt(self, text: str) -> None:
        """Tell a person what to look at."""
        self.doubts.append(Doubt(text))

    def heading(self, text: str, number: str = "", level: int = 0, marks: Marks = ()) -> None:
        """Add a heading; "Annex II: Methods" opens a part, as does "ANNEX"."""
        self._numbered_list_open = False
        annex = "" if number or self._in_cell else annex_of(text, is_heading=True)
        if annex:
            self.open_part(annex, text, marks)
        else:
            self.elements.append(Element(Role.HEADING, text, number, level, marks))

    def cover(self, text: str, marks: Marks = ()) -> None:
        """Add a line of the title page."""
        self.elements.append(Element(Role.COVER, text, marks=marks))

    def block(
        self, text: str, number: str = "", *, marks: Marks = (), item: bool = False, level: int = 0
    ) -> None:
        """Add a paragraph, or an item of a list if `item` says so or its number does."""
        if not item and not number and not self._in_cell and annex_of(text, is_heading=False):
            self.open_part(annex_of(text, is_heading=False), text, marks)
            return
        role = Role.ITEM if item or self._is_item(number, text) else Role.PARAGRAPH
        level = level if role is Role.ITEM else 0
        self.elements.append(Element(role, text, number, level, marks))

    def typed_block(
        self, text: str, *, marks: Marks = (), item: bool = False, level: int = 0
    ) -> None:
        """Add a paragraph or item whose number or bullet, if any, is typed in its text."""
        found = take_number(text)
        taken = len(text) - len(found.text)
        shifted = tuple((mark, max(offset - taken, 0)) for mark, offset in marks)
        if not found.text or (found.number and not self._may_number(found)):
            self.block(text, marks=marks, item=item, level=level)
            return
        self.leave_out("bullet", found.bullet)
        item = item or bool(found.bullet)
        self.block(found.text, found.number, marks=shifted, item=item, level=level)

    def open_part(self, name: str, line: str, marks: Marks = ()) -> None:
        """Begin an annex, behind the notes of the part before it."""
        self._flush_notes()
        self._numbered_list_open = False
        self.elements.append(Element(Role.PART, name))
        self.cover(line, marks)

    def note(self, text: str, number: str, marks: Marks = (), *, is_end_note: bool = False) -> None:
        """Keep a note for the end of its part, where end notes stand behind the footnotes."""
        kept = self.end_notes if is_end_note else self.notes
        kept.append(Element(Role.NOTE, text, number, marks=marks))

    def begin_cell(self) -> list[Element]:
        """Gather a cell of a table from here; what was gathered before is to be given back."""
        outside, self.elements = self.elements, []
        self._in_cell, self._numbered_list_open = True, False
        return outside

    def end_cell(self, outside: list[Element], *, in_cell: bool = False) -> Cell:
        """What the cell holds."""
        cell, self.elements = self.elements, outside
        self._in_cell, self._numbered_list_open = in_cell, False
        return cell

    @property
    def in_cell(self) -> bool:
        """Whether what is added belongs to a table."""
        return self._in_cell

    def table(self, rows: list[list[Cell]]) -> None:
        """Add a table that was gathered cell by cell."""
        elements, bullets = table_elements(rows)
        self.elements += elements
        for bullet in bullets:
            self.leave_out("bullet", bullet)

    def finish(self) -> tuple[Element, ...]:
        """All elements in reading order, the notes at the end of their part."""
        self._flush_notes()
        return tuple(self.elements)

    def _flush_notes(self) -> None:
        self.elements += self.notes + self.end_notes
        self.notes.clear()
        self.end_notes.clear()

    def _is_item(self, number: str, text: str) -> bool:
        """Whether a line with this number is an item: "(a)" is, "12." only in a list."""
        before = self.elements[-1] if self.elements else None
        if not number:
            self._numbered_list_open = False
            return False
        plain = bare(number)
        if plain.isalpha():
            return True
        goes_on = self._numbered_list_open and before is not None and before.role is Role.ITEM
        leads_in = before is not None and before.role is Role.PARAGRAPH and before.text[-1:] == ":"
        if leads_in and before is not None and plain.isdigit():
            # "13." behind "12. The Council:" is the next paragraph, not the first of a list.
            leads_in = bare(before.number) != str(int(plain) - 1)
        single = len(text) <= ITEM_CHARACTERS and not SENTENCE_BREAK.search(text)
        self._numbered_list_open = plain.isdigit() and (goes_on or leads_in) and single
        return self._numbered_list_open

    def _may_number(self, found: Numbered) -> bool:
        """Whether letters and a full stop are a number: "D. Trump said" begins a sentence."""
        letter = found.number.rstrip(".")
        if letter == found.number or not letter.isalpha():
            return True
        if letter.isupper() and found.text[:1].islower():
            return False
        if letter.upper() in ("A", "I"):
            return found.text.count(" ") >= WORDS_OF_AN_ITEM
        numbers = (bare(e.number) for e in reversed(self.elements) if e.number[-1:] == ".")
        before = next(numbers, "")
        if set(letter.upper()) <= ROMAN_LETTERS and set(before.upper()) & ROMAN_LETTERS:
            return letter != before
        return len(letter) == len(before) == 1 and ord(letter) - ord(before) == 1


def with_their_numbers(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, with a number that stands on a line of its own at its paragraph."""
    waiting: Element | None = None
    for element in elements:
        if waiting is not None:
            plain = element.role is Role.PARAGRAPH and not element.number
            if plain:
                yield replace(element, number=waiting.text)
                waiting = None
                continue
            yield waiting
            waiting = None
        found = take_number(element.text)
        alone = bool(found.number) and not found.text and not element.number and not element.marks
        if element.role is Role.PARAGRAPH and alone:
            waiting = element
        else:
            yield element
    if waiting is not None:
        yield waiting
