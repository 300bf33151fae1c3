"""Plain text -> elements: paragraphs between blank lines, and what their shape tells.

Nothing marks a heading or a list here, so the layout has to: where lines break, what is numbered,
underlined or in capitals, and what stands alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.assembly import Assembly, with_their_numbers
from ingest.element import Role
from ingest.errors import DocumentUnreadable
from ingest.line import Line, folded
from ingest.numbering import bare, take_number
from ingest.reading import Reading
from ingest.section_names import CONTENTS

SOFT_HYPHEN = "\u00ad"
PAGE_NUMBER = re.compile(
    r"^(?:(?:page |p\. ?)?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–—] ?\d{1,4} ?[-–—])$", re.I
)
RULE = re.compile(r"^([-=~_*#+.])(?:\s*\1){2,}$")
DOT_LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,})\s*\d+$")
NOTE = re.compile(r"^\[(\d{1,3})\]\s+(?=\S)")
MARK = re.compile(r"\[(\d{1,3})\]")
HEADING_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]+\.|[A-Z]\.)$")
SENTENCE_END = (".", ";", ":", ",", "!", "?")
UNDERLINES = {"=": 1, "-": 2, "~": 3}
HEADING_CHARACTERS = 120
COVER_CHARACTERS = 200
COVER_LINE_CHARACTERS = 80
COVER_LINES = 10
CAPITALS = 3
# Lines that are broken by hand are not longer than this; a program's paragraph is one line.
LONGEST_WIDTH = 130
SHORTEST_WIDTH = 40
# A line that had room for the next word was ended on purpose.
FILLED = 0.85
SHARE_OF_FILLED_LINES = 0.6


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together; `alone` if blank lines stand around them."""

    lines: list[str]
    indent: int
    underline: str = ""
    first_of_block: bool = True
    last_of_block: bool = True
    # Whether page numbers or page breaks stand between it and the paragraph before it.
    behind_page_break: bool = False

    @property
    def text(self) -> str:
        """The lines joined; a hyphen at a line's end joins the words around it."""
        joined = self.lines[0]
        for line in self.lines[1:]:
            cut = joined[-1:] in ("-", "\u2010", SOFT_HYPHEN) and joined[-2:-1].isalpha()
            joined += line if cut and line[:1].isalpha() else f" {line}"
        return folded(joined.replace(SOFT_HYPHEN, ""))


def read_plain_text(source: str) -> Reading:
    """Split a plain text into elements and say what was left out of it.

    Raises DocumentUnreadable when it has no text.
    """
    reading = _Reader(source).read()
    if not reading.elements:
        message = "There is no paragraph of text in this file. Save the document's full text."
        raise DocumentUnreadable(message)
    return reading


@dataclass(slots=True)
class _Reader:
    source: str
    assembly: Assembly = field(default_factory=Assembly)
    title: str = ""
    indents: list[int] = field(default_factory=list)

    def read(self) -> Reading:
        paragraphs = self._paragraphs()
        notes = self._take_notes(paragraphs)
        covered = self._read_cover(paragraphs)
        for position in range(covered, len(paragraphs)):
            self._read_paragraph(paragraphs, position, notes)
        for number, note in notes.items():
            self._read_note(number, note)
        return Reading(
            elements=tuple(with_their_numbers(self.assembly.finish())),
            left_out=tuple(self.assembly.left_out),
            source_text=self.source,
            title=self.title,
            doubts=tuple(self.assembly.doubts),
        )

    # Lines to paragraphs

    def _paragraphs(self) -> list[_Paragraph]:
        blocks = self._blocks()
        width = _width([lines for lines, _ in blocks])
        paragraphs: list[_Paragraph] = []
        for lines, behind_page_break in blocks:
            made = list(_parted(lines, width))
            made[0].behind_page_break = behind_page_break
            for number, paragraph in enumerate(made):
                paragraph.first_of_block = number == 0
                paragraph.last_of_block = number == len(made) - 1
            if behind_page_break and paragraphs and _goes_on(paragraphs[-1], made[0]):
                paragraphs[-1].lines += made.pop(0).lines
            paragraphs += made
        for paragraph in paragraphs:
            hyphens = sum(line.count(SOFT_HYPHEN) for line in paragraph.lines)
            self.assembly.leave_out("hyphen", SOFT_HYPHEN * hyphens)
        return paragraphs

    def _blocks(self) -> list[tuple[list[str], bool]]:
        """The lines between blank lines, and whether a page ended before them."""
        blocks: list[tuple[list[str], bool]] = []
        block: list[str] = []
        page_break = False
        page_numbers = 0
        lines = self.source.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f\n")
        lines_and_breaks = [line.rstrip(" \t\n\v") for line in lines.split("\n")]
        for number, line in enumerate(lines_and_breaks):
            around = lines_and_breaks[max(number - 1, 0) : number + 2]
            alone = sum(bool(each.strip()) for each in around) == 1
            is_page_number = alone and bool(PAGE_NUMBER.match(line.strip()))
            if line.strip() and not is_page_number:
                block.append(line.expandtabs(4))
                continue
            if block:
                blocks.append((block, page_break))
                block, page_break = [], False
            if is_page_number:
                page_numbers += 1
                self.assembly.leave_out("furniture", line)
            page_break = page_break or is_page_number or line == "\f"
        if block:
            blocks.append((block, page_break))
        if page_numbers:
            plural = "s were" if page_numbers > 1 else " was"
            self.assembly.doubt(f"{page_numbers} number{plural} taken for page numbers.")
        return blocks

    # The end of the text

    def _take_notes(self, paragraphs: list[_Paragraph]) -> dict[str, _Paragraph]:
        """Take the footnotes off the end of the text, if the text has marks of them."""
        notes: dict[str, _Paragraph] = {}
        end = len(paragraphs)
        while end and NOTE.match(paragraphs[end - 1].text):
            end -= 1
        before = "\n".join(paragraph.text for paragraph in paragraphs[:end])
        marked = set(MARK.findall(before))
        for paragraph in list(paragraphs[end:]):
            match = NOTE.match(paragraph.text)
            if match and match[1] in marked and match[1] not in notes:
                notes[match[1]] = paragraph
                paragraphs.remove(paragraph)
        return notes

    def _read_note(self, number: str, paragraph: _Paragraph) -> None:
        text = NOTE.sub("", paragraph.text)
        self.assembly.leave_out("note mark", "[]")
        self.assembly.note(text, number)

    # Roles

    def _read_cover(self, paragraphs: Sequence[_Paragraph]) -> int:
        """Read the title line and what goes with it; how many paragraphs that were."""
        lines = 0
        for paragraph in paragraphs[: min(COVER_LINES, len(paragraphs) - 1)]:
            longest = COVER_CHARACTERS if lines == 0 else COVER_LINE_CHARACTERS
            text = paragraph.text
            found = take_number(text)
            plain = not found.number and not found.bullet and not paragraph.underline
            is_line = len(paragraph.lines) == 1 and plain and len(text) <= longest
            if not is_line or text.endswith(SENTENCE_END) or DOT_LEADER.search(text):
                break
            if RULE.match(text) or MARK.search(text) or CONTENTS.match(text):
                break
            if lines and _in_capitals(text):
                break
            lines += 1
        if not lines or not (paragraphs[0].last_of_block or lines > 1):
            return 0
        self.title = paragraphs[0].text
        for paragraph in paragraphs[:lines]:
            self.assembly.cover(paragraph.text)
        return lines

    def _read_paragraph(
        self, paragraphs: Sequence[_Paragraph], position: int, notes: dict[str, _Paragraph]
    ) -> None:
        paragraph = paragraphs[position]
        text = paragraph.text
        if RULE.match(text) and not paragraph.underline:
            self.assembly.leave_out("furniture", text)
            return
        follows = paragraphs[position + 1] if position + 1 < len(paragraphs) else None
        before = paragraphs[position - 1] if position else None
        heads_contents = follows is not None and bool(DOT_LEADER.search(follows.text))
        if DOT_LEADER.search(text) or (heads_contents and CONTENTS.match(text)):
            self.assembly.leave_out("contents", text)
            self.assembly.leave_out("markup", paragraph.underline)
            return
        line = self._without_marks(text, notes)
        if paragraph.underline:
            self.assembly.leave_out("markup", paragraph.underline)
            self._add_heading(line, UNDERLINES.get(paragraph.underline[0], 2))
        elif _is_heading(paragraph, before, follows):
            self._add_heading(line, 0)
        else:
            count = len(self.assembly.elements)
            level = self._level(paragraph.indent)
            self.assembly.typed_block(line.text, marks=line.finish(), level=level)
            if self.assembly.elements[count].role is not Role.ITEM:
                self.indents.clear()

    def _add_heading(self, line: Line, level: int) -> None:
        self.indents.clear()
        found = take_number(line.text)
        taken = len(line.text) - len(found.text) if found.number and found.text else 0
        number = found.number if taken else ""
        self.assembly.heading(line.text[taken:], number, level, line.finish(taken))

    def _level(self, indent: int) -> int:
        while self.indents and self.indents[-1] > indent:
            self.indents.pop()
        if not self.indents or self.indents[-1] < indent:
            self.indents.append(indent)
        return len(self.indents) - 1

    def _without_marks(self, text: str, notes: dict[str, _Paragraph]) -> Line:
        line = Line()
        position = 0
        for match in MARK.finditer(text):
            if match[1] in notes:
                line.add(text[position : match.start()])
                line.add_mark(match[1])
                self.assembly.leave_out("note mark", match[0])
                position = match.end()
        line.add(text[position:])
        return line


def _width(blocks: Sequence[Sequence[str]]) -> int:
    """The width at which lines are broken by hand, 0 if each line is a paragraph."""
    pairs = [
        (len(line), len(line) + 1 + len(after.split(maxsplit=1)[0]))
        for block in blocks
        for line, after in pairwise(block)
        if not _begins_something(after) and not _begins_something(line, rules_only=True)
    ]
    longest = sorted(length for length, _ in pairs)
    if not longest:
        return 0
    width = longest[int(len(longest) * 0.95)]
    filled = sum(with_next_word >= FILLED * width for _, with_next_word in pairs)
    fits = SHORTEST_WIDTH <= width <= LONGEST_WIDTH
    return width if fits and filled >= SHARE_OF_FILLED_LINES * len(pairs) else 0


def _begins_something(line: str, *, rules_only: bool = False) -> bool:
    """Whether a line is a rule or an entry of contents, or begins an item or a note."""
    text = line.strip()
    if RULE.match(text) or DOT_LEADER.search(text):
        return True
    found = take_number(text)
    return not rules_only and bool(found.number or found.bullet or NOTE.match(text))


def _parted(lines: Sequence[str], width: int) -> Iterator[_Paragraph]:
    """The paragraphs of a block: lines that go on with the one above are joined to it."""
    current: _Paragraph | None = None
    for line in lines:
        text = line.strip()
        if current is None:
            current = _Paragraph([text], _indent(line))
            raw = line
            continue
        if RULE.match(text) and _may_be_underlined(current, text):
            current.underline = text
        elif (NOTE.match(current.lines[0]) and not NOTE.match(text)) or _hangs(current, raw, line):
            current.lines.append(text)
        elif current.underline or RULE.match(text) or not _joins(raw, line, width):
            yield current
            current = _Paragraph([text], _indent(line))
        else:
            current.lines.append(text)
        raw = line
    if current is not None:
        yield current


def _hangs(item: _Paragraph, above: str, line: str) -> bool:
    """Whether a line goes on with an item: it stands below the item's words, not its number."""
    found = take_number(item.lines[0])
    beside = len(item.lines[0]) - len(found.text)
    ended = above.endswith(SENTENCE_END) or bool(item.underline)
    return (
        bool(beside)
        and not ended
        and _indent(line) == item.indent + beside
        and not (_begins_something(line))
    )


def _joins(above: str, line: str, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if not width or RULE.match(above.strip()) or DOT_LEADER.search(above):
        return False
    if NOTE.match(line.strip()):
        return False
    if len(above) + 1 + len(line.split(maxsplit=1)[0]) < FILLED * width:
        return False
    found = take_number(line.strip())
    if not found.number and not found.bullet:
        return True
    ended = above.endswith((*SENTENCE_END, " and", " or"))
    return not ended and not found.bullet


def _may_be_underlined(paragraph: _Paragraph, rule: str) -> bool:
    if len(paragraph.lines) > 1 or paragraph.underline or rule[0] not in UNDERLINES:
        return False
    text = paragraph.text
    return not (RULE.match(text) or NOTE.match(text) or text.endswith("."))


def _goes_on(above: _Paragraph, below: _Paragraph) -> bool:
    """Whether a paragraph was cut by the end of a page."""
    if above.underline or below.underline:
        return False
    unfinished = not above.text.endswith((*SENTENCE_END, "”", ")"))
    return unfinished and below.text[:1].islower() and not take_number(below.text).number


def _is_heading(
    paragraph: _Paragraph, before: _Paragraph | None, follows: _Paragraph | None
) -> bool:
    text = paragraph.text
    short = len(paragraph.lines) == 1 and len(text) <= HEADING_CHARACTERS
    if not short or text.endswith(SENTENCE_END):
        return False
    found = take_number(text)
    if found.bullet:
        return False
    if _in_capitals(found.text):
        return True
    if not HEADING_NUMBER.match(found.number) or not found.text[:1].isupper():
        return False
    if not paragraph.first_of_block or follows is None:
        return False
    if before is not None and before.text.endswith(":"):
        return False
    # Short numbered lines behind each other are a list.
    beside = [
        take_number(p.text).number
        for p in (before, follows)
        if p is not None and not DOT_LEADER.search(p.text)
    ]
    return not any(_is_next(one, found.number) or _is_next(found.number, one) for one in beside)


def _is_next(one: str, two: str) -> bool:
    """Whether two numbers follow each other: "1." and "2.", "A." and "B."."""
    first, second = bare(one), bare(two)
    if first.isdigit() and second.isdigit():
        return int(second) - int(first) == 1
    if len(first) == len(second) == 1 and first.isalpha():
        return ord(second) - ord(first) == 1
    stem, _, last = first.rpartition(".")
    other_stem, _, other = second.rpartition(".")
    same = bool(stem) and stem == other_stem and last.isdigit() and other.isdigit()
    return same and int(other) - int(last) == 1


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= CAPITALS and not any(letter.islower() for letter in letters)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
