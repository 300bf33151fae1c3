"""The text below the elements of a DOCX part, whatever they are."""

from collections.abc import Iterator
from typing import Any

from ingest.docx.numbering import W
from ingest.line import Line

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
TEXT = (f"{W}t", f"{W}delText", MATH_TEXT)
SYMBOL = f"{W}sym"
# Elements of a run that stand for a space.
SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"})
# Signs of the fonts Symbol and Wingdings that stand in official texts.
SYMBOLS = {
    ("symbol", 0xB7): "•", ("symbol", 0xA3): "≤", ("symbol", 0xB3): "≥", ("symbol", 0xAE): "→",
    ("symbol", 0xB1): "±", ("symbol", 0x2D): "−", ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗", ("wingdings", 0xE0): "→", ("wingdings", 0xF0): "⇨",
    ("wingdings", 0xA8): "☐", ("wingdings", 0x6F): "☐", ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒", ("wingdings", 0x78): "☒", ("wingdings", 0xA7): "▪",
    ("wingdings", 0x6C): "●", ("wingdings", 0xD8): "➢",
}  # fmt: skip
HIGHEST_SYMBOL = 0xFFFD
SURROGATES = range(0xD800, 0xE000)


def holds(node: Any, *tags: str) -> bool:
    """Whether a node holds one of these elements."""
    return next(node.iterdescendants(*tags), None) is not None


def inside(node: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also inside content controls."""
    for child in node.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag != f"{W}tbl":
            yield from inside(child, tag)


def texts(node: Any) -> Iterator[str]:
    """All pieces of text below a node."""
    for leaf in node.iter(*TEXT, SYMBOL):
        text = symbol(leaf) if leaf.tag == SYMBOL else leaf.text or ""
        if text:
            yield text


def plain_text(root: Any) -> str:
    """All text below a node with a space between paragraphs."""
    line = Line()
    for node in root.iter(*TEXT, SYMBOL, f"{W}p", *SPACES):
        if node.tag in TEXT:
            line.add(node.text or "")
        else:
            line.add(symbol(node) if node.tag == SYMBOL else " ")
    return line.text


def symbol(node: Any) -> str:
    """The sign that a symbol of a font stands for; one that is not known here stays as it is."""
    try:
        code = int(node.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    sign = SYMBOLS.get(((node.get(f"{W}font") or "").lower(), code & 0xFF))
    if sign:
        return sign
    return chr(code) if 0 < code <= HIGHEST_SYMBOL and code not in SURROGATES else ""
