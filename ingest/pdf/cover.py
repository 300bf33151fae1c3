"""The title page: which blocks at the beginning of a document are its cover, and the title.

The first page of a Council document has labels ("Subject:") with what they say beside them, and
ends behind the subject. Elsewhere the cover is what stands before the first heading or paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.numbering import take_number
from ingest.pdf.headings import Body, is_heading
from ingest.pdf.line import Line, Table
from ingest.pdf.paragraphs import Block, Leadings

COUNCIL = re.compile(r"council\s+of\s+the\s+european\s+union", re.IGNORECASE)
COUNCIL_NUMBER = re.compile(r"\b\d{4,5}(?:/\d)?/\d{2}\b")
LABEL = re.compile(r"^[^\W\d_][\w .°]{1,40}:$")
LABEL_BEFORE = re.compile(r"^([^\W\d_][\w .°]{1,24}:)\s")
SUBJECT = re.compile(r"^(?:subject|concerns|titre|objet)\s*:", re.IGNORECASE)
FILE_NAME = re.compile(
    r"^microsoft |^untitled|^imm[cd]|\.(?:docx?|rtf|odt|pdf|indd|pptx?|qxd)$|^pdf|^document ?\d*$",
    re.IGNORECASE,
)
USUAL_HEADING = re.compile(
    r"(?:introduction|foreword|preface|background|(?:executive )?summary|conclusions?|annex)\b",
    re.IGNORECASE,
)
MOST_COVER_LINES = 60
MOST_LINES_BESIDE = 8
BODY_LETTERS = 60
LARGEST = 1.15
SAME_EDGE = 3.0
SAME_SIZE = 0.6


@dataclass(frozen=True, slots=True)
class Cover:
    """The lines of the cover, each entry one element, and the title that they give."""

    entries: tuple[tuple[Line, ...], ...]
    title: tuple[Line, ...]


def take_cover(
    blocks: Sequence[Block | Table], body: Body, leadings: Leadings, pages: int
) -> tuple[Cover, list[Block | Table]]:
    """The cover and the blocks behind it."""
    first_page = blocks[0].page if blocks and isinstance(blocks[0], Table) else None
    if blocks and isinstance(blocks[0], Block):
        first_page = blocks[0].first.page
    on_first = [
        block for block in blocks if isinstance(block, Block) and block.first.page == first_page
    ]
    text = " ".join(block.text for block in on_first)
    if first_page == 1 and COUNCIL.search(text) and COUNCIL_NUMBER.search(text):
        council = _council_cover(blocks, leadings)
        if council:
            return council
    end = _end(blocks, body, pages)
    entries = tuple(block.lines for block in blocks[:end] if isinstance(block, Block))
    title = max(entries, key=lambda lines: min(line.size for line in lines), default=())
    return Cover(entries, title), list(blocks[end:])


def sensible_title(title: str) -> str:
    """A PDF's own title, empty when it is a file's name or says nothing."""
    if FILE_NAME.search(title.strip()) or " " not in title.strip():
        return ""
    return title if sum(1 for letter in title if letter.isalpha()) > len(title) / 2 else ""


def _end(blocks: Sequence[Block | Table], body: Body, pages: int) -> int:
    """How many blocks stand before the first heading or paragraph of the body."""
    if not blocks or isinstance(blocks[0], Table):
        return 0
    first_page = blocks[0].first.page
    if first_page > 1:
        return 0
    whole = 0
    for position, block in enumerate(blocks):
        if isinstance(block, Table) or block.first.page != first_page or _is_body(block, body):
            break
        whole = position + 1
    on_first = sum(
        1 for block in blocks if isinstance(block, Block) and block.first.page == first_page
    )
    if whole == on_first and pages > 1 and whole < len(blocks):
        return whole
    later = [
        max(line.size for line in block.lines)
        for block in blocks[whole:]
        if isinstance(block, Block)
    ]
    end = 0
    own = [b for b in blocks[:whole] if isinstance(b, Block)]
    for position, block in enumerate(own):
        size = max(line.size for line in block.lines)
        others = [
            max(line.size for line in other.lines)
            for other in own[:position] + own[position + 1 :]
            if is_heading(other, body)
        ] + later
        if is_heading(block, body):
            largest = (
                all(size > other + SAME_SIZE for other in others) and size > LARGEST * body.size
            )
            # Below the title, a line of a size of its own goes with it.
            largest = largest or (
                end > 0 and all(abs(size - other) > SAME_SIZE for other in others)
            )
            usual = USUAL_HEADING.match(block.text)
            if not largest or usual or take_number(block.text).number:
                break
        elif not end and not _before_title(own[position:], body):
            break
        end = position + 1
    return end


def _before_title(blocks: Sequence[Block], body: Body) -> bool:
    """Whether a much larger line stands among the next: what is above a title is cover too."""
    return any(min(line.size for line in block.lines) > 1.4 * body.size for block in blocks[1:6])


def _is_body(block: Block, body: Body) -> bool:
    taken = take_number(block.text)
    if block.first.size > LARGEST * body.size:
        return bool(taken.number)
    if taken.number or taken.bullet:
        return True
    long = len(block.text) > BODY_LETTERS
    return (
        long
        and not is_heading(block, body)
        and not block.first.centred
        and (len(block.lines) > 1 or block.text.endswith((".", ":", ";")))
    )


def _council_cover(
    blocks: Sequence[Block | Table], leadings: Leadings
) -> tuple[Cover, list[Block | Table]] | None:
    """The first page of a Council document down to its subject, labels with their values."""
    lines: list[Line] = []
    ends: tuple[int, int] | None = None
    for position, block in enumerate(blocks):
        cells = (
            [line for row in block.rows for cell in row for line in cell]
            if isinstance(block, Table)
            else list(block.lines)
        )
        if (cells and cells[0].page != 1) or len(lines) > MOST_COVER_LINES:
            break
        subject = _subject(lines)
        for at, line in enumerate(cells):
            if subject is not None and _ends_subject(lines, subject, line, leadings):
                ends = (position, at)
                break
            lines.append(line)
            subject = _subject(lines) if subject is None else subject
        if ends:
            break
    subject = _subject(lines)
    if subject is None:
        return None
    entries = _entries(lines)
    value = next((entry for entry in entries if SUBJECT.match(entry[0].text.strip())), ())
    title = tuple(line for line in (_without_label(line) for line in value) if line.text.strip())
    rest: list[Block | Table] = []
    if ends:
        block = blocks[ends[0]]
        rest = list(blocks[ends[0] :])
        if ends[1] and isinstance(block, Block):
            rest[0] = Block(block.lines[ends[1] :])
        elif ends[1]:
            return None
    return Cover(tuple(entries), title), rest if ends else list(blocks[_count(blocks, lines) :])


def _count(blocks: Sequence[Block | Table], lines: list[Line]) -> int:
    """How many blocks the lines make up."""
    count = 0
    for position, block in enumerate(blocks):
        count += len(block.lines) if isinstance(block, Block) else _size(block)
        if count >= len(lines):
            return position + 1
    return len(blocks)


def _size(table: Table) -> int:
    return sum(len(cell) for row in table.rows for cell in row)


def _subject(lines: list[Line]) -> int | None:
    return next((at for at, line in enumerate(lines) if SUBJECT.match(line.text.strip())), None)


def _ends_subject(lines: list[Line], subject: int, line: Line, leadings: Leadings) -> bool:
    """Whether a line below the subject is no part of it."""
    first, above = lines[subject], lines[-1]
    if line.column.order == above.column.order and line.column != above.column:
        return True
    value = _value_edge(lines[subject:])
    if len(lines) - subject > MOST_LINES_BESIDE or _is_label(line):
        return not _is_label(line)
    if value is not None and line.left < value - SAME_EDGE:
        return True
    distance = line.baseline - above.baseline
    return distance > leadings.of(line) + 0.6 * line.size and above is not first


def _value_edge(lines: list[Line]) -> float | None:
    """Where the words beside a label begin."""
    first = lines[0]
    if first.gaps and _is_label(first):
        return first.gaps[0].right
    return lines[1].left if _is_label(first) and len(lines) > 1 else None


def _is_label(line: Line) -> bool:
    pieces = line.parted()
    return bool(pieces) and bool(LABEL.match(pieces[0].text.strip()))


def _entries(lines: list[Line]) -> list[tuple[Line, ...]]:
    """The lines of a cover as elements: a label with its words, any other piece by itself."""
    entries: list[list[Line]] = []
    edge: float | None = None
    for line in lines:
        pieces = line.parted()
        if pieces and LABEL.match(pieces[0].text.strip()):
            entries.append([line])
            edge = pieces[1].left if len(pieces) > 1 else None
        elif LABEL_BEFORE.match(line.text) or SUBJECT.match(line.text):
            entries.append([line])
            edge = None
        elif entries and _beside(entries[-1], line, edge):
            entries[-1].append(line)
            edge = line.left if edge is None else edge
        else:
            for piece in pieces:
                # The name of the Council stands on two lines.
                if entries and COUNCIL.fullmatch(f"{entries[-1][-1].text} {piece.text}".strip()):
                    entries[-1].append(piece)
                else:
                    entries.append([piece])
            edge = None
    return [tuple(entry) for entry in entries]


def _beside(entry: list[Line], line: Line, edge: float | None) -> bool:
    """Whether a line goes on what stands beside the label that an entry begins with."""
    label = LABEL.match(entry[0].parted()[0].text.strip()) or SUBJECT.match(entry[0].text)
    if not label:
        return False
    if edge is None:
        return len(entry) == 1 and line.left > entry[0].left + SAME_EDGE
    return abs(line.left - edge) <= SAME_EDGE or (line.left > edge and len(entry) > 1)


def _without_label(line: Line) -> Line:
    match = SUBJECT.match(line.text.strip())
    return replace(line, text=line.text.strip()[match.end() :].strip(), gaps=()) if match else line
