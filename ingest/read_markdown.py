"""Markdown -> elements. The only module that imports markdown_it.

Blocks and inlines are parsed as CommonMark with tables; front matter and footnotes, which are no
part of it, are taken out first. What a block's lines hold beyond its text is left out as mark-up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.assembly import Assembly
from ingest.element import Role
from ingest.errors import DocumentUnreadable
from ingest.line import Line, folded
from ingest.numbering import take_number
from ingest.reading import Reading
from ingest.tables import Cell

FRONT_MATTER_END = ("---", "...")
TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.I)
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
NOTE_GOES_ON = re.compile(r"^(?: {4}|\t)\s*\S")
MARK = re.compile(r"\[\^([^\]\s]+)\]")
REFERENCE = re.compile(r"^[\s>]*\[[^\]]+\]:")
UNSEEN_HTML = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.I | re.S)
TAG = re.compile(r"</?[A-Za-z!?][^>]*>")
LINE_BREAK_TAG = re.compile(r"^<br\s*/?>$", re.I)
# Lists that Markdown does not know: their lines are typed below each other.
TYPED_ITEM = re.compile(r"^(?:\([a-z]{1,4}\)|[a-z]{1,2}\)|[·•●–—])\s")
LEAVES = frozenset({"heading_open", "paragraph_open", "code_block", "fence", "html_block"})
MOST_NESTED = 60
SOFT_HYPHEN = "\u00ad"
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{1,32});")
EMPTY_ITEM = re.compile(r"^[\s>]*(?:[-*+]\s*|\d{1,9}[.)]\s*)*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a block: its text, and how it is written where that is something else."""

    text: str = ""
    written: str = ""
    # The label of a footnote, for a mark.
    mark: str = ""


@dataclass(slots=True)
class _Item:
    """An open list item; its number or bullet belongs to its first block."""

    number: str
    bullet: str
    fresh: bool = True
    # Whether its first block became an item, and not a numbered paragraph.
    is_item: bool = True


@dataclass(slots=True)
class _Notes:
    """The source without its footnotes, and each footnote with its lines."""

    lines: list[str]
    texts: dict[str, list[str]] = field(default_factory=dict)


def read_markdown(source: str) -> Reading:
    """Split a Markdown text into elements and say what was left out of it.

    Raises DocumentUnreadable when it has no text or is nested beyond measure.
    """
    reader = _Reader(source)
    try:
        reading = reader.read()
    except RecursionError as error:
        message = "This Markdown is nested too deeply to be read. Save it with fewer levels."
        raise DocumentUnreadable(message) from error
    if not reading.elements:
        message = "There is no paragraph of text in this Markdown. Save the document's full text."
        raise DocumentUnreadable(message)
    return reading


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._assembly = Assembly()
        self._parser = MarkdownIt("commonmark", {"maxNesting": MOST_NESTED}).enable("table")
        # Entities stay apart from the text, so that it is known how they were written.
        self._parser.disable("text_join")
        self._added: list[str] = []
        self._title = ""
        self._items: list[_Item] = []
        self._lines: list[str] = []
        self._notes: dict[str, list[str]] = {}
        self._note_labels: set[str] = set()

    def read(self) -> Reading:
        lines = self._without_front_matter(self._source.split("\n"))
        taken = _take_notes(lines, self._code_lines(lines))
        self._lines, self._notes = taken.lines, taken.texts
        self._note_labels = set(taken.texts)
        tokens = self._parser.parse("\n".join(self._lines))
        owned = self._read_blocks(tokens)
        for number, line in enumerate(self._lines):
            if number not in owned:
                self._read_lost_line(line)
        for label in list(self._notes):
            self._read_note(label)
        elements = self._assembly.finish()
        top = [e.text for e in elements if e.role is Role.HEADING and e.level == 1]
        return Reading(
            elements=elements,
            left_out=tuple(self._assembly.left_out),
            source_text="\n".join([self._source, *self._added]),
            title=self._title or (top[0] if len(top) == 1 else ""),
            doubts=tuple(self._assembly.doubts),
        )

    # Before the text

    def _without_front_matter(self, lines: list[str]) -> list[str]:
        if lines[0].strip() != FRONT_MATTER_END[0]:
            return lines
        end = next(
            (n for n, each in enumerate(lines[1:], 1) if each.strip() in FRONT_MATTER_END), 0
        )
        matter = lines[1:end]
        if not matter or not all(":" in m or not m.strip() or m[0] in " \t-#" for m in matter):
            return lines
        for line in matter:
            title = TITLE.match(line)
            if title:
                self._title = title[1].strip().strip("\"'")
        self._assembly.leave_out("furniture", "\n".join(lines[: end + 1]))
        return [""] * (end + 1) + lines[end + 1 :]

    def _code_lines(self, lines: list[str]) -> set[int]:
        tokens = self._parser.parse("\n".join(lines))
        code = [t.map for t in tokens if t.type in ("fence", "code_block") and t.map]
        return {number for begin, end in code for number in range(begin, end)}

    # Blocks

    def _read_blocks(self, tokens: Sequence[Token]) -> set[int]:
        """Read all blocks; the numbers of the lines that belong to one."""
        owned: set[int] = set()
        rows: list[list[Cell]] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            kind = token.type
            if kind in LEAVES and token.map:
                owned.update(range(*token.map))
                inline = tokens[position + 1] if kind.endswith("_open") else None
                self._read_leaf(token, inline)
            elif kind == "tr_open" and token.map:
                end = next(n for n in range(position, len(tokens)) if tokens[n].type == "tr_close")
                owned.update(range(*token.map))
                rows.append(self._read_row(tokens[position:end], token.map))
                position = end
            elif kind == "table_close":
                self._assembly.table(rows)
                rows = []
            elif kind == "list_item_open":
                typed = token.info + token.markup
                self._items.append(_Item(typed if token.info else "", token.markup))
            elif kind == "list_item_close":
                self._items.pop()
            position += 1
        return owned

    def _read_leaf(self, token: Token, inline: Token | None) -> None:
        number, typed = self._begin_item()
        if inline is not None:
            content = list(self._pieces(inline))
        elif token.type == "html_block":
            content = list(_html_pieces(token.content))
        else:
            content = [_Piece(token.content.replace(SOFT_HYPHEN, ""))]
        is_heading = token.type == "heading_open"
        for segment in [content] if is_heading else _typed_lines(content):
            line = self._line(segment)
            if not line.text:
                continue
            if is_heading:
                self._add_heading(line, number, int(token.tag[1:]))
            else:
                self._add_paragraph(line, number)
            number = ""
        # A block without text, such as a picture, has no place for a number.
        self._assembly.leave_out("bullet", number)
        self._leave_out_markup(token.map or [0, 0], [_Piece(typed), *content])

    def _begin_item(self) -> tuple[str, str]:
        """The number for the first block of an item, and all that is typed before that block."""
        fresh = [item for item in self._items if item.fresh]
        for item in fresh:
            item.fresh = False
        for item in fresh[:-1]:
            self._assembly.leave_out("bullet", item.number or item.bullet)
        if fresh and not fresh[-1].number:
            self._assembly.leave_out("bullet", fresh[-1].bullet)
        typed = "".join(item.number or item.bullet for item in fresh)
        return (fresh[-1].number if fresh else ""), typed

    def _add_heading(self, line: Line, number: str, level: int) -> None:
        text, taken = line.text, 0
        found = take_number(text)
        if not number and found.number and found.text:
            number, taken = found.number, len(text) - len(found.text)
        self._assembly.heading(text[taken:], number, level, line.finish(taken))

    def _add_paragraph(self, line: Line, number: str) -> None:
        before = len(self._assembly.elements)
        level = sum(item.is_item for item in self._items[:-1])
        item = bool(self._items) and (level > 0 or not self._items[-1].number)
        if number:
            self._assembly.block(line.text, number, marks=line.finish(), item=item, level=level)
            self._items[-1].is_item = self._assembly.elements[before].role is Role.ITEM
        else:
            self._assembly.typed_block(line.text, marks=line.finish(), item=item, level=level)

    def _read_row(self, tokens: Sequence[Token], lines: list[int]) -> list[Cell]:
        number, typed = self._begin_item()
        self._assembly.leave_out("bullet", number)
        pieces = [_Piece(typed)]
        cells: list[Cell] = []
        for token in tokens:
            if token.type == "inline":
                content = list(self._pieces(token))
                pieces += content
                outside = self._assembly.begin_cell()
                line = self._line(content)
                if line.text:
                    self._assembly.typed_block(line.text, marks=line.finish())
                cells.append(self._assembly.end_cell(outside))
        self._leave_out_markup(lines, pieces)
        return cells

    def _read_lost_line(self, line: str) -> None:
        """A line of no block: mark-up such as a rule, or text that was nested beyond measure."""
        if not any(map(str.isalnum, line)) or REFERENCE.match(line) or EMPTY_ITEM.match(line):
            self._assembly.leave_out("markup", line)
            return
        self._assembly.block(folded(line))
        self._assembly.doubt(f"A line was read without its mark-up: “{folded(line)[:60]}”")

    # Inlines

    def _pieces(self, inline: Token) -> Iterator[_Piece]:
        addresses: list[str] = []
        for token in inline.children or []:
            text = token.content.replace(SOFT_HYPHEN, "")
            if token.type == "link_open":
                addresses.append(str(token.attrGet("href") or ""))
            elif token.type == "link_close":
                yield _Piece(written=f"]({addresses.pop()}")
            if token.type == "text":
                yield from self._with_marks(text)
            elif token.type == "text_special":
                yield _Piece(token.content, token.markup)
            elif token.type == "code_inline":
                yield _Piece(text)
            elif token.type in ("softbreak", "hardbreak"):
                yield _Piece("\n")
            elif token.type == "html_inline":
                yield _Piece(written=token.content)
                yield _Piece("\n" if LINE_BREAK_TAG.match(token.content) else "")

    def _with_marks(self, text: str) -> Iterator[_Piece]:
        position = 0
        for match in MARK.finditer(text):
            if match[1] in self._note_labels:
                yield _Piece(text[position : match.start()])
                yield _Piece("", match[0], match[1])
                position = match.end()
        yield _Piece(text[position:])

    def _line(self, pieces: Sequence[_Piece]) -> Line:
        line = Line()
        for piece in pieces:
            if piece.mark:
                line.add_mark(piece.mark)
                self._assembly.leave_out("note mark", piece.written)
                self._read_note(piece.mark)
            else:
                line.add(piece.text)
        return line

    def _read_note(self, label: str) -> None:
        """Read a footnote when the text first names it."""
        lines = self._notes.pop(label, None)
        if lines is None:
            return
        first = NOTE.match(lines[0])
        inside = [first[2] if first else "", *(each.strip() for each in lines[1:])]
        content: list[_Piece] = []
        for token in self._parser.parse("\n".join(inside)):
            if token.type == "inline":
                content += [*self._pieces(token), _Piece("\n")]
            elif token.type in ("code_block", "fence", "html_block"):
                content += [_Piece(token.content), _Piece("\n")]
        line = self._line(content)
        pieces = [_Piece(label), *content] if line.text else content
        if line.text:
            self._assembly.note(line.text, label, line.finish())
        self._account("\n".join(lines), pieces)

    # The account

    def _leave_out_markup(self, lines: list[int], pieces: Sequence[_Piece]) -> None:
        self._account("\n".join(self._lines[slice(*lines)]), pieces)

    def _account(self, raw: str, pieces: Sequence[_Piece]) -> None:
        """Leave out what stands in a block's lines beside its pieces."""
        left: list[str] = []
        position = 0
        for piece in pieces:
            # What is written as something else is one sign, what is text a sign for a character.
            for sign in [piece.written] if piece.written else "".join(piece.text.split()):
                found = raw.find(sign, position)
                if found < 0:
                    # The address of a link may be written in other ways: it adds nothing.
                    is_sign = not piece.written or bool(piece.mark)
                    self._added.append(sign if is_sign else piece.text)
                    continue
                left.append(raw[position:found])
                position = found + len(sign)
                if piece.written and not piece.mark:
                    self._added += [] if piece.text in sign else [piece.text]
                    left.append(sign.replace(piece.text, "", 1))
        left.append(raw[position:])
        self._assembly.leave_out("markup", folded("".join(left)))


def _typed_lines(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """A paragraph's pieces, parted where a line begins with "(a)" or a bullet."""
    segment: list[_Piece] = []
    for position, piece in enumerate(pieces):
        follows = pieces[position + 1].text if position + 1 < len(pieces) else ""
        if piece.text == "\n" and TYPED_ITEM.match(follows):
            yield segment
            segment = []
        else:
            segment.append(piece)
    yield segment


def _html_pieces(content: str) -> Iterator[_Piece]:
    """The text of a block of HTML without its tags."""
    text = TAG.sub("", UNSEEN_HTML.sub("", content)).replace(SOFT_HYPHEN, "")
    position = 0
    for entity in ENTITY.finditer(text):
        yield _Piece(text[position : entity.start()])
        yield _Piece(unescape(entity[0]), entity[0])
        position = entity.end()
    yield _Piece(text[position:])


def _take_notes(lines: list[str], code: set[int]) -> _Notes:
    """Blank out the footnotes: for CommonMark they are addresses of links."""
    notes = _Notes(list(lines))
    label = ""
    for number, line in enumerate(lines):
        match = None if number in code and not label else NOTE.match(line)
        if match and match[1] not in notes.texts:
            label = match[1]
            notes.texts[label] = [line]
        elif match:
            label = ""
            continue
        elif label and (NOTE_GOES_ON.match(line) or _is_lazy(lines, number, line)):
            notes.texts[label].append(line)
        elif label and not line.strip():
            continue
        else:
            label = ""
            continue
        notes.lines[number] = ""
    return notes


def _is_lazy(lines: list[str], number: int, line: str) -> bool:
    """Whether a line goes on with the note's paragraph above it."""
    return bool(line.strip()) and bool(lines[number - 1].strip()) and line[0] not in "#>|-*+`~"
