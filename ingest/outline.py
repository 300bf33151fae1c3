"""Reading -> Document: the document text, and every stretch of it with its official label.

The elements are joined in reading order; a list keeps its lead-in and is one stretch, as is a
table's row. Which label a stretch has is the business of two modules: ingest/eurlex_labels.py for
the plan and its kind, ingest/own_labels.py for every other document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ingest.document import Document, DocumentFacts, Kind, NoteMark, OutlineNode, PageStart, Span
from ingest.element import Element, Role
from ingest.eurlex_labels import EurlexLabels
from ingest.numbering import bare
from ingest.open_headings import OpenHeading, OpenHeadings
from ingest.own_labels import OwnLabels
from ingest.reading import Reading


class Labels(Protocol):
    """What gives a document's stretches their labels, asked once for each, in reading order."""

    def heading(self, element: Element, headings: OpenHeadings) -> tuple[str, int, str]:
        """Label, level and style of a heading; `headings` are open above it."""

    def stretch(self, run: Sequence[Element], headings: OpenHeadings) -> tuple[str, Kind]:
        """Label and kind of a paragraph, a list with its lead-in, or a table row."""

    def cover(self, part: str) -> str:
        """The label of a part's cover."""

    def note(self, number: str, part: str) -> str:
        """The label of a footnote."""

    def elsewhere(self, label: str, part: str) -> str:
        """Another label for a stretch whose own was given before, in another part."""

    def place(self, part: str) -> str:
        """What a reader is told where no heading stands above a stretch."""


def build_document(facts: DocumentFacts, reading: Reading) -> Document:
    """Join the elements to the document text and label every stretch of it."""
    elements = reading.elements if reading.by_parts else _with_title_as_cover(reading, facts)
    labels: Labels = EurlexLabels() if reading.by_parts else OwnLabels(elements, facts.short_title)
    builder = _Builder(labels)
    for run in _runs(elements):
        builder.add(run)
    return Document(
        facts=facts,
        text="".join(builder.pieces),
        outline=tuple(builder.nodes),
        notes=tuple(builder.notes),
        left_out=reading.left_out,
        pages=tuple(builder.pages),
    )


def _with_title_as_cover(reading: Reading, facts: DocumentFacts) -> Sequence[Element]:
    """The elements, a first heading that is the document's title being its cover.

    All else would stand under it, and nobody cites a title. Where no source gives a title, the
    first heading is taken for it: then it is one only if it stands above all others.
    """
    elements = list(reading.elements)
    headings = [n for n, element in enumerate(elements) if element.role is Role.HEADING]
    if not headings:
        return elements
    first = elements[headings[0]]
    before = [element.role for element in elements[: headings[0]]]
    while before and before[-1] is Role.COVER:
        before.pop()
    opens = not before or before[-1] is Role.PART
    alone = all(
        elements[n].level > first.level or (elements[n].number and elements[n].level == first.level)
        for n in headings[1:]
    )
    titles = {_letters(reading.title), _letters(facts.title) if alone else ""} - {""}
    if opens and not first.number and _letters(first.text) in titles:
        elements[headings[0]] = replace(first, role=Role.COVER)
    return elements


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _runs(elements: Sequence[Element]) -> Iterator[Sequence[Element]]:
    """The elements that belong together: a cover, a list with its lead-in, a row, else one."""
    position = 0
    while position < len(elements):
        end = position + 1
        follows = _follows(elements[position])
        while end < len(elements) and elements[end].role is follows:
            end += 1
        yield elements[position:end]
        position = end


def _follows(first: Element) -> Role | None:
    """What may follow an element within its stretch."""
    match first.role:
        case Role.COVER:
            return Role.COVER
        case Role.ROW:
            return Role.CELL
        case Role.PARAGRAPH if first.text.endswith(":"):
            return Role.ITEM
        case _:
            return None


@dataclass(slots=True)
class _Builder:
    """The document text and its nodes while they grow."""

    labels: Labels
    headings: OpenHeadings = field(default_factory=OpenHeadings)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    nodes: list[OutlineNode] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    pages: list[PageStart] = field(default_factory=list)
    # Each label, and the part that it was given in.
    given: dict[str, str] = field(default_factory=dict)

    def add(self, run: Sequence[Element]) -> None:
        """Add one stretch, or open a part."""
        first = run[0]
        match first.role:
            case Role.PART:
                self.headings = OpenHeadings(self._counted_up(first.text))
            case Role.HEADING:
                self._add_heading(first)
            case Role.COVER:
                label = self.labels.cover(self.headings.part)
                self._add_node(label, Kind.COVER, self._add_text(run)[0])
            case Role.NOTE:
                label = self.labels.note(first.number, self.headings.part)
                self._add_node(label, Kind.NOTE, self._add_text(run)[0])
            case _:
                span, items = self._add_text(run)
                label, kind = self.labels.stretch(run, self.headings)
                self._add_node(label, kind, span, items if kind is not Kind.ROW else ())

    def _add_text(self, run: Sequence[Element]) -> tuple[Span, tuple[Span, ...]]:
        """Append a run, a line for each element; where it stands, and all but its first line."""
        spans = [self._add_line(element, "\n" if n else "\n\n") for n, element in enumerate(run)]
        return Span(spans[0].start, spans[-1].end), tuple(spans[1:])

    def _add_line(self, element: Element, separator: str) -> Span:
        number = f"{element.number} " if element.number else ""
        if self.length:
            self.pieces.append(separator)
            self.length += len(separator)
        start = self.length
        self.pieces.append(number + element.text)
        self.length += len(self.pieces[-1])
        for mark, offset in element.marks:
            self.notes.append(NoteMark(mark, start + len(number) + offset))
        for page, offset in element.pages:
            if not self.pages or page != self.pages[-1].page:
                self.pages.append(PageStart(page, start + (len(number) + offset if offset else 0)))
        return Span(start, self.length)

    def _unique(self, label: str) -> str:
        """The label itself; where the document gave it before, with its part or a counter."""
        part = self.headings.part
        if self.given.get(label.casefold(), part) != part:
            label = self.labels.elsewhere(label, part)
        return self._counted_up(label)

    def _counted_up(self, label: str) -> str:
        """A label with a counter where it was given before; case alone tells no two apart."""
        candidate, repetition = label, 1
        while candidate.casefold() in self.given:
            repetition += 1
            candidate = f"{label} ({repetition})"
        self.given[candidate.casefold()] = self.headings.part
        return candidate

    def _add_heading(self, element: Element) -> None:
        label, level, style = self.labels.heading(element, self.headings)
        self.headings.close_down_to(level)
        parent, path = self.headings.section, self.headings.lines
        span = self._add_line(element, "\n\n")
        label = self._unique(label)
        printed = f"{element.number} {element.text}".strip()
        number = bare(element.number)
        opened = OpenHeading(label, printed, level, style, element.level, number)
        self.headings.stack.append(opened)
        self.nodes.append(
            OutlineNode(
                label=label,
                kind=Kind.HEADING,
                start=span.start,
                end=span.end,
                heading_path=path,
                parent=parent,
                title=element.text,
                level=level,
            )
        )

    def _add_node(self, label: str, kind: Kind, span: Span, items: tuple[Span, ...] = ()) -> None:
        self.nodes.append(
            OutlineNode(
                label=self._unique(label),
                kind=kind,
                start=span.start,
                end=span.end,
                heading_path=self.headings.lines or (self.labels.place(self.headings.part),),
                parent=self.headings.section,
                items=items,
            )
        )
