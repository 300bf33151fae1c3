"""Small PDFs for the tests: what stands where is written out in points from the top left corner."""

from collections import Counter
from io import BytesIO
from typing import Self

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.element import Element, Role
from ingest.reading import Reading

ROMAN, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"
WIDTH, HEIGHT = A4
LEFT, TEXT_WIDTH = 70.0, 455.0

# A paragraph's worth of words, and another.
AIMS = (
    "The Union supports human rights defenders in third countries and raises individual cases "
    "with the authorities. It takes up the matter in its dialogues, in its public statements and "
    "in the work of its delegations, together with the embassies of the Member States."
)
MEANS = (
    "Heads of Mission report on the situation once a year and propose what can be done. Their "
    "reports are discussed in the working party, which draws up lists of persons at risk and "
    "keeps in touch with the organisations that work for them."
)


class Sample:
    """A PDF that grows from the top of each page to its foot; `top` is where the next line goes."""

    def __init__(self, size: tuple[float, float] = A4, title: str = "") -> None:
        self._bytes = BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=size, invariant=True)
        self.width, self.height = size
        self.top = 80.0
        self.leading = 1.3
        if title:
            self.canvas.setTitle(title)

    def at(self, x: float, top: float, text: str, font: str = ROMAN, size: float = 11) -> Self:
        """One line of text at a place."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - top, text)
        return self

    def line(self, text: str, x: float = LEFT, font: str = ROMAN, size: float = 11) -> Self:
        """One line below the last one."""
        self.at(x, self.top, text, font, size)
        self.top += self.leading * size
        return self

    def paragraph(
        self,
        text: str,
        x: float = LEFT,
        width: float = TEXT_WIDTH,
        font: str = ROMAN,
        size: float = 11,
        first: float = 0.0,
    ) -> Self:
        """Words broken to lines, with room below them; `first` indents the first line."""
        line, shift = "", first
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and stringWidth(longer, font, size) > width - shift:
                self.line(line, x + shift, font, size)
                line, shift = word, 0.0
            else:
                line = longer
        self.line(line, x + shift, font, size)
        return self.space(6)

    def item(self, sign: str, text: str, x: float = LEFT, size: float = 11) -> Self:
        """A number or a bullet with words that hang beside it."""
        self.at(x, self.top, sign, size=size)
        return self.paragraph(text, x + 28, TEXT_WIDTH - 28 - (x - LEFT), size=size)

    def heading(self, text: str, font: str = BOLD, size: float = 14) -> Self:
        return self.space(8).line(text, font=font, size=size).space(6)

    def marked(self, *pieces: str, size: float = 11) -> Self:
        """One line whose every other piece is a superscript."""
        x = LEFT
        for position, piece in enumerate(pieces):
            raised = position % 2 == 1
            own = 0.6 * size if raised else size
            self.at(x, self.top - (0.35 * size if raised else 0), piece, size=own)
            x += stringWidth(piece, ROMAN, own)
        self.top += 1.3 * size
        return self

    def rule(self, x: float, top: float, to_x: float, to_top: float) -> Self:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, self.height - top, to_x, self.height - to_top)
        return self

    def space(self, points: float) -> Self:
        self.top += points
        return self

    def page(self, top: float = 80.0) -> Self:
        """The next page."""
        self.canvas.showPage()
        self.top = top
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._bytes.getvalue()


def outline(reading: Reading) -> list[tuple[str, str, str]]:
    """What each element is, its number and its text, for golden outlines."""
    return [(element.role.value, element.number, element.text) for element in reading.elements]


def of_role(reading: Reading, role: Role) -> list[Element]:
    return [element for element in reading.elements if element.role is role]


def texts(reading: Reading, role: Role = Role.PARAGRAPH) -> list[str]:
    return [element.text for element in of_role(reading, role)]


def left_out(reading: Reading, reason: str) -> list[tuple[str, int | None]]:
    return [(entry.text, entry.page) for entry in reading.left_out if entry.reason == reason]


def lost_and_added(reading: Reading) -> tuple[dict[str, int], dict[str, int]]:
    """The visible characters of the source that are nowhere, and those that it does not have."""
    source = Counter("".join(reading.source_text.split()))
    kept = "".join(e.number + e.text for e in reading.elements if e.role is not Role.PART)
    apart = "".join(entry.text for entry in reading.left_out)
    accounted = Counter("".join((kept + apart).split()))
    return dict(source - accounted), dict(accounted - source)
