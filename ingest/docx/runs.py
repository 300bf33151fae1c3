"""The runs of a DOCX paragraph: its text, fields, tracked changes and notes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ingest.assembly import Assembly
from ingest.counters import formatted
from ingest.docx.lists import Lists
from ingest.docx.markup import SPACES, SYMBOL, TEXT, holds, plain_text, symbol, texts
from ingest.docx.numbering import W
from ingest.docx.styles import OFF, Styles, number_of, switch, text_of
from ingest.line import Line, folded

NO_BREAK_HYPHEN = "\u2011"
SOFT_HYPHEN = "\u00ad"
DELETIONS = frozenset({f"{W}del", f"{W}moveFrom"})
INSERTIONS = frozenset({f"{W}ins", f"{W}moveTo"})
REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}
NOTES_WITH_TEXT = (None, "normal")


@dataclass(slots=True)
class Field:
    """A field while its code and then its result are read."""

    code: str = ""
    in_result: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether its result is a table of contents or an index."""
        return self.code.split()[:1] in (["TOC"], ["TOA"], ["INDEX"])


@dataclass(slots=True)
class Paragraph:
    """One paragraph while its runs are gathered."""

    line: Line = field(default_factory=Line)
    left: dict[str, Line] = field(default_factory=dict)
    boxes: list[Any] = field(default_factory=list)
    all_bold: bool = True
    break_before: bool = False
    break_after: bool = False

    def leave(self, reason: str, text: str) -> None:
        """Keep apart what is no part of the text, for this reason."""
        self.left.setdefault(reason, Line()).add(text)


class Runs:
    """Gathers the text of paragraphs; what is no text of the document is left out of it."""

    def __init__(
        self,
        body: Any,
        settings: Any,
        notes: dict[str, Any],
        styles: Styles,
        lists: Lists,
        assembly: Assembly,
    ) -> None:
        """`notes` are the roots of the footnotes and endnotes, None where there are none."""
        self._note_settings = [each for each in (settings, body) if each is not None]
        self._styles = styles
        self._lists = lists
        self._assembly = assembly
        self._fields: list[Field] = []
        self._note_roots = {kind: root for kind, root in notes.items() if root is not None}
        self._notes = {kind: _notes(root) for kind, root in self._note_roots.items()}
        self._note_numbers: dict[tuple[str, str], str] = {}
        self._next_note: dict[str, int] = {}
        # Characters that stand in no text of the file but are shown, and why people should look.
        self.computed: list[str] = []
        self.counts: Counter[str] = Counter()
        self.fields_are_whole = _has_whole_fields(body)
        self._takers: dict[str, Callable[[Any, Paragraph], None]] = {
            **dict.fromkeys(TEXT, self._take_text),
            **dict.fromkeys(SPACES, self._take_space),
            **dict.fromkeys(DELETIONS, self._delete),
            **dict.fromkeys(INSERTIONS, self._walk_insertion),
            **dict.fromkeys(REFERENCES, self._take_mark),
            f"{W}r": self._walk_run,
            f"{W}noBreakHyphen": self._take_hyphen,
            SYMBOL: self._take_symbol,
            f"{W}fldChar": self._turn_field,
            f"{W}instrText": self._take_field_code,
            f"{W}fldSimple": self._walk_simple_field,
            f"{W}txbxContent": lambda node, paragraph: paragraph.boxes.append(node),
            f"{W}pPr": lambda node, paragraph: None,  # noqa: ARG005
        }

    def gather(self, node: Any) -> Paragraph:
        """The text of a paragraph, and in `left` what is no part of it."""
        paragraph = Paragraph()
        self._walk(node, paragraph)
        for reason, line in paragraph.left.items():
            self._assembly.leave_out(reason, line.text)
        return paragraph

    @contextmanager
    def contents(self) -> Iterator[None]:
        """Take what is gathered meanwhile for a table of contents."""
        self._fields.append(Field("TOC", in_result=True))
        yield
        self._fields.pop()

    def leave_out_unread_notes(self) -> None:
        """Account for notes that nothing refers to, and the lines that part notes from text."""
        for kind, root in self._note_roots.items():
            for note in self._notes[kind].values():
                self.counts["note"] += bool(plain_text(note))
                self._assembly.leave_out("deleted", plain_text(note))
            for note in root.iterchildren(f"{W}{kind}"):
                if note.get(f"{W}type") not in NOTES_WITH_TEXT:
                    self._assembly.leave_out("furniture", plain_text(note))

    def _walk(self, node: Any, paragraph: Paragraph) -> None:
        """Gather the text below a node into a paragraph."""
        for child in node.iterchildren("*"):
            self._takers.get(child.tag, self._walk)(child, paragraph)

    def _walk_insertion(self, node: Any, paragraph: Paragraph) -> None:
        self.counts["insertion"] += holds(node, *TEXT)
        self._walk(node, paragraph)

    def _walk_simple_field(self, node: Any, paragraph: Paragraph) -> None:
        self._fields.append(Field(node.get(f"{W}instr") or "", in_result=True))
        self._walk(node, paragraph)
        self._fields.pop()

    def _walk_run(self, run: Any, paragraph: Paragraph) -> None:
        properties = run.find(f"{W}rPr")
        style = text_of(properties, f"{W}rStyle")
        hidden = switch(properties, "vanish")
        if hidden is None:
            hidden = bool(style) and self._styles.is_hidden(style)
        if hidden and not holds(run, f"{W}fldChar", f"{W}instrText"):
            self.counts["hidden"] += 1
            for text in texts(run):
                paragraph.leave("hidden", text)
            return
        if any((child.text or "").strip() for child in run.iterchildren(f"{W}t")):
            bold = switch(properties, "b")
            if bold is None:
                bold = bool(style) and self._styles.is_bold(style)
                of_paragraph = _paragraph_style(run)
                bold = bold or self._styles.is_bold(of_paragraph)
            paragraph.all_bold = paragraph.all_bold and bold
        custom = next((c for c in run.iterchildren(*REFERENCES) if _has_custom_mark(c)), None)
        if custom is not None and holds(run, *TEXT, SYMBOL) and not self._hidden_reason():
            self._take_custom_mark(custom, run, paragraph)
            return
        self._walk(run, paragraph)

    def _take_text(self, node: Any, paragraph: Paragraph) -> None:
        self._take(node.text or "", paragraph)

    def _take_space(self, node: Any, paragraph: Paragraph) -> None:
        if node.get(f"{W}type") == "page":
            paragraph.break_after = bool(paragraph.line.text)
            paragraph.break_before = not paragraph.break_after
        self._take(" ", paragraph)

    def _take_hyphen(self, node: Any, paragraph: Paragraph) -> None:  # noqa: ARG002
        self.computed.append(NO_BREAK_HYPHEN)
        self._take(NO_BREAK_HYPHEN, paragraph)

    def _take_symbol(self, node: Any, paragraph: Paragraph) -> None:
        self._take(symbol(node), paragraph)

    def _take_field_code(self, node: Any, paragraph: Paragraph) -> None:  # noqa: ARG002
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code += node.text or ""

    def _take(self, text: str, paragraph: Paragraph) -> None:
        reason = self._hidden_reason()
        if reason:
            paragraph.leave(reason, text)
            return
        kept = text.replace(SOFT_HYPHEN, "")
        if len(kept) < len(text):
            paragraph.leave("hyphen", SOFT_HYPHEN * (len(text) - len(kept)))
        paragraph.line.add(kept)

    def _hidden_reason(self) -> str:
        """Why the text at this place is no part of the document text, empty if it is."""
        if any(each.is_contents for each in self._fields):
            return "contents"
        return "hidden" if any(not each.in_result for each in self._fields) else ""

    def _turn_field(self, node: Any, paragraph: Paragraph) -> None:  # noqa: ARG002
        if not self.fields_are_whole:
            return
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _delete(self, node: Any, paragraph: Paragraph) -> None:
        pieces = list(texts(node))
        self.counts["deletion"] += bool(pieces)
        for text in pieces:
            paragraph.leave("deleted", text)

    # Notes

    def _take_mark(self, reference: Any, paragraph: Paragraph) -> None:
        kind, identity = REFERENCES[reference.tag], reference.get(f"{W}id") or ""
        if self._hidden_reason():
            return
        number = self._note_numbers.get((kind, identity))
        if number is None:
            number = self._count_note(kind)
            self._note_numbers[kind, identity] = number
            self._read_note(kind, identity, number)
        self.computed.append(number)
        self._assembly.leave_out("note mark", number)
        paragraph.line.add_mark(number)

    def _take_custom_mark(self, reference: Any, run: Any, paragraph: Paragraph) -> None:
        """A mark of the author's own ("*"), which stands as text behind the reference."""
        kind, identity = REFERENCES[reference.tag], reference.get(f"{W}id") or ""
        pieces = list(texts(run))
        mark = folded("".join(pieces))
        for text in pieces:
            self._assembly.leave_out("note mark", text)
        paragraph.line.add_mark(mark)
        if (kind, identity) not in self._note_numbers:
            self._note_numbers[kind, identity] = mark
            self._read_note(kind, identity, mark, is_typed=True)

    def _count_note(self, kind: str) -> str:
        properties = f"{W}{kind}Pr"
        for holder in self._note_settings:
            found = next(holder.iter(properties), None)
            number_format = text_of(found, f"{W}numFmt")
            start = number_of(found, f"{W}numStart")
            if number_format or start is not None:
                break
        counter = self._next_note.get(kind, start if start is not None else 1)
        self._next_note[kind] = counter + 1
        return formatted(counter, number_format or NOTE_FORMATS[kind]) or str(counter)

    def _read_note(self, kind: str, identity: str, number: str, *, is_typed: bool = False) -> None:
        note = self._notes.get(kind, {}).pop(identity, None)
        if note is None:
            return
        outer_fields, self._fields = self._fields, []
        paragraph = Paragraph()
        for node in note.iter(f"{W}p"):
            listed = self._lists.next_number(node)
            if listed.number:
                self.computed.append(listed.number)
                paragraph.line.add(f" {listed.number} ")
            self._walk(node, paragraph)
            paragraph.line.add(" ")
        self._fields = outer_fields
        for reason, line in paragraph.left.items():
            self._assembly.leave_out(reason, line.text)
        text = paragraph.line.text
        if is_typed and number and text.startswith(number):
            text = text.removeprefix(number).strip()
        elif text:
            self.computed.append(number)
        if text:
            self._assembly.note(text, number, is_end_note=kind == "endnote")
        elif is_typed and paragraph.line.text:
            self._assembly.leave_out("note mark", number)


def _notes(root: Any) -> dict[str, Any]:
    """The notes of a part by their id, without the lines that separate them from the text."""
    notes: dict[str, Any] = {}
    for node in root.iterchildren(f"{W}footnote", f"{W}endnote"):
        if node.get(f"{W}type") in NOTES_WITH_TEXT:
            identity = node.get(f"{W}id") or ""
            # A damaged file may give two notes one id: the second has no mark.
            notes[identity if identity not in notes else f"{identity} {len(notes)}"] = node
    return notes


def _has_whole_fields(body: Any) -> bool:
    """Whether every field ends behind its beginning; else most of a text could seem to be one."""
    depth = 0
    for node in body.iter(f"{W}fldChar"):
        kind = node.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth < 0:
            return False
    return depth == 0


def _has_custom_mark(reference: Any) -> bool:
    """Whether the mark of a note is the author's own."""
    value = reference.get(f"{W}customMarkFollows")
    return value is not None and value not in OFF


def _paragraph_style(run: Any) -> str:
    paragraph = next(run.iterancestors(f"{W}p"), None)
    return text_of(paragraph, f"{W}pPr/{W}pStyle")
