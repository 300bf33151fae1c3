"""One line of text while a reader puts it together from its pieces."""

import re

LAYOUT_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# No-break spaces count inside a line; at its ends they are indents.
EDGES = " \u00a0"
# A mark stands between a word and its punctuation: the space before it is no word space.
PUNCTUATION = ",.;:)"


def folded(text: str) -> str:
    """White space of the layout as single spaces; no-break spaces stay as they are."""
    return LAYOUT_SPACE.sub(" ", text).strip(" ")


class Line:
    """Text with its layout space folded, and the footnote marks that stood in it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._ends_in_mark = False
        self._marks: list[tuple[str, int]] = []

    def add(self, text: str) -> None:
        """Add a piece as it stands in the source, white space of the layout included."""
        piece = LAYOUT_SPACE.sub(" ", text)
        if self._ends_in_space:
            piece = piece.removeprefix(" ")
        if not piece:
            return
        bare = piece.lstrip(" ")
        if self._ends_in_mark and self._pieces and bare and bare[0] in PUNCTUATION:
            if self._ends_in_space:
                self._length -= 1
                self._pieces[-1] = self._pieces[-1][:-1]
            piece = bare
        self._ends_in_mark = self._ends_in_mark and not bare
        self._pieces.append(piece)
        self._length += len(piece)
        self._ends_in_space = piece.endswith(" ")

    def add_mark(self, mark: str) -> None:
        """Add a footnote mark behind what was added before."""
        end = self._length - (self._ends_in_space and self._length > 0)
        self._marks.append((mark, end))
        self._ends_in_mark = True

    def finish(self, taken: int = 0) -> tuple[tuple[str, int], ...]:
        """The marks with their offsets once `taken` characters are off the beginning."""
        end = len(self.text) - taken
        taken += len(self._joined) - len(self._joined.lstrip(EDGES))
        return tuple((mark, min(max(offset - taken, 0), end)) for mark, offset in self._marks)

    @property
    def text(self) -> str:
        """What was added, without white space at its ends."""
        return self._joined.strip(EDGES)

    @property
    def _joined(self) -> str:
        return "".join(self._pieces)
