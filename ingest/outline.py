"""Elements -> the outline: every stretch of the document text with its official label.

Labels follow the document's own numbering. Under the headings of a communication, paragraphs are
counted: `COM.2.4` is the fourth paragraph of section 2. In an annex with Roman lines and lettered
sections, bullets without a lead-in are counted: `I.A.1`. A list keeps its lead-in and is one node.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.document import Document, DocumentFacts, Kind, LeftOut, NoteMark, OutlineNode, Span
from ingest.element import Element, Role

ROMAN = re.compile(r"^[IVX]+$")
LETTER = re.compile(r"^[A-Z]$")
# Lines of action are headings of level 1, their lettered sections of level 2.
SECTION_LEVEL = 2
MEANS_LEAD_IN = "means of implementation:"


@dataclass(frozen=True, slots=True)
class _Heading:
    label: str
    line: str
    level: int


@dataclass(slots=True)
class _Builder:
    """The document text and its nodes while they grow."""

    part: str = "COM"
    headings: list[_Heading] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    nodes: list[OutlineNode] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    counters: Counter[str] = field(default_factory=Counter)

    def add_text(self, element: Element, separator: str) -> Span:
        """Append one element to the document text and return where its characters stand."""
        number = f"{element.number} " if element.number else ""
        if self.length:
            self.pieces.append(separator)
            self.length += len(separator)
        start = self.length
        self.pieces.append(number + element.text)
        self.length += len(self.pieces[-1])
        for mark, offset in element.marks:
            self.notes.append(NoteMark(mark, start + len(number) + offset))
        return Span(start, self.length)

    def unique(self, label: str) -> str:
        """The label itself, or with a counter when the document gave it to an earlier stretch."""
        candidate, repetition = label, 1
        while candidate in self.labels:
            repetition += 1
            candidate = f"{label} ({repetition})"
        self.labels.add(candidate)
        return candidate

    def counted(self, stem: str) -> str:
        """The next counted label under `stem`: `COM.2` -> `COM.2.1`, `COM.2.2`, ..."""
        self.counters[stem] += 1
        return f"{stem}.{self.counters[stem]}"

    @property
    def section(self) -> str:
        """The label of the heading that the next paragraph stands under."""
        return self.headings[-1].label if self.headings else self.part

    def add_node(self, label: str, kind: Kind, span: Span, items: tuple[Span, ...] = ()) -> None:
        self.nodes.append(
            OutlineNode(
                label=self.unique(label),
                kind=kind,
                start=span.start,
                end=span.end,
                heading_path=tuple(heading.line for heading in self.headings) or (self.part_name,),
                parent=self.section,
                items=items,
            )
        )

    @property
    def part_name(self) -> str:
        """The part's name for a reader, where no heading stands above a stretch."""
        return {"COM": "Communication", "ANNEX": "Annex"}.get(self.part, self.part)


def build_document(
    facts: DocumentFacts, elements: list[Element], left_out: list[LeftOut]
) -> Document:
    """Join the elements to the document text and label every stretch of it."""
    builder = _Builder()
    position = 0
    while position < len(elements):
        run = _run_length(elements, position)
        _add_run(builder, elements[position : position + run])
        position += run
    return Document(
        facts=facts,
        text="".join(builder.pieces),
        outline=tuple(builder.nodes),
        notes=tuple(builder.notes),
        left_out=tuple(left_out),
    )


def _run_length(elements: list[Element], position: int) -> int:
    """How many elements belong together: a cover, a list with its lead-in, else one."""
    first = elements[position]
    end = position + 1
    if first.role is Role.COVER:
        while end < len(elements) and elements[end].role is Role.COVER:
            end += 1
    elif first.role is Role.PARAGRAPH and first.text.endswith(":"):
        while end < len(elements) and elements[end].role is Role.ITEM:
            end += 1
    return end - position


def _add_run(builder: _Builder, run: list[Element]) -> None:
    first = run[0]
    match first.role:
        case Role.PART:
            builder.part = builder.unique(first.text)
            builder.headings.clear()
        case Role.HEADING:
            _add_heading(builder, first)
        case Role.COVER:
            spans = [builder.add_text(line, "\n" if line is not first else "\n\n") for line in run]
            cover = Span(spans[0].start, spans[-1].end)
            builder.add_node(f"{builder.part}.cover", Kind.COVER, cover)
        case Role.NOTE:
            span = builder.add_text(first, "\n\n")
            builder.add_node(f"{builder.part}.note.{first.number}", Kind.NOTE, span)
        case _:
            _add_stretch(builder, run)


def _add_heading(builder: _Builder, element: Element) -> None:
    number = element.number.rstrip(".")
    level = element.level
    if ROMAN.match(number) and not _continues_letters(builder, number):
        level, label = 1, number
    elif LETTER.match(number):
        level = 2
        line = next((h.label for h in builder.headings if h.level == 1), builder.part)
        label = f"{line}.{number}"
    elif number:
        level = level or number.count(".") + 1
        label = f"{builder.part}.{number}"
    else:
        level = level or 1
        label = element.text[:60]
    while builder.headings and builder.headings[-1].level >= level:
        builder.headings.pop()
    parent = builder.section
    path = tuple(heading.line for heading in builder.headings)
    span = builder.add_text(element, "\n\n")
    label = builder.unique(label)
    printed = f"{element.number} {element.text}".strip()
    builder.headings.append(_Heading(label, printed, level))
    builder.nodes.append(
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


def _continues_letters(builder: _Builder, number: str) -> bool:
    """Whether "C", "D", "I", "V" or "X" goes on an A, B, ... sequence instead of being Roman."""
    if len(number) != 1 or not builder.headings or builder.headings[-1].level != SECTION_LEVEL:
        return False
    return builder.headings[-1].label.rpartition(".")[2] == chr(ord(number) - 1)


def _add_stretch(builder: _Builder, run: list[Element]) -> None:
    first, items = run[0], run[1:]
    span = builder.add_text(first, "\n\n")
    item_spans = tuple(builder.add_text(item, "\n") for item in items)
    if item_spans:
        span = Span(span.start, item_spans[-1].end)
    level = builder.headings[-1].level if builder.headings else 0
    in_annex = builder.part.startswith("ANNEX")
    if first.role is Role.ITEM and first.text.lower().startswith(MEANS_LEAD_IN):
        label, kind = f"{builder.section}.means", Kind.MEANS
    elif first.role is Role.ITEM and in_annex and level == SECTION_LEVEL:
        label, kind = builder.counted(builder.section), Kind.OBJECTIVE
    elif in_annex and level == 1 and ROMAN.match(builder.section):
        label, kind = f"{builder.section}.intro", Kind.INTRODUCTION
    elif in_annex and level == 0:
        label = builder.counted(f"{builder.part}.intro")
        kind = Kind.LIST if items else Kind.INTRODUCTION
    else:
        number = first.number.rstrip(".")
        label = f"{builder.section}.{number}" if number else builder.counted(builder.section)
        kind = Kind.LIST if items else Kind.PARAGRAPH
    builder.add_node(label, kind, span, item_spans)
