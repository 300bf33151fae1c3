"""EUR-Lex plain text -> elements. Alone in knowing what the portal's text export looks like.

The export glues numbers and bullets to their text, leaves footnote marks as lone numbers between
spaces, and adds lines of the portal itself (see docs/formats.md).
"""

import re
from collections.abc import Iterator

from ingest.document import LeftOut
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.reading import Reading

COVER_DATE = re.compile(r"^[A-Z]\w+, \d{1,2}\.\d{1,2}\.\d{4}$")
# U+00D8 stands for a Wingdings arrow at line start only; F0B7 and F0D8 are private-use bullets.
BULLET = re.compile(r"^[·•–Ø\uf0b7\uf0d8]\s*(?=\S)")
NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*\.|[IVX]{1,5}\.|[A-Z]\.)\s*(?=[^\s\d.])")
# A mark is followed by punctuation, a dash, a conjunction or the end: never by what it could count.
LONE_NUMBER = re.compile(
    r"(?<=\S)([ \u00a0])(\d{1,3})(?=[ \u00a0]*$|[ \u00a0](?:[,.;:)–-]|(?:and|or)\b))"
)
PUNCTUATION = ",.;:)"


def read_eurlex_text(source: str) -> Reading:
    """Split an EUR-Lex text export into elements and say what was left out of it.

    Raises DocumentUnreadable when no cover ("Brussels, 25.3.2020") is found.
    """
    elements: list[Element] = []
    left_out: list[LeftOut] = []
    cover_open = False
    part_seen = False
    next_mark = 1
    list_open = False
    for line, offset, blank_lines_before in _lines(source):
        if COVER_DATE.match(line):
            cover_open, next_mark, list_open = True, 1, False
            # The cover names the part: an annex says so in a line of its own.
            part = "ANNEX" if part_seen else "COM"
            elements.append(Element(Role.PART, part))
            part_seen = True
        elif cover_open and blank_lines_before > 1:
            cover_open = False
        if not part_seen or line == "Top":
            left_out.append(LeftOut("furniture", line, offset))
            continue
        if cover_open:
            elements.append(Element(Role.COVER, line))
            continue
        bullet = BULLET.match(line)
        if bullet:
            left_out.append(LeftOut("bullet", bullet[0].strip(), offset))
        number = None if bullet else NUMBER.match(line)
        glued = bullet or number
        begin = glued.end() if glued else 0
        text, marks, next_mark = _take_out_marks(line[begin:], offset + begin, next_mark, left_out)
        previous = elements[-1]
        # A numbered line goes on a list only behind a lead-in or another numbered item: the
        # heading "I. Protecting ..." of the annex follows a list of bullets.
        list_open = bool(number) and (
            previous.text.endswith(":") or (list_open and bool(previous.number))
        )
        if bullet or (number and list_open):
            role = Role.ITEM
        else:
            role = Role.HEADING if number else Role.PARAGRAPH
        elements.append(Element(role, text, number[1] if number else "", marks=marks))
    if not part_seen:
        message = (
            "This is no EUR-Lex text export: no cover line such as 'Brussels, 25.3.2020' "
            "was found. Save the document from EUR-Lex as text or HTML and try again."
        )
        raise DocumentUnreadable(message)
    return Reading(tuple(elements), tuple(left_out), source, by_parts=True)


def _lines(source: str) -> Iterator[tuple[str, int, int]]:
    """Each line that is not blank, stripped, with its offset and the blank lines before it."""
    offset = 0
    blank_lines = 0
    for raw in source.split("\n"):
        line = raw.strip()
        if line:
            yield line, offset + raw.index(line[0]), blank_lines
            blank_lines = 0
        else:
            blank_lines += 1
        offset += len(raw) + 1


def _take_out_marks(
    text: str, offset: int, next_mark: int, left_out: list[LeftOut]
) -> tuple[str, tuple[tuple[str, int], ...], int]:
    """Take the footnote marks out of one line.

    A lone number is a mark only if it is the next of its part's sequence; that tells it from
    "over 2 600", "next 5 years" and "JOIN(2020) 5 final".
    """
    kept: list[str] = []
    marks: list[tuple[str, int]] = []
    length = 0
    position = 0
    for match in LONE_NUMBER.finditer(text):
        if int(match[2]) != next_mark:
            continue
        next_mark += 1
        kept.append(text[position : match.start()])
        length += len(kept[-1])
        marks.append((match[2], length))
        left_out.append(LeftOut("note mark", match[2], offset + match.start(2)))
        position = match.end()
        # The export puts a space on both sides of a mark; before punctuation both must go.
        if text[position : position + 1].isspace() and text[position + 1 :][:1] in PUNCTUATION:
            position += 1
    kept.append(text[position:])
    return "".join(kept).rstrip(), tuple(marks), next_mark
