"""Word documents -> elements. The only module that imports docx (python-docx).

The package is opened by python-docx; the text is walked here, because python-docx leaves out what
official documents are full of: notes, text boxes, content controls, fields and tracked changes.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from ingest.assembly import Assembly
from ingest.docx.lists import Lists
from ingest.docx.markup import SYMBOL, TEXT, holds, inside, plain_text, texts
from ingest.docx.numbering import ListNumber, Numbering, W
from ingest.docx.package import check_package
from ingest.docx.runs import Paragraph, Runs
from ingest.docx.styles import Styles, number_of, switch, text_of
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.line import folded
from ingest.numbering import take_number
from ingest.reading import Reading
from ingest.tables import Cell

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLOCKS = (f"{W}p", f"{W}tbl")
DATE_OF_COVER = re.compile(r"^[A-Z][\w ]+, (?:the )?\d{1,2}(?:\.\d{1,2}\.| \w+ )\d{4}$")
# A heading that goes on longer than this is a paragraph in a heading's style.
HEADING_CHARACTERS = 300
GUESSED_HEADING_CHARACTERS = 120
COVER_CHARACTERS = 200
COVER_LINES = 30
SENTENCE_CHARACTERS = 60


def read_docx(raw: bytes, name: str) -> Reading:
    """Split a Word document into elements and say what was left out of it.

    Raises DocumentUnreadable for what is no DOCX file, is damaged, or holds no text.
    """
    check_package(raw, name)
    try:
        reader = _Reader(_Package(raw))
        reading = reader.read()
    except DocumentUnreadable:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        message = (
            f"{name} can't be read as a Word document ({reason}). "
            "Open it in Word, save it again as DOCX and try again."
        )
        raise DocumentUnreadable(message) from error
    if not any(element.text for element in reading.elements if element.role is not Role.PART):
        message = f"{name} holds no text, perhaps pictures of it. Save a version with its text."
        raise DocumentUnreadable(message)
    return reading


class _Package:
    """The parts of a DOCX file that hold text or say how it is numbered and styled."""

    def __init__(self, raw: bytes) -> None:
        document = docx.Document(BytesIO(raw))
        self.main = document.part
        self.body = _prepared(self.main.element)
        self.styles = Styles(self._root(RELATIONSHIP_TYPE.STYLES))
        self.numbering = Numbering(self._root(RELATIONSHIP_TYPE.NUMBERING))
        self.settings = self._root(RELATIONSHIP_TYPE.SETTINGS)
        self.notes = {
            "footnote": _prepared(self._root(RELATIONSHIP_TYPE.FOOTNOTES)),
            "endnote": _prepared(self._root(RELATIONSHIP_TYPE.ENDNOTES)),
        }
        self.furniture = [
            _prepared(root)
            for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
            for root in self._roots(kind)
        ]
        comments = self._root(RELATIONSHIP_TYPE.COMMENTS)
        self.comments = 0 if comments is None else len(list(comments.iter(f"{W}comment")))
        kinds = [each.reltype.rpartition("/")[2] for each in self.main.rels.values()]
        self.drawings = sum(kind in ("chart", "diagramData") for kind in kinds)
        self.embedded = sum(kind in ("aFChunk", "package", "oleObject") for kind in kinds)
        # Where a file says nothing of itself, the library's own words would be its title.
        says = {each.reltype for each in document.part.package.rels.values()}
        told = RELATIONSHIP_TYPE.CORE_PROPERTIES in says
        self.title = str(document.core_properties.title or "") if told else ""

    def _root(self, kind: str) -> Any:
        return next(self._roots(kind), None)

    def _roots(self, kind: str) -> Iterator[Any]:
        for relation in self.main.rels.values():
            if relation.reltype == kind and not relation.is_external:
                part = relation.target_part
                element = getattr(part, "element", None)
                yield parse_xml(part.blob) if element is None else element


def _prepared(root: Any) -> Any:
    """A part without the older renderings of what it holds in a newer one already."""
    for fallback in [] if root is None else list(root.iter(FALLBACK)):
        siblings = fallback.getparent()
        # A fallback that stands alone is the text itself.
        if len(siblings) > 1:
            siblings.remove(fallback)
    return root


class _Reader:
    def __init__(self, package: _Package) -> None:
        self._package = package
        self._styles = package.styles
        self._assembly = Assembly()
        self._lists = Lists(package.numbering, package.styles)
        self._runs = Runs(
            package.body,
            package.settings,
            package.notes,
            package.styles,
            self._lists,
            self._assembly,
        )
        self._titles: list[str] = []
        self._centred: set[int] = set()
        self._page_break = 0
        self._has_heading_styles = any(
            self._heading_level(node) for node in package.body.iter(f"{W}p")
        )

    def read(self) -> Reading:
        self._read_blocks(self._package.body)
        self._make_cover()
        self._leave_out_the_rest()
        self._tell_doubts()
        return Reading(
            elements=self._assembly.finish(),
            left_out=tuple(self._assembly.left_out),
            source_text=self._source_text(),
            title=" ".join(self._titles) or folded(self._package.title),
            doubts=tuple(self._assembly.doubts),
        )

    # Blocks

    def _read_blocks(self, container: Any) -> None:
        for node in container.iterchildren("*"):
            if node.tag == f"{W}p":
                self._read_paragraph(node)
            elif node.tag == f"{W}tbl":
                self._read_table(node)
            elif node.tag == f"{W}sdt" and _is_contents_control(node):
                with self._runs.contents():
                    self._read_blocks(node)
            elif holds(node, *BLOCKS):
                self._read_blocks(node)
            elif holds(node, *TEXT, SYMBOL):
                self._read_paragraph(node)

    def _read_paragraph(self, node: Any) -> None:
        properties = node.find(f"{W}pPr")
        style = text_of(properties, f"{W}pStyle")
        with self._runs.contents() if self._styles.is_contents(style) else nullcontext():
            paragraph = self._runs.gather(node)
        is_deleted = not paragraph.line.text and "deleted" in paragraph.left
        listed = ListNumber() if is_deleted else self._lists.next_number(node)
        before = len(self._assembly.elements)
        if switch(properties, "pageBreakBefore") or paragraph.break_before:
            self._note_page_break(before)
        text = paragraph.line.text
        if text:
            self._add(node, paragraph, listed, style)
            if text_of(properties, f"{W}jc") == "center" or self._styles.is_centred(style):
                self._centred.update(range(before, len(self._assembly.elements)))
        section = None if properties is None else properties.find(f"{W}sectPr")
        if section is not None and text_of(section, f"{W}type") != "continuous":
            paragraph.break_after = True
        if paragraph.break_after:
            self._note_page_break(len(self._assembly.elements))
        for box in paragraph.boxes:
            self._runs.counts["box"] += 1
            self._read_blocks(box)

    def _note_page_break(self, position: int) -> None:
        if not self._assembly.in_cell:
            self._page_break = self._page_break or position

    def _add(self, node: Any, paragraph: Paragraph, listed: ListNumber, style: str) -> None:
        """Add a paragraph that has text, in its role."""
        text = paragraph.line.text
        level = self._heading_level(node)
        if not level and self._styles.is_named(style, "title", "subtitle"):
            is_title = self._styles.is_named(style, "title")
            if not self._body_has_begun():
                self._titles += [text] * is_title
                self._assembly.cover(text, paragraph.line.finish())
                return
            level = 1 if is_title else 2
        if level and len(text) > HEADING_CHARACTERS:
            level = 0
            self._assembly.doubt(f"A long paragraph has a heading's style: “{text[:60]}...”")
        if level or self._looks_like_heading(paragraph, listed, text):
            self._add_heading(paragraph, listed, level)
        else:
            self._add_block(node, paragraph, listed)

    def _add_heading(self, paragraph: Paragraph, listed: ListNumber, level: int) -> None:
        self._lists.close()
        text, number, taken = paragraph.line.text, listed.number, 0
        found = take_number(text)
        if not number and found.number and found.text:
            number, taken = found.number, len(text) - len(found.text)
        self._account(listed)
        self._assembly.heading(text[taken:], number, level, paragraph.line.finish(taken))

    def _add_block(self, node: Any, paragraph: Paragraph, listed: ListNumber) -> None:
        text, marks = paragraph.line.text, paragraph.line.finish()
        before = len(self._assembly.elements)
        if listed.number or listed.bullet:
            self._account(listed)
            depth = self._lists.depth(node)
            item = bool(listed.bullet)
            self._assembly.block(text, listed.number, marks=marks, item=item, level=depth)
        else:
            self._assembly.typed_block(text, marks=marks)
        if self._assembly.elements[before].role is not Role.ITEM:
            self._lists.close()

    def _account(self, listed: ListNumber) -> None:
        """A computed number or bullet counts as text of the source from where it is used."""
        self._runs.computed.append(listed.number + listed.bullet)
        self._assembly.leave_out("bullet", listed.bullet)

    def _body_has_begun(self) -> bool:
        return self._assembly.in_cell or any(
            element.role is not Role.COVER
            and (element.role is not Role.PARAGRAPH or len(element.text) > COVER_CHARACTERS)
            for element in self._assembly.elements
        )

    def _looks_like_heading(self, paragraph: Paragraph, listed: ListNumber, text: str) -> bool:
        """Whether a bold line stands for a heading, in a document without heading styles."""
        if self._has_heading_styles or self._assembly.in_cell or listed.bullet:
            return False
        if take_number(text).bullet or len(text) > GUESSED_HEADING_CHARACTERS:
            return False
        return paragraph.all_bold and text[-1] not in ".;,:" and any(map(str.isalpha, text))

    def _heading_level(self, node: Any) -> int:
        properties = node.find(f"{W}pPr")
        outline = number_of(properties, f"{W}outlineLvl")
        if outline is not None and 0 <= outline < 9:  # noqa: PLR2004 - 9 is body text
            return outline + 1
        return self._styles.heading_level(text_of(properties, f"{W}pStyle"))

    # Tables

    def _read_table(self, table: Any) -> None:
        self._lists.close()
        was_in_cell = self._assembly.in_cell
        rows: list[list[Cell]] = []
        for row in inside(table, f"{W}tr"):
            cells: list[Cell] = []
            for cell in inside(row, f"{W}tc"):
                outside = self._assembly.begin_cell()
                self._read_blocks(cell)
                cells.append(self._assembly.end_cell(outside, in_cell=was_in_cell))
            rows.append(cells)
        self._assembly.table(rows)
        self._lists.close()

    # The end

    def _make_cover(self) -> None:
        """Make the lines of a title page COVER lines, where something shows that there is one."""
        elements = self._assembly.elements
        lines = 0
        while lines < min(len(elements), COVER_LINES) and self._is_cover_line(lines):
            lines += 1
        # All of a document can't be its cover.
        lines = min(lines, len(elements) - 1)
        end = max((n + 1 for n in range(lines) if elements[n].role is Role.COVER), default=0)
        if self._page_break <= lines:
            end = max(end, self._page_break)
        dated = [n + 1 for n in range(lines) if DATE_OF_COVER.match(elements[n].text)]
        end = max(end, *dated, 0) if dated else end
        centred = 0
        while centred < lines and centred in self._centred:
            centred += 1
        end = max(end, centred if centred > 1 else 0)
        while 0 < end < lines and end in self._centred:
            end += 1
        for position in range(end):
            line = elements[position]
            elements[position] = Element(Role.COVER, line.text, marks=line.marks)

    def _is_cover_line(self, position: int) -> bool:
        element = self._assembly.elements[position]
        if element.number or len(element.text) > COVER_CHARACTERS:
            return False
        if element.role is Role.HEADING:
            return not element.level and position in self._centred
        is_sentence = element.text[-1:] == "." and len(element.text) > SENTENCE_CHARACTERS
        return element.role is Role.COVER or (element.role is Role.PARAGRAPH and not is_sentence)

    def _leave_out_the_rest(self) -> None:
        for root in self._package.furniture:
            self._assembly.leave_out("furniture", plain_text(root))
        self._runs.leave_out_unread_notes()

    def _tell_doubts(self) -> None:
        tell, counts = self._assembly.doubt, self._runs.counts
        if counts["deletion"] or counts["insertion"]:
            tell(
                f"Tracked changes are open: {_counted(counts['insertion'], 'insertion')} read as "
                f"text, {_counted(counts['deletion'], 'deletion')} left out."
            )
        if counts["note"]:
            tell(f"{_counted(counts['note'], 'note')} without a mark in the text left out.")
        if self._package.comments:
            tell(f"{_counted(self._package.comments, 'comment')} in the margin, not read.")
        if counts["hidden"]:
            tell("Hidden text is left out.")
        if counts["box"]:
            tell(
                f"{_counted(counts['box'], 'text box')} read behind the paragraph that it is "
                "fixed to: check the order."
            )
        if self._package.drawings:
            tell(f"{_counted(self._package.drawings, 'chart')} or diagram not read.")
        if self._package.embedded:
            tell(f"{_counted(self._package.embedded, 'embedded file')} not read.")
        if not self._runs.fields_are_whole:
            tell("A field has no end: a table of contents may have been read as text.")
        for unknown in sorted(self._package.numbering.unknown_formats):
            tell(f"Numbers of the format {unknown!r} are shown as digits.")

    def _source_text(self) -> str:
        """All text of the file, whatever became of it, and the numbers computed for it."""
        roots = [self._package.body, *self._package.notes.values(), *self._package.furniture]
        pieces = [text for root in roots if root is not None for text in texts(root)]
        return "\n".join([*pieces, *self._runs.computed])


def _is_contents_control(node: Any) -> bool:
    gallery = text_of(node, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery == "Table of Contents"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
