"""Lines without their footnote marks.

The notes that were found say which numbers can be marks: a number is one only if its note is the
next. A superscript is the surest; without one, a number that is glued to a word, a figure or
punctuation is taken, or one that stands alone before punctuation.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.document import LeftOut
from ingest.pdf.footnotes import Note
from ingest.pdf.line import Flow, Line, Table
from ingest.reading import Doubt

# Names that end in a figure: what is glued to them is no mark.
NAMES = frozenset("co covid no so pm ch web horizon agenda beijing rio cop".split())
COUNTED = re.compile(
    r"(?:\b(?:articles?|art\.?|pages?|p\.|no\.?|nos\.?|sections?|paragraphs?|para\.?|annex|chapters?|"
    r"points?|part|phase|figure|table|box|goals?|sdgs?|targets?|next|last|past|over)|[\d)])\s$",
    re.IGNORECASE,
)
YEAR = r"(?<!\d)(?:19|20)\d\d"
WORD_BEFORE = re.compile(r"[^\W\d_]+$")
TOKEN = re.compile(r"[^\W_]+")
UNIT_BEFORE = re.compile(r"(?<![^\W\d_])[kcm]?m$")


@dataclass(slots=True)
class _Taker:
    """Goes through the lines in reading order with the notes whose marks it still looks for."""

    notes: list[Note]
    tokens: Counter[str]
    raised: set[tuple[int, str]]
    position: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def note(self) -> Note | None:
        return self.notes[self.position] if self.position < len(self.notes) else None

    def taken(self, line: Line) -> Line:
        self._skip_notes_of_earlier_pages(line.page)
        start = 0
        while True:
            found = self._next_mark(line, start)
            if found is None:
                break
            first, last = found
            line = self._take(line, first, last)
            self.position += 1
            start = first
        for first, last in reversed(line.raised):
            text = line.text[first:last].strip()
            if self._is_known(text, line.page) and not UNIT_BEFORE.search(line.text[:first]):
                line = self._take(line, first, last)
        return line

    def finish(self) -> None:
        self.doubts += [_lost(note) for note in self.notes[self.position :]]

    def _skip_notes_of_earlier_pages(self, page: int) -> None:
        while self.note and not self.note.end_note and self.note.page < page:
            self.doubts.append(_lost(self.note))
            self.position += 1

    def _next_mark(self, line: Line, start: int) -> tuple[int, int] | None:
        note = self.note
        if note is None or not (note.end_note or note.page - 1 <= line.page <= note.page):
            return None
        for first, last in line.raised:
            match = re.match(rf"[\s,;(\[]*({re.escape(note.number)})", line.text[first:last])
            if first + 1 > start and match and self._goes_on(line.text[first + match.end() : last]):
                return first + match.start(1), first + match.end(1)
        if any((page, note.number) in self.raised for page in (line.page, note.page)):
            return None
        return self._flat(line, note.number, start)

    def _goes_on(self, rest: str) -> bool:
        """Whether what follows a mark inside one superscript is nothing, or the next mark."""
        if not rest[:1].isdigit():
            return True
        after = self.notes[self.position + 1 : self.position + 2]
        return bool(after) and rest.startswith(after[0].number)

    def _flat(self, line: Line, number: str, start: int) -> tuple[int, int] | None:
        following = [note.number for note in self.notes[self.position + 1 : self.position + 4]]
        behind = "".join(f"(?:{re.escape(after)}" for after in following) + ")?" * len(following)
        mark = re.escape(number)
        for match in re.finditer(rf"{mark}(?={behind}(?![\w/%°]|[.,]\d))", line.text):
            before = line.text[: match.start()]
            if match.start() < start or not before.strip():
                continue
            if match.start() == start and line.marks and line.marks[-1][1] == start:
                return match.span()
            if self._can_carry_a_mark(before, line.text[match.end() :], line.text):
                return match.span()
        return None

    def _can_carry_a_mark(self, before: str, behind: str, text: str) -> bool:
        word = WORD_BEFORE.search(before)
        if word:
            rest = TOKEN.search(text, word.start())
            # A name that ends in a figure comes more than once: "Agenda2030".
            once = rest is None or self.tokens[rest[0]] == 1
            return len(word[0]) > 1 and once and word[0].lower() not in NAMES
        if re.search(YEAR + "$", before):
            return True
        if before[-1] in ".,;:!?)]”’\"'»" and not re.search(r"\d[.,]$", before):
            return True
        if not before[-1].isspace() or not re.match(r"\s?[,.;:)](?!\d)", behind):
            return False
        # White space on both sides is what a superscript leaves behind.
        return behind[:1].isspace() or not COUNTED.search(before)

    def _is_known(self, text: str, page: int) -> bool:
        return text.isdigit() and any(
            note.number == text and (note.end_note or abs(note.page - page) <= 1)
            for note in self.notes
        )

    def _take(self, line: Line, first: int, last: int) -> Line:
        mark = line.text[first:last]
        self.left_out.append(LeftOut("note mark", mark, page=line.page))
        line = line.without(first, last)
        if line.text[:first].endswith(" ") and re.match(r"[\s,.;:!?)]|$", line.text[first:]):
            line, first = line.without(first - 1, first), first - 1
        return replace(line, marks=tuple(sorted((*line.marks, (mark, first)), key=_offset)))


def take_marks(
    flows: list[Flow], notes: list[Note]
) -> tuple[list[Flow], list[LeftOut], list[Doubt]]:
    """The flows without their footnote marks, what was left out, and the marks not found."""
    lines = list(_lines(flows))
    taker = _Taker(
        notes=notes,
        tokens=Counter(token for line in lines for token in TOKEN.findall(line.text)),
        raised={
            (line.page, number)
            for line in lines
            for first, last in line.raised
            for number in re.findall(r"\d+|\*+|†|‡", line.text[first:last])
        },
    )
    marked: list[Flow] = []
    for flow in flows:
        marked.append([])
        for box in flow:
            if isinstance(box, Line):
                marked[-1].append(taker.taken(box))
            else:
                rows = tuple(
                    tuple(tuple(taker.taken(line) for line in cell) for cell in row)
                    for row in box.rows
                )
                marked[-1].append(replace(box, rows=rows))
    taker.finish()
    return marked, taker.left_out, taker.doubts


def _lines(flows: list[Flow]) -> Iterator[Line]:
    for flow in flows:
        for box in flow:
            if isinstance(box, Table):
                yield from (line for row in box.rows for cell in row for line in cell)
            else:
                yield box


def _lost(note: Note) -> Doubt:
    return Doubt(f"The mark of footnote {note.number} was not found in the text.", note.page)


def _offset(mark: tuple[str, int]) -> int:
    return mark[1]
