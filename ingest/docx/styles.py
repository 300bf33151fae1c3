"""Paragraph styles of a DOCX file: what a paragraph inherits from its style and that's base."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.docx.numbering import W, indent_of

HEADING = re.compile(r"^heading ([1-9])$")
CONTENTS = re.compile(r"^(?:toc (?:\d|heading)|table of (?:figures|authorities)|contents heading)")
BODY_TEXT_LEVEL = 9
OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """One style; None where it leaves a property to its base."""

    name: str = ""
    based_on: str = ""
    outline_level: int | None = None
    list_id: str = ""
    list_level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    indent: int | None = None


class Styles:
    """All styles of one document by their id."""

    def __init__(self, root: Any = None) -> None:
        """`root` is the `w:styles` element, None for a document without styles."""
        self._styles: dict[str, Style] = {}
        self._default = ""
        for node in () if root is None else root.iterchildren(f"{W}style"):
            identity = node.get(f"{W}styleId", "")
            self._styles[identity] = _style(node)
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in (
                "1",
                "true",
                "on",
            ):
                self._default = identity

    def chain(self, identity: str) -> Iterator[tuple[str, Style]]:
        """A style and its bases, the nearest first."""
        seen: set[str] = set()
        identity = identity if identity in self._styles else self._default
        while identity in self._styles and identity not in seen:
            seen.add(identity)
            yield identity, self._styles[identity]
            identity = self._styles[identity].based_on

    def heading_level(self, identity: str) -> int:
        """The level of a heading style, 0 for any other."""
        for _, style in self.chain(identity):
            if style.outline_level is not None:
                return style.outline_level + 1 if style.outline_level < BODY_TEXT_LEVEL else 0
            match = HEADING.match(style.name)
            if match:
                return int(match[1])
        return 0

    def is_named(self, identity: str, *names: str) -> bool:
        """Whether a style or a base of it has one of these names."""
        return any(style.name in names for _, style in self.chain(identity))

    def is_contents(self, identity: str) -> bool:
        """Whether a style is one of a table of contents."""
        return any(CONTENTS.match(style.name) for _, style in self.chain(identity))

    def is_bold(self, identity: str) -> bool:
        """Whether text in this style is bold by itself."""
        return next((s.bold for _, s in self.chain(identity) if s.bold is not None), False)

    def is_hidden(self, identity: str) -> bool:
        """Whether text in this style is hidden by itself."""
        return next((s.hidden for _, s in self.chain(identity) if s.hidden is not None), False)

    def is_centred(self, identity: str) -> bool:
        """Whether paragraphs in this style are centred."""
        return next((s.centred for _, s in self.chain(identity) if s.centred is not None), False)

    def indent(self, identity: str) -> int | None:
        """The left indent of a style, in twentieths of a point."""
        return next((s.indent for _, s in self.chain(identity) if s.indent is not None), None)


def is_on(node: Any, attribute: str = f"{W}val") -> bool:
    """Whether a switch is on: it is when it is there, unless its value says no."""
    return node is not None and (node.get(attribute) or "1") not in OFF


def switch(properties: Any, name: str) -> bool | None:
    """A switch among properties, None where it isn't set."""
    node = None if properties is None else properties.find(f"{W}{name}")
    return None if node is None else is_on(node)


def number_of(node: Any, path: str) -> int | None:
    """The whole number at a path below a node."""
    found = None if node is None else node.find(path)
    try:
        return None if found is None else int(found.get(f"{W}val") or "")
    except ValueError:
        return None


def text_of(node: Any, path: str) -> str:
    """The value at a path below a node, empty if there is none."""
    found = None if node is None else node.find(path)
    return "" if found is None else found.get(f"{W}val") or ""


def _style(node: Any) -> Style:
    runs, paragraph = node.find(f"{W}rPr"), node.find(f"{W}pPr")
    alignment = text_of(paragraph, f"{W}jc")
    return Style(
        name=text_of(node, f"{W}name").lower(),
        based_on=text_of(node, f"{W}basedOn"),
        outline_level=number_of(paragraph, f"{W}outlineLvl"),
        list_id=text_of(paragraph, f"{W}numPr/{W}numId"),
        list_level=number_of(paragraph, f"{W}numPr/{W}ilvl"),
        bold=switch(runs, "b"),
        hidden=switch(runs, "vanish"),
        centred=alignment == "center" if alignment else None,
        indent=indent_of(None if paragraph is None else paragraph.find(f"{W}ind")),
    )
