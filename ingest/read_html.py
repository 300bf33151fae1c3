"""HTML -> elements: EUR-Lex, the Official Journal, any web page. The only module with lxml.

In EUR-Lex and Official Journal pages the class of a paragraph tells its role; containers such as
`div.content` are page breaks that can fall in the middle of a list and mean nothing. In other
pages the tags tell it. See docs/formats.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from ingest.assembly import Assembly, Marks, annex_of, with_their_numbers
from ingest.counters import formatted
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.line import Line, folded
from ingest.numbering import take_number
from ingest.reading import Reading
from ingest.tables import Cell

HEADING = re.compile(r"(?:Manual)?Heading(\d)")
HEADING_LEVELS = {
    "Exposdesmotifstitre": 1, "Fichefinanciretitre": 1, "Titrearticle": 2, "SectionTitle": 1,
    "ti-grseq-1": 1, "ti-section-1": 1, "ti-section-2": 1, "ti-art": 2, "sti-art": 3,
}  # fmt: skip
HEADING_TAG = re.compile(r"^h([1-6])$")
COVER = re.compile(r"Logo|Emission|Rfrence|Statut|Typedudocument|Titreobjet|Accompagnant|"
                   r"CrossReference|^hd-|^doc-ti$")  # fmt: skip
ITEM = re.compile(r"Bullet|Tiret|ListDash|Point\d")
ANNEX_TITLE = "Annexetitre"
JOURNAL_TITLE = "doc-ti"
TITLES = (JOURNAL_TITLE, "Typedudocument", "Titreobjet")
BULLETS = frozenset("·•–-Ø\uf0b7\uf0d8")
# Elements that are no text of the page; what stands behind them is.
UNSEEN = ("script", "style", "head", "template", "noscript", "iframe", "object")
FURNITURE = frozenset("nav aside form button select textarea datalist dialog menu search".split())
FURNITURE_ROLES = frozenset("navigation banner contentinfo search complementary".split())
CONTENTS = frozenset("toc table-of-contents tableofcontents contents-list".split())
BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
MARK_ADDRESS = re.compile(
    r"^#_?(?:ntr|ntc|ftn|fn|footnote|cite_note|note|edn|endnote|en)[-:_.]?[\w.-]*$", re.I
)
NOTE_ID = re.compile(r"^_?(?:ftn|fn|footnote|cite_note|edn|endnote)[-:_]?\d+$", re.I)
NOTE_CLASSES = frozenset({"note", "MsoFootnoteText", "MsoEndnoteText"})
NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote"})
MARK_CHARACTERS = 4
LIST_FORMATS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
SOFT_HYPHEN = "\u00ad"
# A page's main part must hold this much of its text, or the mark-up is not what it says.
MAIN_SHARE = 0.4
PARAGRAPH_BREAK = 2


def read_html(source: str) -> Reading:
    """Split a page into elements and say what was left out of it.

    Raises DocumentUnreadable when the page can't be read to its end or has no text.
    """
    tree = _parsed(source)
    title = folded(str(tree.findtext("head/title") or ""))
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *UNSEEN, with_tail=False)
    try:
        reading = _Reader(tree, title).read()
    except RecursionError as error:
        message = "This page can't be read to its end (nested too deeply). Save the page again."
        raise DocumentUnreadable(message) from error
    if not any(element.role is not Role.PART for element in reading.elements):
        message = "There is no paragraph of text in this page. Save the document's full text."
        raise DocumentUnreadable(message)
    return reading


def _parsed(source: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        # Bytes, since lxml refuses a string with an XML encoding declaration.
        tree = html.document_fromstring(source.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        message = f"This page is no HTML that can be read ({error}). Save the page again."
        raise DocumentUnreadable(message) from error
    broken_off = parser.error_log.filter_from_fatals()
    if broken_off:
        # libxml2 stops at its limits without an exception: the rest of the page would be missing.
        reason = broken_off[0].message.strip()
        message = f"This page can't be read to its end ({reason}). Save the page again."
        raise DocumentUnreadable(message)
    return tree


@dataclass(slots=True)
class _Block:
    """A paragraph, heading, item or note that is open while its text is gathered."""

    name: str = ""
    tag: str = ""
    # How deep in lists it stands, -1 outside of them.
    depth: int = -1
    number: str = ""
    is_note: bool = False
    line: Line = field(default_factory=Line)
    breaks: int = 0
    computed: bool = False


class _Reader:
    def __init__(self, tree: html.HtmlElement, title: str) -> None:
        self._tree = tree
        self._title = title
        self._assembly = Assembly()
        self._computed: list[str] = []
        self._source_text = str(tree.text_content())
        self._wrappers = [div for div in tree.iter("div") if _is_wrapper(div)]
        self._wrappers = [
            div for div in self._wrappers if not any(map(_is_wrapper, div.iterancestors()))
        ]
        self._by_parts = bool(self._wrappers)
        self._holds_blocks: set[html.HtmlElement] = set()
        for node in tree.iter(*BLOCKS):
            for above in node.iterancestors():
                if above in self._holds_blocks:
                    break
                self._holds_blocks.add(above)
        self._titles: list[str] = []

    def read(self) -> Reading:
        roots = self._wrappers or [_main(self._tree)]
        self._leave_out_around(self._tree, set(roots))
        for number, root in enumerate(roots):
            if self._by_parts:
                self._flush_notes()
                part = "COM" if number == 0 else "ANNEX"
                self._assembly.elements.append(Element(Role.PART, part))
            self._read_container(root, _Block())
        elements = self._assembly.finish()
        if not self._by_parts:
            elements = tuple(with_their_numbers(elements))
        top = [e.text for e in elements if e.role is Role.HEADING and e.level == 1]
        # A title that EUR-Lex gives is the name of a file.
        named = self._title if " " in self._title and not self._by_parts else ""
        named = top[0] if len(top) == 1 and not self._by_parts else named
        return Reading(
            elements=elements,
            left_out=tuple(self._assembly.left_out),
            source_text="\n".join([self._source_text, *self._computed]),
            title=" ".join(self._titles) or named,
            doubts=tuple(self._assembly.doubts),
            by_parts=self._by_parts,
        )

    def _flush_notes(self) -> None:
        self._assembly.elements += self._assembly.notes
        self._assembly.notes.clear()

    def _leave_out_around(self, node: html.HtmlElement, roots: set[html.HtmlElement]) -> None:
        """What stands outside of the document is furniture of the page."""
        if node in roots:
            return
        if not any(root in node.iterdescendants() for root in roots):
            self._assembly.leave_out("furniture", folded(str(node.text_content())))
            return
        self._assembly.leave_out("furniture", folded(node.text or ""))
        for child in node:
            self._leave_out_around(child, roots)
            self._assembly.leave_out("furniture", folded(child.tail or ""))

    # Walking

    def _read_container(self, node: html.HtmlElement, block: _Block) -> None:
        """Read what stands in a node that may hold blocks; its loose text goes to `block`."""
        self._read_inside(node, block)
        self._close(block)

    def _read_inside(self, node: html.HtmlElement, block: _Block) -> None:
        self._add_text(node.text, block)
        for child in node:
            if isinstance(child.tag, str):
                self._read_child(child, block)
            self._add_text(child.tail, block)

    def _read_child(self, node: html.HtmlElement, block: _Block) -> None:
        tag = node.tag
        reason = _why_left_out(node)
        if reason:
            if tag in BLOCKS or node in self._holds_blocks or tag in FURNITURE:
                self._break(block)
            self._assembly.leave_out(reason, folded(str(node.text_content())))
        elif block.is_note:
            self._read_in_note(node, block)
        elif _is_note(node, tag):
            self._close(block)
            self._read_container(node, _Block(is_note=True, number=block.number))
        elif tag == "br":
            self._read_line_break(block)
        elif tag == "table":
            self._close(block)
            self._read_table(node, block)
        elif tag in ("ul", "ol", "dir"):
            self._close(block)
            self._read_list(node, block)
        elif tag == "dl":
            self._close(block)
            self._read_definitions(node, block)
        elif tag in BLOCKS or node in self._holds_blocks:
            self._read_block(node, block)
        else:
            self._read_inline(node, block)

    def _read_block(self, node: html.HtmlElement, block: _Block) -> None:
        inner = _Block(_name(node), node.tag, block.depth)
        if not block.line.text:
            # The number of an item stands before the paragraph inside it.
            inner.number, inner.computed = block.number, block.computed
            block.number, block.computed = "", False
        self._close(block)
        self._read_inside(node, inner)
        self._close(inner)

    def _read_inline(self, node: html.HtmlElement, block: _Block) -> None:
        classes = (node.get("class") or "").split()
        if _is_mark(node, classes):
            shown = folded(str(node.text_content()))
            self._assembly.leave_out("note mark", shown)
            block.line.add_mark(shown.strip("()[] "))
            return
        is_number = "num" in classes or ("list-symbol" in classes and bool(node.find_class("num")))
        if is_number and not block.line.text and not block.number:
            block.number = folded(str(node.text_content()))
            return
        self._read_inside(node, block)

    def _read_in_note(self, node: html.HtmlElement, block: _Block) -> None:
        """Inside a note everything is one text; its first link or number is the note's number."""
        shown = folded(str(node.text_content()))
        classes = (node.get("class") or "").split()
        is_link = node.tag == "a" and (node.get("href") or "").startswith("#")
        if is_link and not any(map(str.isalnum, shown)) and not _is_sign(shown):
            self._assembly.leave_out("furniture", shown)
            return
        is_number = is_link or "num" in classes or node.tag == "sup"
        bare = shown.strip("()[]. ")
        opens = not block.line.text and (not block.number or block.computed)
        if is_number and opens and 0 < len(bare) <= MARK_CHARACTERS:
            block.number, block.computed = bare, False
            self._assembly.leave_out("note mark", shown.replace(bare, "", 1))
            return
        separator = " " if node.tag in BLOCKS or node.tag == "br" else ""
        self._add_text(separator, block)
        self._read_inside(node, block)
        self._add_text(separator, block)

    def _read_line_break(self, block: _Block) -> None:
        block.breaks += 1
        if block.breaks >= PARAGRAPH_BREAK and not HEADING_TAG.match(block.tag):
            self._break(block)
        else:
            block.line.add("\n")

    def _add_text(self, text: str | None, block: _Block) -> None:
        if not text:
            return
        if text.strip():
            block.breaks = 0
        kept = text.replace(SOFT_HYPHEN, "")
        self._assembly.leave_out("hyphen", SOFT_HYPHEN * (len(text) - len(kept)))
        block.line.add(kept)

    # Lists and tables

    def _read_list(self, node: html.HtmlElement, block: _Block) -> None:
        counter = _whole(node.get("start"), 1)
        number_format = LIST_FORMATS.get(node.get("type") or "", "decimal")
        outer = _Block(depth=block.depth + 1)
        self._add_text(node.text, outer)
        for child in node:
            if child.tag == "li":
                self._close(outer)
                item = _Block(_name(child), "li", block.depth + 1)
                if node.tag == "ol":
                    counter = _whole(child.get("value"), counter)
                    item.number, item.computed = f"{formatted(counter, number_format)}.", True
                    counter += 1
                if _is_note(child, "li"):
                    item.is_note = True
                    item.number = item.number.strip(".")
                if _why_left_out(child):
                    self._read_child(child, outer)
                else:
                    self._read_container(child, item)
            elif isinstance(child.tag, str):
                self._read_child(child, outer)
            self._add_text(child.tail, outer)
        self._close(outer)

    def _read_definitions(self, node: html.HtmlElement, block: _Block) -> None:
        """A list of terms with their definitions is a table of two columns."""
        rows: list[list[Cell]] = []
        if any(_is_note(child, str(child.tag)) for child in node):
            self._read_container(node, _Block(depth=block.depth))
            return
        after_definition = True
        for child in _entries(node, ("dt", "dd")):
            cell = self._cell(child)
            if (child.tag != "dd" and after_definition) or not rows:
                rows.append([])
            rows[-1].append(cell)
            after_definition = child.tag == "dd"
        self._assembly.table(rows)

    def _read_table(self, table: html.HtmlElement, block: _Block) -> None:
        rows: list[list[Cell]] = []
        beside: list[html.HtmlElement] = []
        for row in _entries(table, ("tr",)):
            if row.tag == "tr":
                rows.append([self._cell(cell) for cell in _entries(row, ("td", "th"))])
            else:
                beside.append(row)
        for each in beside:
            self._read_block(each, block)
        self._assembly.table(rows)

    def _cell(self, node: html.HtmlElement) -> Cell:
        was_in_cell = self._assembly.in_cell
        outside = self._assembly.begin_cell()
        self._read_container(node, _Block(_name(node), "td"))
        cell = self._assembly.end_cell(outside, in_cell=was_in_cell)
        return cell if self._by_parts else list(with_their_numbers(cell))

    # Closing

    def _break(self, block: _Block) -> None:
        """End a paragraph inside a block that goes on."""
        if not block.is_note:
            self._close(block)

    def _close(self, block: _Block) -> None:
        """Make an element of what a block holds, and empty it."""
        if block.line.text or (block.number and not block.computed):
            self._add(block)
            block.number, block.computed = "", False
        block.line, block.breaks = Line(), 0

    def _add(self, block: _Block) -> None:
        text, number, name = block.line.text, block.number, block.name
        if block.is_note and text and number:
            self._count(block)
            self._assembly.note(text, number, block.line.finish())
            return
        if number in BULLETS:
            self._assembly.leave_out("bullet", number)
            number = ""
        if not text:
            # A number alone is the text.
            block.line.add(number)
            text, number = block.line.text, ""
        if not text:
            return
        level = _heading_level(block)
        printed = f"{number} {text}".strip()
        if name == ANNEX_TITLE:
            self._open_annex("ANNEX", printed)
        elif level:
            self._add_heading(replace(block, number=number), level)
        elif COVER.search(name):
            self._add_cover(name, printed, block.line.finish(len(text) - len(printed)))
        else:
            self._add_paragraph(replace(block, number=number), text)

    def _add_heading(self, block: _Block, level: int) -> None:
        text, number, taken = block.line.text, block.number, 0
        if block.computed:
            number = ""
        found = take_number(text)
        if not number and found.number and found.text:
            number, taken = found.number, len(text) - len(found.text)
        marks = block.line.finish(taken)
        if self._by_parts:
            element = Element(Role.HEADING, text[taken:], number, level, marks)
            self._assembly.elements.append(element)
        else:
            self._assembly.heading(text[taken:], number, level, marks)

    def _add_cover(self, name: str, text: str, marks: Marks) -> None:
        elements = self._assembly.elements
        opens_cover = not elements or elements[-1].role in (Role.COVER, Role.PART)
        annex = annex_of(text, is_heading=True)
        if not self._by_parts and name == JOURNAL_TITLE and annex:
            self._open_annex(annex, text)
        elif opens_cover or self._assembly.in_cell:
            if name.startswith(TITLES):
                in_first_part = not any(e.role is Role.PART for e in elements[1:])
                self._titles += [text] * (in_first_part and text not in self._titles)
            self._assembly.cover(text, marks)
        elif self._by_parts:
            # A second cover inside one wrapper opens the act itself, behind its memorandum.
            elements.append(Element(Role.PART, "ACT"))
            self._assembly.cover(text, marks)
        else:
            self._assembly.heading(text, "", 1, marks)

    def _open_annex(self, annex: str, line: str) -> None:
        elements = self._assembly.elements
        if elements and elements[-1].role is Role.PART:
            elements.pop()
        if self._by_parts:
            elements += [Element(Role.PART, annex), Element(Role.COVER, line)]
        else:
            self._assembly.open_part(annex, line)

    def _add_paragraph(self, block: _Block, text: str) -> None:
        number, marks = block.number, block.line.finish()
        is_item = bool(ITEM.search(block.name)) or block.depth >= 0
        level = max(block.depth, 0)
        if self._by_parts:
            role = Role.ITEM if is_item else Role.PARAGRAPH
            self._count(block)
            level = level if is_item else 0
            self._assembly.elements.append(Element(role, text, number, level, marks))
            return
        typed = take_number(text)
        if typed.text and (typed.number or typed.bullet) and (not number or block.computed):
            # A list's number that is typed is the one that a reader sees as such.
            self._assembly.typed_block(text, marks=marks, item=is_item, level=level)
            return
        if self._assembly.in_cell and not is_item:
            self._assembly.elements.append(Element(Role.PARAGRAPH, text, number, marks=marks))
            return
        self._count(block)
        self._assembly.block(text, number, marks=marks, item=is_item, level=level)

    def _count(self, block: _Block) -> None:
        """A number that a browser computes counts as text of the source from where it is used."""
        if block.computed and block.number:
            self._computed.append(block.number)


def _is_wrapper(node: html.HtmlElement) -> bool:
    return "contentWrapper" in (node.get("class") or "").split()


def _name(node: html.HtmlElement) -> str:
    return re.sub(r"\b(?:li|oj)[ -]", "", node.get("class") or "").strip()


def _heading_level(block: _Block) -> int:
    named = HEADING.search(block.name)
    if named:
        return int(named[1])
    tagged = HEADING_TAG.match(block.tag)
    return HEADING_LEVELS.get(block.name) or (int(tagged[1]) if tagged else 0)


def _why_left_out(node: html.HtmlElement) -> str:
    """Why a node is no part of the document, empty if it is one."""
    names = {*(node.get("class") or "").lower().split(), (node.get("id") or "").lower()}
    style = (node.get("style") or "").replace(" ", "").lower()
    if node.tag == "del":
        return "deleted"
    if node.get("hidden") is not None or "display:none" in style:
        return "hidden"
    if names & CONTENTS:
        return "contents"
    if node.tag in FURNITURE or node.get("role") in FURNITURE_ROLES:
        return "furniture"
    if node.tag in ("header", "footer"):
        inside = any(up.tag in ("article", "main") for up in node.iterancestors())
        has_title = next(node.iter("h1"), None) is not None
        return "" if inside or has_title else "furniture"
    return ""


def _is_note(node: html.HtmlElement, tag: str) -> bool:
    if tag == "dd" and node.getparent().get("id") == "footnotes":
        return True
    classes = _name(node).split()
    if tag not in ("p", "li", "div", "dd", "aside"):
        return False
    return bool(
        NOTE_CLASSES & set(classes)
        or NOTE_ID.match(node.get("id") or "")
        or node.get("role") in NOTE_ROLES
    )


def _is_mark(node: html.HtmlElement, classes: list[str]) -> bool:
    """Whether a node is the mark of a footnote: a short link to it."""
    if "FootnoteReference" in classes or "footnoteRef" in classes:
        return True
    if node.tag == "sup" and len(node) == 1 and not (node.text or "").strip():
        return not (node[0].tail or "").strip() and _is_mark(node[0], [])
    if node.tag != "a" or not MARK_ADDRESS.match(node.get("href") or ""):
        return False
    return 0 < len("".join(str(node.text_content()).split()).strip("()[]")) <= MARK_CHARACTERS


def _is_sign(text: str) -> bool:
    return bool(text) and set(text) <= set("*†‡§")


def _entries(node: html.HtmlElement, tags: tuple[str, ...]) -> Iterator[html.HtmlElement]:
    """The rows of a table or cells of a row, and whatever text stands beside them."""
    yield from _loose(node, node.text)
    for child in node:
        if child.tag in tags:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "colgroup", "div"):
            yield from _entries(child, tags)
        elif isinstance(child.tag, str) and str(child.text_content()).strip():
            yield child
        yield from _loose(node, child.tail)


def _loose(node: html.HtmlElement, text: str | None) -> Iterator[html.HtmlElement]:
    if text and text.strip():
        loose = node.makeelement("div")
        loose.text = text
        yield loose


def _main(tree: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that holds the document."""
    body = tree.find("body")
    whole = tree if body is None else body
    candidates = list(whole.iter("main"))
    candidates = candidates or [n for n in whole.iter() if n.get("id") in ("docHtml", "document1")]
    if len(candidates) == 1:
        share = len(_visible(candidates[0])) / max(len(_visible(whole)), 1)
        if share >= MAIN_SHARE:
            return candidates[0]
    return whole


def _visible(node: html.HtmlElement) -> str:
    """The text below a node that is no furniture, without white space."""
    if not isinstance(node.tag, str) or _why_left_out(node):
        return ""
    inside = (_visible(child) + "".join((child.tail or "").split()) for child in node)
    return "".join((node.text or "").split()) + "".join(inside)


def _whole(value: str | None, otherwise: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return otherwise
