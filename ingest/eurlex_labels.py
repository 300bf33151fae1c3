"""Labels of joint communications as EUR-Lex publishes them: the plan and its kind.

Under the headings of a communication, paragraphs are counted: `COM.2.4` is the fourth paragraph of
section 2. In an annex with Roman lines and lettered sections, bullets without a lead-in are
counted: `I.A.1`.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import Kind
from ingest.element import Element, Role
from ingest.open_headings import OpenHeadings

ROMAN = re.compile(r"^[IVX]+$")
LETTER = re.compile(r"^[A-Z]$")
# Lines of action are headings of level 1, their lettered sections of level 2.
SECTION_LEVEL = 2
MEANS_LEAD_IN = "means of implementation:"
PART_NAMES = {"COM": "Communication", "ANNEX": "Annex"}


class EurlexLabels:
    """Labels one document from its first element to its last."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._counters: Counter[str] = Counter()

    def heading(self, element: Element, headings: OpenHeadings) -> tuple[str, int, str]:
        """Label, level and style of a heading; `headings` are open above it."""
        number = element.number.rstrip(".")
        if ROMAN.match(number) and not _continues_letters(headings, number):
            return number, 1, ""
        if LETTER.match(number):
            line = next((h.label for h in headings.stack if h.level == 1), headings.part)
            return f"{line}.{number}", SECTION_LEVEL, ""
        if number:
            return f"{headings.part}.{number}", element.level or number.count(".") + 1, ""
        return element.text[:60], element.level or 1, ""

    def stretch(self, run: Sequence[Element], headings: OpenHeadings) -> tuple[str, Kind]:
        """Label and kind of a paragraph, a list with its lead-in, or a table row."""
        first, items = run[0], run[1:]
        section, level = headings.section, headings.level
        in_annex = headings.part.startswith("ANNEX")
        if first.role is Role.ROW:
            return self._counted(section), Kind.ROW
        if first.role is Role.ITEM and first.text.lower().startswith(MEANS_LEAD_IN):
            return f"{section}.means", Kind.MEANS
        if first.role is Role.ITEM and in_annex and level == SECTION_LEVEL:
            return self._counted(section), Kind.OBJECTIVE
        if in_annex and level == 1 and ROMAN.match(section):
            return f"{section}.intro", Kind.INTRODUCTION
        kind = Kind.LIST if items else Kind.PARAGRAPH
        if in_annex and level == 0:
            label = self._counted(f"{headings.part}.intro")
            return label, kind if items else Kind.INTRODUCTION
        number = first.number.rstrip(".")
        return (f"{section}.{number}" if number else self._counted(section)), kind

    def cover(self, part: str) -> str:
        """The label of a part's cover."""
        return f"{part}.cover"

    def note(self, number: str, part: str) -> str:
        """The label of a footnote."""
        return f"{part}.note.{number}"

    def elsewhere(self, label: str, part: str) -> str:  # noqa: ARG002 - part is in every label
        """Another label for a stretch whose own was given before: there is none."""
        return label

    def place(self, part: str) -> str:
        """What a reader is told where no heading stands above a stretch."""
        return PART_NAMES.get(part, part)

    def _counted(self, stem: str) -> str:
        """The next counted label under `stem`: `COM.2` -> `COM.2.1`, `COM.2.2`, ..."""
        self._counters[stem] += 1
        return f"{stem}.{self._counters[stem]}"


def _continues_letters(headings: OpenHeadings, number: str) -> bool:
    """Whether "C", "D", "I", "V" or "X" goes on an A, B, ... sequence instead of being Roman."""
    if len(number) != 1 or headings.level != SECTION_LEVEL:
        return False
    return headings.section.rpartition(".")[2] == chr(ord(number) - 1)
