"""Labels of any other document, from its own numbering: `12`, `III.B.4`, `2.1`.

Paragraphs that are numbered through the whole document have their bare number for a label; where
the numbers begin anew under each heading, the heading's label stands before them. Where there is
no number, paragraphs are counted under their heading: `III.B.2`, `Operational part.3`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.document import Kind
from ingest.element import Element, Role
from ingest.numbering import bare
from ingest.open_headings import OpenHeading, OpenHeadings

DECIMAL = re.compile(r"^\d+$")
DOTTED = re.compile(r"^\d+(?:\.\d+)+$")
ROMAN = re.compile(r"^(?=.)X{0,3}(?:IX|IV|V?I{0,3})$", re.I)
# A heading without a number is its own label, as far as one can take it in at a glance.
LABEL_CHARACTERS = 60
DOTTED_STYLE = "dotted"
# Paragraphs before the first heading or number of a place.
INTRODUCTION = "intro"


class OwnLabels:
    """Labels one document from its first element to its last."""

    def __init__(self, elements: Sequence[Element], title: str) -> None:
        """`elements` are looked through for how the document numbers its paragraphs."""
        self._counters: Counter[str] = Counter()
        self._title = title
        self._part = ""
        self._place = 0
        self._last_numbered = ""
        numbers = _paragraph_numbers(elements)
        self._introduced = _introduced(elements)
        labels = list(self._heading_labels(elements))
        # The parts in which the numbers of paragraphs run on over headings.
        self._numbered_through = {
            part
            for part, found in numbers.items()
            if len(found) == len(set(found)) and not {*found} & {label for label, _ in labels}
        }
        given = (
            [label for label, _ in labels]
            + [
                number
                for part, found in numbers.items()
                if part in self._numbered_through
                for number in found
            ]
            + [bare(element.number) for element in elements if DOTTED.match(bare(element.number))]
        )
        # Labels with numbers below them that the document gives itself: 1 has 1.1 and 1.2.
        self._subdivided = {
            stem for stem, _, last in (label.rpartition(".") for label in given) if last.isdigit()
        }

    def heading(self, element: Element, headings: OpenHeadings) -> tuple[str, int, str]:
        """Label, level and style of a heading; `headings` are open above it."""
        self._enter(headings.part)
        self._place += 1
        self._last_numbered = ""
        number = bare(element.number)
        style = _style(number, headings)
        level = _level(element, number, style, headings)
        if not number:
            return _shortened(element.text), level, style
        above = next((h for h in reversed(headings.stack) if h.level < level and h.style), None)
        if above is None or style == DOTTED_STYLE:
            return number, level, style
        return f"{above.label}.{number}", level, style

    def stretch(self, run: Sequence[Element], headings: OpenHeadings) -> tuple[str, Kind]:
        """Label and kind of a paragraph, a list with its lead-in, or a table row."""
        first = run[0]
        self._enter(headings.part)
        section = headings.stack[-1].label if headings.stack else ""
        if first.role is Role.ROW:
            return self._counted(_joined(section, "row")), Kind.ROW
        kind = Kind.LIST if run[1:] else Kind.PARAGRAPH
        number = bare(first.number)
        if DOTTED.match(number):
            self._last_numbered = number
        elif DECIMAL.match(number):
            through = self._part in self._numbered_through and first.role is Role.PARAGRAPH
            self._last_numbered = number if through else _joined(section, number)
        elif number:
            return _joined(self._last_numbered or section, number), kind
        else:
            return self._without_number(first, section), kind
        return self._last_numbered, kind

    def _without_number(self, element: Element, section: str) -> str:
        if element.role is Role.PARAGRAPH and self._last_numbered:
            # A paragraph behind a numbered one goes on with it.
            return self._last_numbered
        if self._last_numbered:
            stem = self._last_numbered
            return self._counted(_joined(stem, "item") if stem in self._subdivided else stem)
        if self._place in self._introduced or section in self._subdivided:
            return self._counted(_joined(section, INTRODUCTION))
        return self._counted(section)

    def _heading_labels(self, elements: Sequence[Element]) -> Iterator[tuple[str, int]]:
        """The labels of all headings, with their levels; leaves this object as it was."""
        headings = OpenHeadings()
        for element in elements:
            if element.role is Role.PART:
                headings = OpenHeadings(element.text)
            elif element.role is Role.HEADING:
                label, level, style = self.heading(element, headings)
                headings.close_down_to(level)
                number = bare(element.number)
                opened = OpenHeading(label, "", level, style, element.level, number)
                headings.stack.append(opened)
                yield label, level
        self._part, self._place, self._last_numbered = "", 0, ""

    def _enter(self, part: str) -> None:
        """Take note of the part that the next heading or stretch stands in."""
        if part != self._part:
            self._part, self._last_numbered = part, ""
            self._place += 1

    def cover(self, part: str) -> str:
        """The label of a part's cover."""
        return _joined(part, "cover")

    def note(self, number: str, part: str) -> str:  # noqa: ARG002 - only a second "1" needs it
        """The label of a footnote."""
        return f"note.{number}" if number else self._counted("note")

    def elsewhere(self, label: str, part: str) -> str:
        """Another label for a stretch whose own was given before, in another part."""
        return f"{part}.{label}" if part else label

    def place(self, part: str) -> str:
        """What a reader is told where no heading stands above a stretch."""
        return part or self._title

    def _counted(self, stem: str) -> str:
        self._counters[stem] += 1
        return _joined(stem, str(self._counters[stem]))


def _introduced(elements: Sequence[Element]) -> set[int]:
    """The places whose first paragraphs are an introduction to what has labels of its own.

    A place is what stands under one heading, or in a part before its first; they are counted in
    their order. What is introduced are numbered paragraphs, and before the first heading all
    headings.
    """
    introduced: set[int] = set()
    place, beginning = 0, 0
    opened, in_list = False, False
    for element in elements:
        if element.role in (Role.PART, Role.COVER, Role.NOTE):
            opened = opened or element.role is Role.PART
            in_list = False
            continue
        if opened:
            place += 1
            beginning, opened = place, False
        if element.role is Role.HEADING:
            place += 1
            introduced |= {0, beginning}
        elif _numbers(element) or (not in_list and _is_point(element)):
            introduced |= {0, place}
        in_list = (
            element.text.endswith(":")
            if element.role is Role.PARAGRAPH
            else (in_list and element.role is Role.ITEM)
        )
    return introduced


def _numbers(element: Element) -> bool:
    """Whether an element is a paragraph with a number of its own."""
    number = bare(element.number)
    return element.role is Role.PARAGRAPH and bool(DECIMAL.match(number) or DOTTED.match(number))


def _is_point(element: Element) -> bool:
    """Whether an element is an item with digits, which are its label where it has no lead-in."""
    return element.role is Role.ITEM and bool(DECIMAL.match(bare(element.number)))


def _paragraph_numbers(elements: Sequence[Element]) -> dict[str, list[str]]:
    """The undotted numbers of the paragraphs of each part."""
    found: dict[str, list[str]] = {"": []}
    part = ""
    for element in elements:
        if element.role is Role.PART:
            part = element.text
            found.setdefault(part, [])
        elif _numbers(element) and DECIMAL.match(bare(element.number)):
            found[part].append(bare(element.number))
    return found


def _style(number: str, headings: OpenHeadings) -> str:
    if not number:
        return ""
    if DECIMAL.match(number):
        return "decimal"
    if DOTTED.match(number):
        return DOTTED_STYLE
    if ROMAN.match(number) and not _continues_letters(number, headings):
        return "roman"
    return "letter"


def _continues_letters(number: str, headings: OpenHeadings) -> bool:
    """Whether "C", "D", "I", "V" or "X" goes on a sequence of letters instead of being Roman."""
    before = chr(ord(number[0]) - 1)
    return len(number) == 1 and any(
        heading.style == "letter" and heading.number == before for heading in headings.stack
    )


def _level(element: Element, number: str, style: str, headings: OpenHeadings) -> int:
    """How deep a heading stands, from 1 without gaps.

    A dotted number says what it stands under. Otherwise the source's own level counts, except that
    two styles of numbers in one level are two levels: "A." under "I." in the same type is a section
    of it. An unnumbered heading is as deep as the numbered ones of its level.
    """
    if style == DOTTED_STYLE:
        above = [h for h in headings.stack if h.number and number.startswith(f"{h.number}.")]
        if above:
            return above[-1].level + 1
    higher = [h for h in headings.stack if h.source_level < element.level]
    same = [h for h in headings.stack if h.source_level == element.level]
    alike = next((h for h in same if h.style == style), None)
    if alike:
        return alike.level
    if not same:
        return higher[-1].level + 1 if higher else 1
    return same[-1].level + 1 if same[-1].style and style else same[-1].level


def _shortened(text: str) -> str:
    if len(text) <= LABEL_CHARACTERS:
        return text
    return text[:LABEL_CHARACTERS].rpartition(" ")[0] or text[:LABEL_CHARACTERS]


def _joined(stem: str, ending: str) -> str:
    return f"{stem}.{ending}" if stem else ending
