"""PDF -> Reading: the flow of `ingest/pdf/`, one step after the other.

Born-digital files of the Council and the EEAS are what it is made for. A scanned file has no text
to read: the error names the command that adds it.
"""

from ingest.pdf.aligned import with_aligned_tables
from ingest.pdf.capitals import restore_capitals
from ingest.pdf.contents import without_contents
from ingest.pdf.cover import sensible_title, take_cover
from ingest.pdf.elements import Composer
from ingest.pdf.footnotes import take_notes
from ingest.pdf.furniture import without_furniture
from ingest.pdf.headings import body_of
from ingest.pdf.hyphens import Joiner, whole_words
from ingest.pdf.line import Line
from ingest.pdf.marks import take_marks
from ingest.pdf.order import in_reading_order
from ingest.pdf.pages import read_pages
from ingest.pdf.paragraphs import Leadings, blocks_of, body_size
from ingest.reading import Reading


def read_pdf(raw: bytes, name: str) -> Reading:
    """Read the bytes of a PDF; `name` is for the errors.

    Raises DocumentUnreadable when there is no text in it, or no way to it.
    """
    found = read_pages(raw, name)
    pages, furniture = without_furniture(found.pages)
    flows, contents = without_contents(in_reading_order(pages))
    rules = {page.number: page.rules for page in pages}
    flows, notes = take_notes(flows, rules, body_size(flows))
    flows = [with_aligned_tables(flow) for flow in flows]
    lines = [box for flow in flows for box in flow if isinstance(box, Line)]
    words = whole_words(lines + [line for note in notes for line in note.lines])
    flows, restored = restore_capitals(
        flows, whole_words([line for line in lines if not line.capitals])
    )
    flows, marks, lost = take_marks(flows, notes)
    leadings, body = Leadings(flows), body_of(lines, body_size(flows))
    cover, blocks = take_cover(blocks_of(flows, leadings), body, leadings, found.count)
    composer = Composer(Joiner(words), body)
    elements = tuple(composer.compose(cover, blocks, notes))
    doubts = [*found.doubts, *restored, *lost, *composer.joiner.doubts]
    return Reading(
        elements=elements,
        left_out=(
            *found.left_out, *furniture, *contents, *marks, *composer.left_out,
            *composer.joiner.left_out,
        ),
        source_text="\n".join(found.texts),
        title=Joiner(words).join(cover.title).text or sensible_title(found.title),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.page or 0)),
        pages=found.count,
    )  # fmt: skip
