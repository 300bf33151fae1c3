"""Which list a paragraph of a DOCX file belongs to, and what stands before it there."""

from typing import Any

from ingest.docx.numbering import ListNumber, Numbering, W, indent_of
from ingest.docx.styles import Styles, number_of, text_of

INDENT_OF_A_LEVEL = 360


class Lists:
    """The lists of one document, from its first paragraph to its last."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        """Paragraphs are asked for in reading order: their numbers are counted."""
        self._numbering = numbering
        self._styles = styles
        # Indents of the open levels of the list that is being read.
        self._levels: list[int] = []

    def close(self) -> None:
        """End the list: what follows begins at its outermost level."""
        self._levels.clear()

    def next_number(self, node: Any) -> ListNumber:
        """Count a paragraph and say what stands before it."""
        list_id, level = self._list_of(node)
        if not list_id or list_id == "0":
            return ListNumber()
        return self._numbering.next(list_id, level)

    def depth(self, node: Any) -> int:
        """How deep an item stands in its list: indents tell, across lists too."""
        properties = node.find(f"{W}pPr")
        list_id, level = self._list_of(node)
        style = text_of(properties, f"{W}pStyle")
        indent = indent_of(None if properties is None else properties.find(f"{W}ind"))
        if indent is None:
            of_list = self._numbering.level(list_id, level)
            indent = of_list.indent if of_list else None
        if indent is None:
            indent = self._styles.indent(style)
        if indent is None:
            indent = INDENT_OF_A_LEVEL * (level + 1)
        while self._levels and self._levels[-1] > indent:
            self._levels.pop()
        if not self._levels or self._levels[-1] < indent:
            self._levels.append(indent)
        return len(self._levels) - 1

    def _list_of(self, node: Any) -> tuple[str, int]:
        """The list that a paragraph belongs to, directly or by its style, and the level."""
        properties = node.find(f"{W}pPr")
        style = text_of(properties, f"{W}pStyle")
        list_id = text_of(properties, f"{W}numPr/{W}numId")
        level = number_of(properties, f"{W}numPr/{W}ilvl")
        names: list[str] = []
        for name, inherited in self._styles.chain(style):
            names.append(name)
            if inherited.list_id and not list_id:
                list_id = inherited.list_id
                linked = (self._numbering.level_of_style(list_id, each) for each in names)
                level = next(
                    (
                        found
                        for found in (level, *linked, inherited.list_level)
                        if found is not None
                    ),
                    None,
                )
                break
        return list_id, level or 0
