"""Lines without footnotes and end notes, and the notes.

Footnotes stand at the foot of a page in smaller type or below a short rule, and the first of them
begins with the next number. End notes stand behind a heading that says so.
"""

import re
from dataclasses import dataclass, field

from ingest.pdf.characters import Rule
from ingest.pdf.line import Flow, Line

SMALLER = 0.93
# Of the width of its column: how long the rule above footnotes is.
LONGEST_RULE = 0.7
SHORTEST_RULE = 0.1
END_NOTES = re.compile(r"^(?:end ?notes|notes|footnotes|references)\s*:?$", re.IGNORECASE)
NUMBER = re.compile(r"^[\[(]?(\d{1,3})(?!\d)[\])]?[.)]?(?!\d)\s*")
SYMBOL = re.compile(r"^(\*{1,3}|†|‡)\s*")


@dataclass(slots=True)
class Note:
    """A footnote or an end note with its lines, the number taken off the first of them.

    `punctuation` is what stood around the number: "[" and "]", a full stop.
    """

    number: str
    punctuation: str
    page: int
    lines: list[Line] = field(default_factory=list)
    end_note: bool = False


def take_notes(
    flows: list[Flow], rules: dict[int, list[Rule]], body_size: float
) -> tuple[list[Flow], list[Note]]:
    """The flows without their notes, and the notes in order; `rules` are those of each page."""
    notes: list[Note] = []
    end = _end_notes_start(flows)
    kept: list[Flow] = []
    before = flows if end is None else [*flows[: end[0]], flows[end[0]][: end[1]]]
    for flow in before:
        cut = _foot_start(flow, rules, body_size, notes)
        feet = [box for box in flow[cut:] if isinstance(box, Line)]
        _add(notes, feet, end_note=False)
        kept.append(flow[:cut])
    for note in notes if end is None and _is_behind_text(notes, kept) else []:
        note.end_note = True
    if end is not None:
        behind = [flows[end[0]][end[1] + 1 :], *flows[end[0] + 1 :]]
        kept[-1].append(flows[end[0]][end[1]])
        rest = _end_note_lines(behind)
        _add(notes, rest[0], end_note=True)
        kept += rest[1]
    return kept, notes


def _is_behind_text(notes: list[Note], flows: list[Flow]) -> bool:
    """Whether all notes stand together behind the last line of text, as end notes do."""
    last = max((box.page for flow in flows for box in flow), default=0)
    return bool(notes) and all(note.page >= last for note in notes)


def _add(notes: list[Note], lines: list[Line], *, end_note: bool) -> None:
    for line in lines:
        printed = _number_of(line, notes)
        if printed:
            number = printed.strip().strip("[]().")
            punctuation = printed.strip().replace(number, "")
            rest = line.without(0, len(printed))
            notes.append(Note(number, punctuation, line.page, [rest], end_note))
        elif notes:
            notes[-1].lines.append(line)
        else:
            notes.append(Note("", "", line.page, [line], end_note))


def _number_of(line: Line, notes: list[Note]) -> str:
    """The number, as printed, of the note that begins with a line; empty if none does."""
    symbol = SYMBOL.match(line.text)
    if symbol:
        return symbol[0]
    match = NUMBER.match(line.text)
    if not match or not _is_next(int(match[1]), line, notes):
        return ""
    raised = any(start == 0 and end >= match.end(1) for start, end in line.raised)
    # "2019/12", "5%" and "1-3" are no numbers of notes.
    return match[0] if raised or line.text[match.end(1) : match.end(1) + 1] not in "/-%°" else ""


def _is_next(number: int, line: Line, notes: list[Note]) -> bool:
    last = next((note for note in reversed(notes) if note.number.isdigit()), None)
    if last is None:
        return number == 1 or any(start == 0 for start, _ in line.raised)
    # Notes are counted anew in an annex, or on each page.
    return number == int(last.number) + 1 or (number == 1 and line.page != last.page)


def _foot_start(
    flow: Flow, rules: dict[int, list[Rule]], body_size: float, notes: list[Note]
) -> int:
    """Where the footnotes of a flow begin; its length if it has none."""
    if not flow or not isinstance(flow[-1], Line):
        return len(flow)
    page = flow[-1].page
    rule = _foot_rule(flow, rules.get(page, []))
    start = len(flow)
    while start and _is_small(flow[start - 1], body_size):
        start -= 1
    if rule is not None:
        below = next((at for at, box in enumerate(flow) if box.baseline > rule.top), len(flow))
        if all(isinstance(box, Line) for box in flow[below:]):
            numbered = any(_begins_note(box, notes) for box in flow[below:])
            if (notes and notes[-1].page >= page - 1 and below >= start) or (
                numbered and _look_like_notes(flow[below:], body_size, notes)
            ):
                return below
    for position in range(start, len(flow)):
        box = flow[position]
        if isinstance(box, Line) and _begins_note(box, notes):
            # Small lines above the first number go on a note of the page before.
            goes_on = notes and notes[-1].page >= page - 1 and _is_torn(notes[-1])
            return start if goes_on and position > start else position
    return len(flow)


def _look_like_notes(below: Flow, body_size: float, notes: list[Note]) -> bool:
    """Whether lines below a short rule are notes, not the numbered paragraphs of a chapter."""
    first = below[0]
    if not isinstance(first, Line) or not (_begins_note(first, notes) or notes):
        return False
    small = all(_is_small(box, body_size) for box in below)
    return small or not _number_of(first, notes).rstrip().endswith((".", ")"))


def _is_torn(note: Note) -> bool:
    return not note.lines[-1].text.rstrip().endswith((".", "!", "?", ")", ":"))


def _is_small(box: object, body_size: float) -> bool:
    return isinstance(box, Line) and box.size <= SMALLER * body_size


def _begins_note(box: object, notes: list[Note]) -> bool:
    return isinstance(box, Line) and bool(_number_of(box, notes))


def _foot_rule(flow: Flow, rules: list[Rule]) -> Rule | None:
    """The lowest short rule that begins at the left edge of the flow, with lines below it."""
    lines = [box for box in flow if isinstance(box, Line)]
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = max(1.0, right - left)
    lowest = max(line.baseline for line in lines)
    fitting = [
        rule
        for rule in rules
        if rule.level
        and abs(rule.left - left) <= lines[-1].size
        and SHORTEST_RULE * width <= rule.right - rule.left <= LONGEST_RULE * width
        and rule.top < lowest
        # A rule right below a line underlines it.
        and not any(-1 <= rule.top - line.baseline <= line.size * 0.3 for line in lines)
    ]
    return max(fitting, key=lambda rule: rule.top, default=None)


def _end_notes_start(flows: list[Flow]) -> tuple[int, int] | None:
    """The flow and the position of the heading above end notes, the last that fits."""
    for position in range(len(flows) - 1, -1, -1):
        for at in range(len(flows[position]) - 1, -1, -1):
            box = flows[position][at]
            if isinstance(box, Line) and END_NOTES.match(box.text.strip()):
                behind = [
                    *flows[position][at + 1 :],
                    *(b for f in flows[position + 1 :] for b in f),
                ]
                first = behind[0] if behind else None
                match = NUMBER.match(first.text) if isinstance(first, Line) else None
                if match and match[1] == "1":
                    return position, at
    return None


def _end_note_lines(flows: list[Flow]) -> tuple[list[Line], list[Flow]]:
    """The lines of the end notes, and what follows them: an annex, or lines in larger type."""
    lines: list[Line] = []
    for position, flow in enumerate(flows):
        for at, box in enumerate(flow):
            first = lines[0] if lines else box
            if isinstance(box, Line) and isinstance(first, Line) and box.size <= first.size + 1:
                lines.append(box)
            else:
                return lines, [flow[at:], *flows[position + 1 :]]
    return lines, []
