"""EUR-Lex and Official Journal HTML -> elements. The only module that imports lxml.

The class of a paragraph tells its role; containers (`div.content`) are page breaks that can fall
in the middle of a list and mean nothing (see docs/formats.md).
"""

import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.document import LeftOut
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable

HEADING = re.compile(r"(?:Manual)?Heading(\d)")
HEADING_LEVELS = {
    "Exposdesmotifstitre": 1, "Fichefinanciretitre": 1, "Titrearticle": 2, "SectionTitle": 1,
    "ti-grseq-1": 1, "ti-section-1": 1, "ti-section-2": 1, "ti-art": 2, "sti-art": 3,
}  # fmt: skip
COVER = re.compile(r"Logo|Emission|Rfrence|Statut|Typedudocument|Titreobjet|Accompagnant|"
                   r"CrossReference|^hd-|^doc-ti$")  # fmt: skip
ITEM = re.compile(r"Bullet|Tiret|ListDash|Point\d")
ANNEX_TITLE = "Annexetitre"
BULLETS = frozenset("·•–-Ø\uf0b7\uf0d8")
BLOCKS = ("p", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6")
LAYOUT_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_eurlex_html(source: str) -> tuple[list[Element], list[LeftOut]]:
    """Split an EUR-Lex page into elements and say what was left out of it.

    Raises DocumentUnreadable when there is no paragraph of text in the page.
    """
    parser = html.HTMLParser(encoding="utf-8")
    try:
        # Bytes, since lxml refuses a string with an XML encoding declaration.
        tree = html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        message = f"This page is no HTML that can be read ({error}). Save it from EUR-Lex again."
        raise DocumentUnreadable(message) from error
    broken_off = parser.error_log.filter_from_fatals()
    if broken_off:
        # libxml2 stops at its limits without an exception: the rest of the page would be missing.
        reason = broken_off[0].message.strip()
        message = f"This page can't be read to its end ({reason}). Save it from EUR-Lex again."
        raise DocumentUnreadable(message)
    etree.strip_elements(tree, etree.Comment, "script", "style", "head", with_tail=False)
    wrappers = [div for div in tree.iter("div") if div.get("class") == "contentWrapper"]
    wrappers = wrappers or list(tree.iter("body"))
    elements: list[Element] = []
    left_out: list[LeftOut] = []
    for number, wrapper in enumerate(wrappers):
        prefix = "COM" if number == 0 else "ANNEX"
        elements.append(Element(Role.PART, prefix))
        for block in _blocks(wrapper):
            element = _element(block, left_out)
            if element is None:
                continue
            if element.role is Role.PART:
                if elements[-1].role is Role.PART:
                    elements.pop()
                elements += [element, Element(Role.COVER, _text(block))]
                continue
            if element.role is Role.COVER and elements[-1].role not in (Role.COVER, Role.PART):
                # A second cover inside one wrapper opens the act itself, behind its memorandum.
                elements.append(Element(Role.PART, "ACT"))
            elements.append(element)
        elements += _notes(wrapper)
    if not any(element.role is not Role.PART for element in elements):
        message = "There is no paragraph of text in this page. Save the document's full text."
        raise DocumentUnreadable(message)
    return elements, left_out


def _blocks(wrapper: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The innermost paragraphs and table cells, in reading order, footnotes left aside."""
    for node in list(wrapper.iter(*BLOCKS)):
        _separate_loose_text(node)
    for node in wrapper.iter(*BLOCKS):
        if _holds_blocks(node):
            continue
        if not any(up.tag == "dl" and up.get("id") == "footnotes" for up in node.iterancestors()):
            yield node


def _holds_blocks(node: html.HtmlElement) -> bool:
    return next(node.iterdescendants(*BLOCKS), None) is not None


def _separate_loose_text(block: html.HtmlElement) -> None:
    """Give text that stands beside inner blocks a block of its own: none is lost or read twice."""
    if not _holds_blocks(block):
        return
    loose = block.makeelement(block.tag)
    loose.text, block.text = block.text, None
    block.insert(0, loose)
    for child in list(block)[1:]:
        if child.tag in BLOCKS or _holds_blocks(child):
            loose = block.makeelement(block.tag)
            loose.text, child.tail = child.tail, None
            child.addnext(loose)
        else:
            loose.append(child)


def _element(block: html.HtmlElement, left_out: list[LeftOut]) -> Element | None:
    name = re.sub(r"\b(?:li|oj)[ -]", "", block.get("class") or "").strip()
    number = ""
    for span in block.find_class("num"):
        number = _text(span)
        symbol = (
            span.getparent() if "list-symbol" in (span.getparent().get("class") or "") else span
        )
        symbol.drop_tree()
        break
    if number in BULLETS:
        left_out.append(LeftOut("bullet", number, -1))
        number = ""
    text, marks = _text_and_marks(block, left_out)
    if not text:
        return None
    heading = HEADING.search(name)
    if name == ANNEX_TITLE:
        return Element(Role.PART, "ANNEX")
    if heading or name in HEADING_LEVELS or block.tag[0] == "h":
        level = int(heading[1]) if heading else HEADING_LEVELS.get(name) or int(block.tag[1])
        return Element(Role.HEADING, text, number, level, marks)
    if COVER.search(name):
        return Element(Role.COVER, text, marks=marks)
    if ITEM.search(name) or "li" in (block.tag, block.getparent().tag):
        return Element(Role.ITEM, text, number, marks=marks)
    return Element(Role.PARAGRAPH, text, number, marks=marks)


def _text(node: html.HtmlElement) -> str:
    return LAYOUT_SPACE.sub(" ", str(node.text_content())).strip(" ")


def _text_and_marks(
    block: html.HtmlElement, left_out: list[LeftOut]
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The text of a block with its footnote marks taken out, words joined over span borders."""
    pieces = [""]
    marks: list[tuple[str, int]] = []

    def walk(node: html.HtmlElement) -> None:
        if "FootnoteReference" in (node.get("class") or "") or node.get("class") == "footnoteRef":
            mark = _text(node)
            left_out.append(LeftOut("note mark", mark, -1))
            marks.append((mark, len(_joined(pieces))))
        else:
            pieces.append("\n" if node.tag == "br" else node.text or "")
            for child in node:
                walk(child)
        if node is not block:
            pieces.append(node.tail or "")

    walk(block)
    text = _joined(pieces).rstrip(" ")
    return text, tuple((mark, min(offset, len(text))) for mark, offset in marks)


def _joined(pieces: list[str]) -> str:
    """White space of the layout folded to one space; no-break spaces stay as they are."""
    return LAYOUT_SPACE.sub(" ", "".join(pieces)).lstrip(" ")


def _notes(wrapper: html.HtmlElement) -> Iterator[Element]:
    """The footnotes of one part, each under the number that it shows."""
    for entry in wrapper.iterfind(".//dl[@id='footnotes']/dd"):
        number = ""
        for span in entry.find_class("num"):
            number = _text(span).strip("()")
            span.drop_tree()
            break
        text = _text(entry)
        if text:
            yield Element(Role.NOTE, text, number)
