"""A PDF file -> characters, rules and pictures of its pages. The only module with pypdfium2.

Coordinates are points from the top left corner of the page as it is read: a page whose text runs
upwards is turned. Text that runs in another direction than the page's has coordinates of its own.
"""

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ingest.errors import DocumentUnreadable

# pdfium does one thing at a time in a process.
PDFIUM = Lock()
# pdfium gives these for a hyphen at a line's end.
LINE_END_HYPHENS = ("\x02", "\ufffe")
LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
BOLD_WEIGHT = 700
FORCED_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6
INVISIBLE_MODE, STROKED_MODE = 3, 2
SMALLEST_VISIBLE = 1.0
MOST_OBJECTS = 20_000
MOST_SEGMENTS = 400
MOST_RULES = 3_000
SHORTEST_RULE = 5.0
THICKEST_RULE = 3.0
STRAIGHT = 0.5
RIGHT_ANGLE = 90
SLIGHT_SLANT = 3
HIGH_SURROGATES, LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


class Character(NamedTuple):
    """One character where it stands; a tuple, since a document has a million of them."""

    text: str
    left: float
    right: float
    baseline: float
    style: "Style"
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is set; `hidden` when nobody sees it on the page."""

    size: float
    bold: bool = False
    italic: bool = False
    hidden: bool = False


class Rule(NamedTuple):
    """A straight line that is drawn, level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether the line is level, not upright."""
        return self.bottom - self.top <= self.right - self.left


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as pdfium gives it: `turned` holds the text that runs in other directions.

    `picture` is the share of the page that pictures cover, `drawings` how many paths it has;
    `unmapped` counts the characters that the file draws without saying which they are.
    """

    number: int
    width: float
    height: float
    characters: list[Character]
    turned: list[list[Character]]
    rules: list[Rule]
    picture: float
    drawings: int
    unmapped: int


@cache
def normalised(character: str) -> str:
    """A character as the document text has it: ligatures parted, pdfium's own signs replaced."""
    if character in LINE_END_HYPHENS:
        return "-"
    if character in LIGATURES:
        return LIGATURES[character]
    category = unicodedata.category(character)
    if category == "Zs" or character in "\t\n\r\f\v":
        return character if character == "\u00a0" else " "
    # Control characters, surrogates and code points without a character say nothing to anyone.
    return "" if category in ("Cc", "Cs", "Cn") else character


class PdfFile:
    """An open PDF: its pages one after the other, and its own title."""

    def __init__(self, handle: Any, name: str) -> None:
        self._handle = handle
        self._name = name
        self.pages = max(0, pdfium.FPDF_GetPageCount(handle))

    @property
    def title(self) -> str:
        """The title that the file gives itself, whatever it is worth."""
        length = pdfium.FPDF_GetMetaText(self._handle, b"Title", None, 0)
        buffer = ctypes.create_string_buffer(length or 2)
        pdfium.FPDF_GetMetaText(self._handle, b"Title", buffer, length)
        text = buffer.raw[:length].decode("utf-16-le", errors="ignore")
        return " ".join(text.replace("\x00", "").split())

    def __iter__(self) -> Iterator[RawPage | None]:
        """Each page, None for one that is damaged."""
        for index in range(self.pages):
            page = pdfium.FPDF_LoadPage(self._handle, index)
            if not page:
                yield None
                continue
            try:
                yield _page(page, index + 1)
            finally:
                pdfium.FPDF_ClosePage(page)


@contextmanager
def open_pdf(raw: bytes, name: str) -> Iterator[PdfFile]:
    """Open the bytes of a PDF. Raises DocumentUnreadable with the reason and a next step."""
    if not raw.strip():
        message = f"{name} is empty (0 bytes). Check that the download was complete."
        raise DocumentUnreadable(message)
    with PDFIUM:
        handle = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
        if not handle:
            raise DocumentUnreadable(_refusal(raw, name, pdfium.FPDF_GetLastError()))
        try:
            yield PdfFile(handle, name)
        finally:
            pdfium.FPDF_CloseDocument(handle)


def _refusal(raw: bytes, name: str, error: int) -> str:
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return f"{name} is protected by a password. Save a copy without a password and try again."
    if b"%PDF-" not in raw[:1024]:
        return f"{name} is no PDF: it does not begin with %PDF-. Download the document again."
    return (
        f"{name} is a PDF that is damaged or cut off ({len(raw)} bytes). "
        "Download the document again."
    )


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class _Turn:
    """From the page's own coordinates to those of text that runs at an angle."""

    def __init__(self, degrees: int, box: _Box) -> None:
        self._sine = math.sin(math.radians(degrees))
        self._cosine = math.cos(math.radians(degrees))
        self._left = self._top = 0.0
        corners = [self(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        self._left, self._top = min(x for x, _ in corners), min(y for _, y in corners)
        self.shift = (self._left, self._top)
        self.width = max(x for x, _ in corners) - self._left
        self.height = max(y for _, y in corners) - self._top

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return (
            x * self._cosine + y * self._sine - self._left,
            x * self._sine - y * self._cosine - self._top,
        )


class _Glyph(NamedTuple):
    """A character in the page's own coordinates."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    style: Style
    degrees: int
    generated: bool


def _page(page: Any, number: int) -> RawPage:
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds))
    box = _Box(bounds.left, bounds.bottom, bounds.right, bounds.top)
    text_page = pdfium.FPDFText_LoadPage(page)
    glyphs: list[_Glyph] = []
    unmapped = 0
    if text_page:
        try:
            glyphs, unmapped = _glyphs(text_page, box)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    segments, picture, drawings = _drawings(page, box)
    by_angle = Counter(glyph.degrees for glyph in glyphs)
    main = max(
        by_angle, key=lambda degrees: (by_angle[degrees], degrees % RIGHT_ANGLE == 0), default=0
    )
    turn = _Turn(main, box)
    rules = []
    for start_x, start_y, end_x, end_y in segments:
        (x0, y0), (x1, y1) = turn(start_x, start_y), turn(end_x, end_y)
        rules.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return RawPage(
        number=number,
        width=turn.width,
        height=turn.height,
        characters=_turned(glyphs, main, turn),
        turned=[
            _turned(glyphs, degrees, _Turn(degrees, box)) for degrees in by_angle if degrees != main
        ],
        rules=rules,
        picture=picture,
        drawings=drawings,
        unmapped=unmapped,
    )


def _glyphs(text_page: Any, page_box: _Box) -> tuple[list[_Glyph], int]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    page_left, page_bottom, page_right, page_top = page_box
    glyphs: list[_Glyph] = []
    style, degrees, unmapped, text_object, high = Style(0.0), 0, 0, b"", 0
    styles: dict[Style, Style] = {}
    get_object, get_code = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetUnicode
    get_box, get_origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = get_code(text_page, index)
        if code in HIGH_SURROGATES:
            high = code
            continue
        if code in LOW_SURROGATES and high:
            code = 0x10000 + ((high - HIGH_SURROGATES[0]) << 10) + (code - LOW_SURROGATES[0])
        high = 0
        if code == 0 or code > sys.maxunicode:
            unmapped += 1
            continue
        text = normalised(chr(code))
        if not text:
            continue
        pointer = get_object(text_page, index)
        if text == " " or not pointer:
            if glyphs:
                space = glyphs[-1]._replace(text=" ", generated=not pointer)
                glyphs.append(space)
            continue
        get_box(text_page, index, box_at)
        # The bytes of a pointer say which object it points to.
        address = bytes(pointer)
        is_new = address != text_object
        if is_new:
            text_object = address
            pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
            size = pdfium.FPDFText_GetFontSize(text_page, index)
            style = _style(pointer, size * math.hypot(matrix.c, matrix.d))
            style = styles.setdefault(style, style)
            degrees = _degrees(matrix.a, matrix.b)
        # Level text stays at one height as long as its object lasts.
        if is_new or degrees:
            get_origin(text_page, index, x_at, y_at)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        outside = right <= page_left or left >= page_right or top <= page_bottom
        shown = _hidden(style, styles) if outside or bottom >= page_top else style
        glyphs.append(
            _Glyph(text, left, bottom, right, top, x.value, y.value, shown, degrees, False)
        )
    return glyphs, unmapped


def _hidden(style: Style, styles: dict[Style, Style]) -> Style:
    hidden = replace(style, hidden=True)
    return styles.setdefault(hidden, hidden)


def _degrees(cosine: float, sine: float) -> int:
    """The direction of text, a scan's slight slant set straight."""
    degrees = round(math.degrees(math.atan2(sine, cosine)))
    straight = round(degrees / RIGHT_ANGLE) * RIGHT_ANGLE
    return (straight if abs(degrees - straight) <= SLIGHT_SLANT else degrees) % 360


def _style(text_object: Any, size: float) -> Style:
    font = pdfium.FPDFTextObj_GetFont(text_object)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length or 1)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", errors="replace")
    flags = pdfium.FPDFFont_GetFlags(font)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
    bold = bool(BOLD_NAME.search(name)) or mode == STROKED_MODE
    if not name:
        bold = bold or pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha)
    return Style(
        size=round(size, 2),
        bold=bold or (flags > 0 and bool(flags & FORCED_BOLD)),
        italic=bool(ITALIC_NAME.search(name)) or (flags > 0 and bool(flags & ITALIC_FLAG)),
        hidden=mode == INVISIBLE_MODE or size < SMALLEST_VISIBLE or alpha.value == 0,
    )


def _turned(glyphs: list[_Glyph], degrees: int, turn: _Turn) -> list[Character]:
    """The characters of one direction, in that direction's coordinates."""
    if degrees == 0:
        shift, depth = turn.shift
        return [
            Character(g.text, g.left - shift, g.right - shift, -g.y - depth, g.style, g.generated)
            for g in glyphs
            if g.degrees == 0
        ]
    characters = []
    for glyph in glyphs:
        if glyph.degrees != degrees:
            continue
        x, baseline = turn(glyph.x, glyph.y)
        if degrees % RIGHT_ANGLE == 0:
            left, _ = turn(glyph.left, glyph.bottom)
            right, _ = turn(glyph.right, glyph.top)
            left, right = min(left, right), max(left, right)
        else:
            # The box of slanted text is that of its corners: the width is only an estimate.
            left, right = x, x + glyph.style.size / 2
        characters.append(
            Character(glyph.text, left, right, baseline, glyph.style, glyph.generated)
        )
    return characters


Segment = tuple[float, float, float, float]


def _drawings(page: Any, page_box: _Box) -> tuple[list[Segment], float, int]:
    """The straight lines of a page, the share of it that pictures cover, the number of paths."""
    segments: list[Segment] = []
    pictures = 0.0
    paths = 0
    whole = max(1.0, (page_box.right - page_box.left) * (page_box.top - page_box.bottom))
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if len(segments) < MOST_RULES:
                segments += _segments(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE or (
            kind == pdfium.FPDF_PAGEOBJ_FORM and _holds_picture(thing)
        ):
            box = _bounds(thing)
            width = min(box.right, page_box.right) - max(box.left, page_box.left)
            height = min(box.top, page_box.top) - max(box.bottom, page_box.bottom)
            pictures += max(0.0, width) * max(0.0, height)
    return segments, min(1.0, pictures / whole), paths


def _holds_picture(form: Any) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFFormObj_GetObject(form, index))
        == pdfium.FPDF_PAGEOBJ_IMAGE
        for index in range(min(pdfium.FPDFFormObj_CountObjects(form), MOST_SEGMENTS))
    )


def _bounds(thing: Any) -> _Box:
    numbers = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(thing, *numbers)
    return _Box(*(number.value for number in numbers))


def _segments(path: Any) -> list[Segment]:
    """The straight lines of one path: its edges if they are drawn, else its thin filled boxes."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroked)
    count = pdfium.FPDFPath_CountSegments(path)
    if count > MOST_SEGMENTS or not (mode.value or stroked.value):
        return []
    found: list[Segment] = []
    for points in _strokes(path, count):
        if stroked.value:
            found += [(*one, *other) for one, other in pairwise(points)]
            continue
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, top = min(y for _, y in points), max(y for _, y in points)
        x, y = (left + right) / 2, (bottom + top) / 2
        if top - bottom <= THICKEST_RULE and right - left > top - bottom:
            found.append((left, y, right, y))
        elif right - left <= THICKEST_RULE:
            found.append((x, bottom, x, top))
    return [segment for segment in found if _is_straight(segment)]


def _strokes(path: Any, count: int) -> list[list[tuple[float, float]]]:
    """The corners of each stroke of a path, closed strokes with their first corner again."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    strokes: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if not strokes or pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            strokes.append([])
        strokes[-1].append(here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            strokes[-1].append(strokes[-1][0])
    return strokes


def _is_straight(segment: Segment) -> bool:
    width, height = abs(segment[2] - segment[0]), abs(segment[3] - segment[1])
    return min(width, height) <= STRAIGHT and max(width, height) >= SHORTEST_RULE
