"""Line: one line of a page with where it stands and how it is set; what all steps pass on."""

from dataclasses import dataclass, replace

# The height of a letter above the line that it stands on and below it, in parts of its size.
ASCENT, DESCENT = 0.75, 0.22


@dataclass(frozen=True, slots=True)
class Gap:
    """White space inside a line that is wider than between words; `offset` is its space's."""

    offset: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Column:
    """The stretch of a page that a line flows in; `order` counts them over the document."""

    left: float
    right: float
    order: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `raised` are its superscripts as (start, end) in `text`.

    `bold`, `italic` and `underlined` say that all of its letters are; `marks` are the footnote
    marks taken out of `text`, each with its offset.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: tuple[tuple[int, int], ...] = ()
    gaps: tuple[Gap, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    column: Column = Column(0.0, 0.0, 0)

    @property
    def top(self) -> float:
        """Where its tall letters end."""
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end below."""
        return self.baseline + DESCENT * self.size

    @property
    def capitals(self) -> bool:
        """Whether the line is set in capitals: two letters at least, none of them small."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and self.text == self.text.upper()

    @property
    def centred(self) -> bool:
        """Whether the line stands in the middle of its column, with room on both sides."""
        before, behind = self.left - self.column.left, self.column.right - self.right
        return before > self.size / 2 + 3 and abs(before - behind) < self.size

    def without(self, start: int, end: int) -> "Line":
        """The line with a stretch of its text taken out; whatever lies in the stretch is lost."""
        width = end - start

        def moved(offset: int) -> int:
            return offset if offset <= start else max(start, offset - width)

        return replace(
            self,
            text=self.text[:start] + self.text[end:],
            raised=tuple(
                (moved(first), moved(last))
                for first, last in self.raised
                if moved(first) < moved(last)
            ),
            gaps=tuple(
                replace(gap, offset=moved(gap.offset))
                for gap in self.gaps
                if not start <= gap.offset < end
            ),
            marks=tuple((mark, moved(offset)) for mark, offset in self.marks),
        )

    def parted(self) -> list["Line"]:
        """The pieces of the line between its wide gaps."""
        pieces = []
        start, left = 0, self.left
        for gap in (*self.gaps, Gap(len(self.text), self.right, self.right)):
            piece = self.without(gap.offset, len(self.text)).without(0, start)
            pieces.append(replace(piece, left=left, right=gap.left, gaps=()))
            start, left = gap.offset + 1, gap.right
        return [piece for piece in pieces if piece.text.strip()]


def merged(pieces: list[Line], wide: float) -> Line:
    """Pieces of one line, sorted from left to right, as one line with a space between any two.

    `wide` is the gap, in parts of the size, from which on the space is kept in `gaps`.
    """
    if len(pieces) == 1:
        return pieces[0]
    main = max(pieces, key=lambda piece: (len(piece.text), piece.size))
    text = ""
    raised: list[tuple[int, int]] = []
    gaps: list[Gap] = []
    marks: list[tuple[str, int]] = []
    right = pieces[0].left
    for piece in pieces:
        if text:
            if piece.left - right > wide * main.size:
                gaps.append(Gap(len(text), right, piece.left))
            text += " "
        start = len(text)
        own = piece.raised
        if piece.size <= 0.85 * main.size and piece.baseline < main.baseline - 0.1 * main.size:
            own = ((0, len(piece.text)),)
        raised += [(start + first, start + last) for first, last in own]
        gaps += [replace(gap, offset=start + gap.offset) for gap in piece.gaps]
        marks += [(mark, start + offset) for mark, offset in piece.marks]
        text += piece.text
        right = max(right, piece.right)
    lettered = [piece for piece in pieces if any(c.isalpha() for c in piece.text)] or pieces
    return replace(
        main,
        text=text,
        left=min(piece.left for piece in pieces),
        right=right,
        bold=all(piece.bold for piece in lettered),
        italic=all(piece.italic for piece in lettered),
        underlined=all(piece.underlined for piece in lettered),
        raised=tuple(raised),
        gaps=tuple(gaps),
        marks=tuple(marks),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, of each row the cells that hold text, of each cell the lines."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[tuple[tuple[Line, ...], ...], ...]

    @property
    def baseline(self) -> float:
        """Where it is sorted among lines."""
        return self.top


Flow = list[Line | Table]
