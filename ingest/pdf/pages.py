"""The bytes of a PDF -> its pages as pieces of lines, and an account of all of its characters."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.document import LeftOut
from ingest.errors import DocumentUnreadable
from ingest.pdf.characters import Character, RawPage, open_pdf
from ingest.pdf.lines import pieces_of
from ingest.pdf.page import Page
from ingest.reading import Doubt

# In parts of a page: how much of it the picture of a scan covers at least.
SCAN = 0.5
# A scan can carry a stamp or a page number beside its picture.
FEWEST_LETTERS = 25
FEWEST_UNMAPPED = 5


@dataclass(slots=True)
class Pages:
    """What the file holds, before anything is put in order."""

    title: str = ""
    count: int = 0
    pages: list[Page] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    drawings: int = 0


def read_pages(raw: bytes, name: str) -> Pages:
    """The pages of a PDF. Raises DocumentUnreadable when it has none with text."""
    found = Pages()
    with open_pdf(raw, name) as file:
        found.title, found.count = file.title, file.pages
        for number, page in enumerate(file, start=1):
            if page is None:
                found.broken.append(number)
            else:
                _add(found, page)
    if not any(page.pieces or page.turned for page in found.pages):
        raise DocumentUnreadable(_refusal(found, name))
    _doubt(found, found.scanned, "an image without text; run `ocrmypdf in.pdf out.pdf` to read it")
    _doubt(found, found.recognised, "a scan whose text was recognised by a program; compare quotes")
    _doubt(found, found.broken, "damaged and can't be read; download the document again")
    return found


def _add(found: Pages, page: RawPage) -> None:
    everything = [page.characters, *page.turned]
    found.texts += ["".join(c.text for c in characters) for characters in everything]
    found.drawings += page.drawings
    hidden = [c for characters in everything for c in characters if c.style.hidden]
    seen = sum(1 for characters in everything for c in characters if not c.style.hidden)
    if page.picture >= SCAN and len(hidden) > seen:
        # The text of a scan lies hidden behind its picture, where a program put it.
        found.recognised.append(page.number)
        hidden = []
    elif page.picture >= SCAN and seen < FEWEST_LETTERS:
        found.scanned.append(page.number)
    text = " ".join("".join(c.text for c in hidden).split())
    if text:
        found.left_out.append(LeftOut("hidden", text, page=page.number))
        message = f'There is text that nobody sees on this page: "{text[:60]}"; it was left out.'
        found.doubts.append(Doubt(message, page.number))
    if page.unmapped >= FEWEST_UNMAPPED:
        message = f"{page.unmapped} signs of this page can't be read: the file does not name them."
        found.doubts.append(Doubt(message, page.number))
    keep_hidden = not hidden
    found.pages.append(
        Page(
            number=page.number,
            width=page.width,
            height=page.height,
            pieces=pieces_of(_kept(page.characters, keep_hidden), page.number, page.rules),
            turned=[
                piece
                for characters in page.turned
                for piece in pieces_of(_kept(characters, keep_hidden), page.number, [])
            ],
            rules=page.rules,
        )
    )


def _kept(characters: Iterable[Character], keep_hidden: bool) -> list[Character]:
    return [c for c in characters if keep_hidden or not c.style.hidden]


def _refusal(found: Pages, name: str) -> str:
    pages = "1 page" if found.count == 1 else f"{found.count} pages"
    if not found.count:
        return f"{name} has 0 pages. Download the document again."
    if len(found.broken) == found.count:
        return f"{name} is damaged: none of its {found.count} pages opens. Download it again."
    if found.scanned:
        return (
            f"{name} is a scan: {len(found.scanned)} of its {found.count} pages are images, "
            "none has text. Make a copy with text with `ocrmypdf in.pdf out.pdf` and read that."
        )
    if found.drawings:
        return (
            f"{name} has {pages} and no text: its letters are drawn. Make a copy with "
            "text with `ocrmypdf --force-ocr in.pdf out.pdf` and read that."
        )
    return f"{name} has {pages} and no text. Check that it is the right file."


def _doubt(found: Pages, pages: list[int], fact: str) -> None:
    """One doubt for each stretch of pages that follow each other."""
    start = 0
    for position, page in enumerate(pages):
        if position + 1 < len(pages) and pages[position + 1] == page + 1:
            continue
        first = pages[start]
        which = f"Page {first} is" if first == page else f"Each of the pages {first} to {page} is"
        found.doubts.append(Doubt(f"{which} {fact}.", first))
        start = position + 1
