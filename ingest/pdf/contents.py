"""Lines without the tables of contents among them.

An entry ends in a page number behind dots or, under a heading that says so, behind any gap.
Entries can take several lines.
"""

import re
from collections.abc import Sequence

from ingest.document import LeftOut
from ingest.pdf.line import Flow, Line
from ingest.section_names import CONTENTS

LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})\s*$|(?:…\s?){2,}\s*\d{1,4}\s*$")
PAGE_AT_END = re.compile(r"^(?=.*[^\W\d]).*\s(\d{1,4})$")
FEWEST_ENTRIES = 3
LONGEST_ENTRY = 4


def without_contents(flows: list[Flow]) -> tuple[list[Flow], list[LeftOut]]:
    """The flows without tables of contents, and what was left out of them."""
    lines = [box for flow in flows for box in flow if isinstance(box, Line)]
    gone = _contents(lines)
    taken = {id(lines[position]) for position in gone}
    left_out = [
        LeftOut("contents", lines[position].text, page=lines[position].page)
        for position in sorted(gone)
    ]
    return [[box for box in flow if id(box) not in taken] for flow in flows], left_out


def _contents(lines: Sequence[Line]) -> set[int]:
    gone: set[int] = set()
    for position, line in enumerate(lines):
        if position in gone:
            continue
        if CONTENTS.match(line.text.strip()):
            end = _end(lines, position + 1, under_heading=True)
            if end > position + 1:
                gone.update(range(position, end))
        elif LEADERS.search(line.text):
            end = _end(lines, position, under_heading=False)
            entries = sum(1 for entry in lines[position:end] if LEADERS.search(entry.text))
            if entries >= FEWEST_ENTRIES:
                gone.update(range(position, end))
    return gone


def _end(lines: Sequence[Line], start: int, *, under_heading: bool) -> int:
    """Behind the last entry from `start` on; `start` when there is none."""
    end, last_page = start, 0
    position = start
    while position < len(lines) and position - end < LONGEST_ENTRY:
        page = _page_of(lines[position], under_heading=under_heading)
        if page is not None and page >= last_page:
            end, last_page = position + 1, page
        position += 1
    return end


def _page_of(line: Line, *, under_heading: bool) -> int | None:
    """The page number that an entry ends in, 0 for a Roman one."""
    text = line.text.strip()
    if LEADERS.search(text):
        number = re.search(r"\d+$", text)
        return int(number[0]) if number else 0
    if not under_heading:
        return None
    match = PAGE_AT_END.match(text)
    if not match:
        return None
    # Without dots the number must stand apart, at the right edge of its column.
    number_start = len(text) - len(match[1])
    apart = any(gap.offset + 1 == number_start for gap in line.gaps)
    return int(match[1]) if apart else None
