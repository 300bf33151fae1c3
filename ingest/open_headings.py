"""The headings that stand above the next stretch of a document while its outline is built."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading under which stretches stand; `line` is how it is printed, number included.

    `level` counts from 1 without gaps; `source_level` is the one the source gives (0: none).
    `number` is the printed number without punctuation, `style` its kind: "roman", "letter",
    "decimal", "dotted", or "" for none.
    """

    label: str
    line: str
    level: int
    style: str = ""
    source_level: int = 0
    number: str = ""


@dataclass(slots=True)
class OpenHeadings:
    """A stack, the highest heading first, and the part of the document that it belongs to."""

    part: str = ""
    stack: list[OpenHeading] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The label of the heading that the next stretch stands under, else the part's name."""
        return self.stack[-1].label if self.stack else self.part

    @property
    def level(self) -> int:
        """The level of the lowest open heading, 0 without one."""
        return self.stack[-1].level if self.stack else 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The headings as printed, the highest first."""
        return tuple(heading.line for heading in self.stack)

    def close_down_to(self, level: int) -> None:
        """Close the headings of this level and below."""
        while self.stack and self.stack[-1].level >= level:
            self.stack.pop()
