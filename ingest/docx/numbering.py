"""The numbers that Word computes for paragraphs: they stand nowhere in a DOCX file's text.

A paragraph names a list (`numId`) and a level; the list says how a number looks and where it
begins. Counters belong to the abstract list: lists that share it go on counting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.counters import formatted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
PLACE = re.compile(r"%([1-9])")
# Formats whose numbers are shown as digits here.
KNOWN_FORMATS = frozenset(
    "decimal decimalZero upperRoman lowerRoman upperLetter lowerLetter ordinal bullet none".split()
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `text` is its pattern, such as "%1.%2."."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 1
    # The counter begins anew behind this level or a higher one; 0 for never.
    restart: int | None = None
    style: str = ""
    legal: bool = False
    indent: int | None = None


@dataclass(slots=True)
class _List:
    """An abstract list and its counters."""

    levels: dict[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True)
class ListNumber:
    """What stands before a paragraph: a number, or the sign of a bullet."""

    number: str = ""
    bullet: str = ""


class Numbering:
    """The lists of one document, counting from its first paragraph to its last."""

    def __init__(self, root: Any = None) -> None:
        """`root` is the `w:numbering` element, None for a document without lists."""
        self.unknown_formats: set[str] = set()
        self._lists: dict[str, _List] = {}
        self._abstract_of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        style_links: dict[str, str] = {}
        links: dict[str, str] = {}
        for node in root.iterchildren(f"{W}abstractNum"):
            identity = node.get(f"{W}abstractNumId", "")
            self._lists[identity] = _List(dict(_levels(node)))
            style_links[_value(node, "styleLink")] = identity
            links[identity] = _value(node, "numStyleLink")
        for identity, style in links.items():
            if style and style in style_links:
                self._lists[identity] = self._lists[style_links[style]]
        for node in root.iterchildren(f"{W}num"):
            identity = node.get(f"{W}numId", "")
            self._abstract_of[identity] = _value(node, "abstractNumId")
            for override in node.iterchildren(f"{W}lvlOverride"):
                level = _number(override.get(f"{W}ilvl"), 0)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._starts.setdefault(identity, {})[level] = _number(start.get(f"{W}val"), 1)
                self._overrides.setdefault(identity, {}).update(_levels(override))

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that a paragraph style is linked to."""
        for depth in range(LEVELS):
            level = self.level(list_id, depth)
            if level and level.style == style:
                return depth
        return None

    def level(self, list_id: str, depth: int) -> Level | None:
        """How a level of a list is numbered, None if there is no such list."""
        found = self._lists.get(self._abstract_of.get(list_id, ""))
        if found is None:
            return None
        return self._overrides.get(list_id, {}).get(depth) or found.levels.get(depth)

    def next(self, list_id: str, depth: int) -> ListNumber:
        """Count one paragraph of a list and say what stands before it."""
        level = self.level(list_id, depth)
        if level is None or not 0 <= depth < LEVELS:
            return ListNumber()
        counters = self._lists[self._abstract_of[list_id]].counters
        self._begin(list_id, depth, counters)
        for deeper in range(depth + 1, LEVELS):
            if self._restarts(list_id, deeper, depth):
                counters[deeper] = None
        if level.number_format == "bullet":
            return ListNumber(bullet=level.text.strip())
        if not PLACE.search(level.text):
            text = level.text.strip()
            return ListNumber(bullet=text) if len(text) == 1 else ListNumber(text)
        pattern = PLACE.sub(lambda place: self._shown(list_id, place, counters, level), level.text)
        return ListNumber(" ".join(pattern.split()))

    def _begin(self, list_id: str, depth: int, counters: list[int | None]) -> None:
        # Levels above that have no paragraph of their own are shown at their beginning.
        for higher in range(depth):
            if counters[higher] is None:
                counters[higher] = self._start(list_id, higher)
        override = self._starts.get(list_id, {}).pop(depth, None)
        current = counters[depth]
        if override is not None:
            counters[depth] = override
        elif current is None:
            counters[depth] = self._start(list_id, depth)
        else:
            counters[depth] = current + 1

    def _start(self, list_id: str, depth: int) -> int:
        override = self._starts.get(list_id, {}).pop(depth, None)
        level = self.level(list_id, depth)
        return override if override is not None else level.start if level else 1

    def _restarts(self, list_id: str, deeper: int, depth: int) -> bool:
        level = self.level(list_id, deeper)
        return level is None or level.restart is None or depth < level.restart

    def _shown(
        self, list_id: str, place: re.Match[str], counters: list[int | None], level: Level
    ) -> str:
        depth = int(place[1]) - 1
        counter = counters[depth]
        of_place = self.level(list_id, depth)
        if counter is None or of_place is None:
            return ""
        number_format = of_place.number_format
        if number_format not in KNOWN_FORMATS:
            self.unknown_formats.add(number_format)
        return formatted(counter, "decimal" if level.legal else number_format)


def _levels(node: Any) -> Iterator[tuple[int, Level]]:
    for level in node.iterchildren(f"{W}lvl"):
        restart = _value(level, "lvlRestart")
        # A custom format stands beside one of the known formats, for programs without it.
        formats = [each.get(f"{W}val", "") for each in level.iter(f"{W}numFmt")]
        legal = level.find(f"{W}isLgl")
        indent = level.find(f"{W}pPr/{W}ind")
        yield (
            _number(level.get(f"{W}ilvl"), 0),
            Level(
                number_format=next((f for f in formats if f and f != "custom"), "decimal"),
                text=_value(level, "lvlText"),
                start=_number(_value(level, "start"), 0),
                restart=_number(restart, 0) if restart else None,
                style=_value(level, "pStyle"),
                legal=legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
                indent=indent_of(indent),
            ),
        )


def indent_of(node: Any) -> int | None:
    """The left indent in twentieths of a point that a `w:ind` element gives."""
    if node is None:
        return None
    value = node.get(f"{W}left") or node.get(f"{W}start")
    return _number(value, 0) if value else None


def _value(node: Any, name: str) -> str:
    child = node.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""


def _number(value: str | None, otherwise: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return otherwise
