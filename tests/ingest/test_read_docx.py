import struct
import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import LeftOut
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.read_docx import read_docx
from ingest.reading import Reading
from tests.ingest.account import NOTHING, unaccounted
from tests.ingest.docx_samples import (
    STYLES,
    docx_of,
    field,
    in_list,
    level,
    numbering,
    paragraph,
    run,
    table,
    zip_of,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOTS = numbering(level(0, "bullet", "\uf0b7") + level(1, "bullet", "o"))
POINTS = numbering(
    level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "%3)")
)
SEPARATOR = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'


def read(body: str, **parts: str) -> Reading:
    reading = read_docx(docx_of(body, **parts), "strategy.docx")
    assert unaccounted(reading) == NOTHING
    return reading


def lines(body: str, **parts: str) -> list[tuple[Role, str, str]]:
    return [(e.role, e.number, e.text) for e in read(body, **parts).elements]


def left_out(reading: Reading, reason: str) -> list[str]:
    return [entry.text for entry in reading.left_out if entry.reason == reason]


def mark(identity: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{identity}"/></w:r>'


def note(identity: int, *texts: str, kind: str = "footnote") -> str:
    inner = "".join(paragraph(f"<w:r><w:{kind}Ref/></w:r>{run(text)}") for text in texts)
    return f'<w:{kind} w:id="{identity}">{inner}</w:{kind}>'


def test_words_cut_over_runs_are_joined_and_layout_space_is_one_space() -> None:
    body = paragraph(
        run("The Un") + run("ion’s") + "<w:r><w:tab/><w:t>rules</w:t><w:noBreakHyphen/></w:r>"
        "<w:r><w:t>based</w:t><w:br/><w:t>order\u00a0now</w:t></w:r>"
    )

    assert lines(body) == [(Role.PARAGRAPH, "", "The Union’s rules‑based order\u00a0now")]


def test_headings_are_known_by_style_outline_level_and_base() -> None:
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="berschrift3"><w:name w:val="Mein Titel"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Eigen"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Flat"><w:name w:val="Flat"/>'
        '<w:basedOn w:val="Heading1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H5"><w:name w:val="heading 5"/></w:style>'
    )
    body = (
        paragraph("One", "Heading1")
        + paragraph("Three", "berschrift3")
        + paragraph("Two", "Eigen")
        + paragraph("Five", "H5")
        + paragraph("Direct", "", '<w:outlineLvl w:val="3"/>')
        + paragraph("Body", "Flat")
    )

    assert [(e.role, e.text, e.level) for e in read(body, styles=styles).elements] == [
        (Role.HEADING, "One", 1),
        (Role.HEADING, "Three", 3),
        (Role.HEADING, "Two", 2),
        (Role.HEADING, "Five", 5),
        (Role.HEADING, "Direct", 4),
        (Role.PARAGRAPH, "Body", 0),
    ]


def test_typed_numbers_are_parted_from_headings_paragraphs_and_items() -> None:
    body = (
        paragraph("2.1\tScope", "Heading1")
        + paragraph("12. The EU acts.")
        + paragraph("(a) one")
        + paragraph("• three")
        + paragraph("2020 was a year.")
        + paragraph("D. Trump said so.")
    )

    assert lines(body) == [
        (Role.HEADING, "2.1", "Scope"),
        (Role.PARAGRAPH, "12.", "The EU acts."),
        (Role.ITEM, "(a)", "one"),
        (Role.ITEM, "", "three"),
        (Role.PARAGRAPH, "", "2020 was a year."),
        (Role.PARAGRAPH, "", "D. Trump said so."),
    ]


def test_numbers_that_word_computes_stand_before_their_paragraphs() -> None:
    body = (
        paragraph("First.", "", in_list(1))
        + paragraph("Second:", "", in_list(1))
        + paragraph("one", "", in_list(1, 1))
        + paragraph("deeper", "", in_list(1, 2))
        + paragraph("two", "", in_list(1, 1))
        + paragraph("Third.", "", in_list(1))
        + paragraph("again", "", in_list(1, 1))
    )

    assert [(e.role, e.number, e.level) for e in read(body, numbering=POINTS).elements] == [
        (Role.PARAGRAPH, "1.", 0),
        (Role.PARAGRAPH, "2.", 0),
        (Role.ITEM, "(a)", 0),
        (Role.ITEM, "i)", 1),
        (Role.ITEM, "(b)", 0),
        (Role.PARAGRAPH, "3.", 0),
        (Role.ITEM, "(a)", 0),
    ]


def test_headings_are_numbered_by_the_list_that_is_linked_to_their_style() -> None:
    linked = numbering(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Heading1"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/><w:isLgl/>')
    )
    in_first = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl'
    body = (
        paragraph("Aims", "Heading1")
        + paragraph("Means", "Heading1")
        + paragraph("Money", "Heading2")
        + paragraph("Unnumbered", "Heading2", in_list(0))
        + paragraph("People", "Heading2")
    )

    assert lines(
        body, styles=STYLES.replace("<w:pPr><w:outlineLvl", in_first), numbering=linked
    ) == [
        (Role.HEADING, "I.", "Aims"),
        (Role.HEADING, "II.", "Means"),
        (Role.HEADING, "2.1", "Money"),
        (Role.HEADING, "", "Unnumbered"),
        (Role.HEADING, "2.2", "People"),
    ]


def test_a_list_that_is_given_a_new_beginning_starts_there_and_others_go_on() -> None:
    lists = POINTS + (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph(f"Item {n}.", "", in_list(n)) for n in (1, 2, 3, 3, 1))

    assert [e.number for e in read(body, numbering=lists).elements] == [
        "1.",
        "2.",
        "7.",
        "8.",
        "9.",
    ]


def test_bullets_are_left_out_and_items_know_their_depth() -> None:
    body = (
        paragraph("The aims are:")
        + paragraph("one", "", in_list(1))
        + paragraph("two", "", in_list(1, 1))
        + paragraph("three", "", in_list(1))
    )
    reading = read(body, numbering=DOTS)

    assert reading.elements[1:] == (
        Element(Role.ITEM, "one"),
        Element(Role.ITEM, "two", level=1),
        Element(Role.ITEM, "three"),
    )
    assert left_out(reading, "bullet") == ["\uf0b7", "o", "\uf0b7"]


def test_numbered_lines_are_items_behind_a_lead_in_unless_they_are_paragraphs() -> None:
    body = (
        paragraph("The Council:")
        + paragraph("recalls its plan;", "", in_list(1))
        + paragraph("welcomes the report.", "", in_list(1))
        + paragraph("Then it says:")
        + paragraph("It is so. Nobody doubts it.", "", in_list(1))
    )

    assert [e.role for e in read(body, numbering=POINTS).elements] == [
        Role.PARAGRAPH,
        Role.ITEM,
        Role.ITEM,
        Role.PARAGRAPH,
        Role.PARAGRAPH,
    ]


def test_the_lines_of_a_title_page_are_cover() -> None:
    body = (
        paragraph("EEAS")
        + paragraph("Country strategy", "Title")
        + paragraph("2021-2024", "Subtitle")
        + paragraph("Brussels, 16 September 2019")
        + paragraph("Aims", "Heading1")
        + paragraph("Text.")
        + paragraph("Another title", "Title")
    )
    reading = read(body)

    assert reading.title == "Country strategy"
    assert [e.role for e in reading.elements] == [Role.COVER] * 4 + [
        Role.HEADING,
        Role.PARAGRAPH,
        Role.HEADING,
    ]


@pytest.mark.parametrize(
    "page_end",
    [
        paragraph('<w:r><w:t>2021</w:t><w:br w:type="page"/></w:r>'),
        paragraph("2021", "", "<w:sectPr/>"),
        paragraph("2021") + paragraph('<w:r><w:br w:type="page"/></w:r>'),
    ],
)
def test_what_stands_on_a_page_of_its_own_before_the_text_is_cover(page_end: str) -> None:
    body = paragraph("Country strategy") + page_end + paragraph("The text begins here.")

    assert [role for role, _, _ in lines(body)] == [Role.COVER, Role.COVER, Role.PARAGRAPH]


def test_a_document_of_short_lines_is_not_all_cover() -> None:
    assert lines(paragraph("One line") + paragraph("Another")) == [
        (Role.PARAGRAPH, "", "One line"),
        (Role.PARAGRAPH, "", "Another"),
    ]


def test_bold_lines_are_headings_where_no_style_makes_any() -> None:
    bold = run("Aims", "<w:b/>")
    rest = paragraph(run("Bold. Sentence.", "<w:b/>")) + paragraph(bold + run(" and means"))

    assert [e.role for e in read(paragraph(bold) + rest).elements] == [
        Role.HEADING,
        Role.PARAGRAPH,
        Role.PARAGRAPH,
    ]
    assert read(paragraph("Title", "Heading1") + paragraph(bold)).elements[1].role is Role.PARAGRAPH


def test_notes_stand_behind_the_text_and_their_marks_are_taken_out_of_it() -> None:
    body = (
        paragraph(run("The plan ") + mark(5) + run(", and its annex") + mark(2) + run("."))
        + paragraph(run("12. Numbered") + mark(7, "endnote"))
        + paragraph("Last.")
    )
    reading = read(
        body,
        footnotes=SEPARATOR + note(2, " Second.") + note(5, " First,", "in two."),
        endnotes=note(7, " At the end.", kind="endnote"),
    )

    assert reading.elements == (
        Element(Role.PARAGRAPH, "The plan, and its annex.", marks=(("1", 8), ("2", 23))),
        Element(Role.PARAGRAPH, "Numbered", "12.", marks=(("i", 8),)),
        Element(Role.PARAGRAPH, "Last."),
        Element(Role.NOTE, "First, in two.", "1"),
        Element(Role.NOTE, "Second.", "2"),
        Element(Role.NOTE, "At the end.", "i"),
    )
    assert left_out(reading, "note mark") == ["1", "2", "i"]


def test_a_mark_of_the_authors_own_is_kept_as_typed() -> None:
    reference = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    footnotes = f'<w:footnote w:id="2">{paragraph("* Of the author.")}</w:footnote>'
    reading = read(paragraph(run("Text") + reference), footnotes=footnotes)

    assert reading.elements == (
        Element(Role.PARAGRAPH, "Text", marks=(("*", 4),)),
        Element(Role.NOTE, "Of the author.", "*"),
    )


def test_notes_are_numbered_as_the_settings_say() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    reading = read(paragraph(run("Text") + mark(2)), settings=settings, footnotes=note(2, "Note."))

    assert reading.elements[1] == Element(Role.NOTE, "Note.", "C")


def test_a_note_that_nothing_refers_to_is_left_out_and_told() -> None:
    reading = read(paragraph("Text."), footnotes=note(2, "Orphan."))

    assert left_out(reading, "deleted") == ["Orphan."]
    assert "1 note without a mark" in reading.doubts[0].text


def test_a_table_is_rows_of_cells_without_the_empty_ones() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    body = table(("Aim", "Who"), ("", "EEAS"), ("one", "two")).replace(
        "</w:tr></w:tbl>", f"{merged}</w:tr></w:tbl>"
    )

    assert [(e.role, e.text) for e in read(body).elements] == [
        (Role.ROW, "Aim"),
        (Role.CELL, "Who"),
        (Role.ROW, "EEAS"),
        (Role.ROW, "one"),
        (Role.CELL, "two"),
    ]


def test_a_table_inside_a_cell_is_read_once() -> None:
    inner = table(("a", "b"))
    body = table(("outer", f"{inner}<w:p/>")) + table((paragraph("box") + paragraph("of text"),))

    assert [e.text for e in read(body).elements] == ["outer", "a", "b", "box", "of text"]


def test_rows_of_a_number_and_a_text_are_numbered_paragraphs() -> None:
    body = table(("1.", "The EU acts."), ("2.", paragraph("It:") + paragraph("(a) speaks;")))

    assert lines(body) == [
        (Role.PARAGRAPH, "1.", "The EU acts."),
        (Role.PARAGRAPH, "2.", "It:"),
        (Role.ITEM, "(a)", "speaks;"),
    ]


def test_text_boxes_links_content_controls_and_formulas_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    shapes = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        paragraph(run("See ") + f'<w:hyperlink r:id="x">{run("the site")}</w:hyperlink>' + shapes)
        + f"<w:sdt><w:sdtContent>{paragraph('Controlled.')}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:sdt><w:sdtContent>{run('Inline')}</w:sdtContent></w:sdt>")
        + paragraph("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>")
    )
    reading = read(body)

    assert [e.text for e in reading.elements] == [
        "See the site",
        "In a box.",
        "Controlled.",
        "Inline",
        "x=1",
    ]
    assert "1 text box read behind the paragraph" in reading.doubts[0].text


def test_a_table_of_contents_is_left_out_however_it_was_made() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> TOC \\o </w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Contents')}</w:sdtContent></w:sdt>"
    )
    body = (
        gallery
        + paragraph(begin + separate + run("Aims 1"))
        + paragraph(run("Means 2") + end + run("Behind it."))
        + paragraph("Styled 3", "TOC1")
        + paragraph(run("On page ") + field("PAGEREF x", "4"))
    )
    reading = read(body)

    assert [e.text for e in reading.elements] == ["Behind it.", "On page 4"]
    assert left_out(reading, "contents") == ["Contents", "Aims 1", "Means 2", "Styled 3"]


def test_a_field_without_an_end_does_not_swallow_the_document() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r>'
    reading = read(paragraph(begin) + paragraph("All the rest."))

    assert [e.text for e in reading.elements] == ["All the rest."]
    assert "A field has no end" in reading.doubts[0].text


def test_headers_and_footers_are_furniture() -> None:
    reading = read(
        paragraph("Text."),
        header=paragraph("12107/19") + paragraph("EN"),
        footer=paragraph(run("Page ") + field("PAGE", "2")),
    )

    assert [e.text for e in reading.elements] == ["Text."]
    assert left_out(reading, "furniture") == ["12107/19 EN", "Page 2"]


def test_tracked_insertions_are_text_and_deletions_are_left_out_and_told() -> None:
    body = (
        paragraph(
            f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            f"<w:moveFrom>{run('away')}</w:moveFrom><w:moveTo>{run(' here')}</w:moveTo>"
        )
        + paragraph(f"<w:del>{run('gone')}</w:del>", "", in_list(1))
        + paragraph("Counted.", "", in_list(1))
    )
    reading = read(body, numbering=POINTS)

    assert [(e.number, e.text) for e in reading.elements] == [("", "new here"), ("1.", "Counted.")]
    assert left_out(reading, "deleted") == ["oldaway", "gone"]
    assert "2 insertions read as text, 3 deletions left out" in reading.doubts[0].text


def test_hidden_text_soft_hyphens_and_comments_are_no_text() -> None:
    body = paragraph(run("hu\u00adman") + run("secret", "<w:vanish/>"))
    reading = read(body, comments='<w:comment w:id="1"/><w:comment w:id="2"/>')

    assert [e.text for e in reading.elements] == ["human"]
    assert [(e.reason, e.text) for e in reading.left_out] == [
        ("hyphen", "\u00ad"),
        ("hidden", "secret"),
    ]
    assert [doubt.text for doubt in reading.doubts] == [
        "2 comments in the margin, not read.",
        "Hidden text is left out.",
    ]


def test_symbols_of_fonts_are_the_signs_that_they_show() -> None:
    body = paragraph(
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t> on </w:t>'
        '<w:sym w:font="Other" w:char="F041"/><w:sym w:font="Bad" w:char="zz"/></w:r>'
    )

    assert [e.text for e in read(body).elements] == ["→ on \uf041"]


def test_an_annex_is_a_part_of_its_own_behind_the_notes_before_it() -> None:
    body = (
        paragraph(run("Text.") + mark(2))
        + paragraph("ANNEX I")
        + paragraph("More.")
        + paragraph("Annex II: Methods", "Heading1")
        + paragraph("The ANNEX says more.")
    )

    assert lines(body, footnotes=note(2, "Note.")) == [
        (Role.PARAGRAPH, "", "Text."),
        (Role.NOTE, "1", "Note."),
        (Role.PART, "", "ANNEX I"),
        (Role.COVER, "", "ANNEX I"),
        (Role.PARAGRAPH, "", "More."),
        (Role.PART, "", "ANNEX II"),
        (Role.COVER, "", "Annex II: Methods"),
        (Role.PARAGRAPH, "", "The ANNEX says more."),
    ]


def test_a_long_paragraph_in_a_headings_style_is_a_paragraph_and_told() -> None:
    reading = read(paragraph("Word " * 80, "Heading1"))

    assert reading.elements[0].role is Role.PARAGRAPH
    assert "has a heading's style" in reading.doubts[0].text


def test_a_document_that_python_docx_wrote_is_read() -> None:
    document = docx.Document()
    document.core_properties.title = "A strategy"
    document.add_heading("Country strategy", 0)
    document.add_heading("1. Aims", 1)
    document.add_paragraph("The aims are:")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet 2")
    document.add_paragraph("Numbered.", style="List Number")
    document.add_paragraph("Last.").add_run().add_break(WD_BREAK.PAGE)
    document.sections[0].header.paragraphs[0].text = "Head"
    cells = document.add_table(2, 2)
    cells.cell(0, 0).merge(cells.cell(1, 0)).text = "merged"
    cells.cell(0, 1).text = "a"
    cells.cell(1, 1).text = "b"
    written = BytesIO()
    document.save(written)
    reading = read_docx(written.getvalue(), "strategy.docx")

    assert unaccounted(reading) == NOTHING
    assert reading.title == "Country strategy"
    assert [(e.role, e.number, e.text, e.level) for e in reading.elements] == [
        (Role.COVER, "", "Country strategy", 0),
        (Role.HEADING, "1.", "Aims", 1),
        (Role.PARAGRAPH, "", "The aims are:", 0),
        (Role.ITEM, "", "one", 0),
        (Role.ITEM, "", "two", 1),
        (Role.PARAGRAPH, "1.", "Numbered.", 0),
        (Role.PARAGRAPH, "", "Last.", 0),
        (Role.ROW, "", "merged", 0),
        (Role.CELL, "", "a", 0),
        (Role.ROW, "", "b", 0),
    ]
    assert LeftOut("furniture", "Head") in reading.left_out


TEXTS = st.text(st.sampled_from("aB1. ()•—:\t\u00a0\u00ad‑"), min_size=1, max_size=12)
CONTENT = st.one_of(
    TEXTS.map(run),
    TEXTS.map(lambda text: run(text, "<w:vanish/>")),
    TEXTS.map(lambda text: f"<w:del>{run(text)}</w:del>"),
    TEXTS.map(lambda text: f"<w:ins>{run(text)}</w:ins>"),
    TEXTS.map(lambda text: field("TOC", text)),
    TEXTS.map(lambda text: f"<w:r><w:txbxContent>{paragraph(run(text))}</w:txbxContent></w:r>"),
    st.just(mark(2)),
    st.just(mark(9)),
    st.just('<w:r><w:br w:type="page"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'),
    st.just('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
)
PARAGRAPHS = st.builds(
    paragraph,
    st.lists(CONTENT, min_size=1, max_size=4).map("".join),
    st.sampled_from(["", "Heading1", "Heading2", "Title", "TOC1", "Unknown"]),
    st.sampled_from(["", in_list(1), in_list(1, 1), in_list(1, 2), in_list(5), in_list(1, 20)]),
)
TABLES = st.lists(
    st.tuples(PARAGRAPHS, PARAGRAPHS | st.just(table(("in", "side")))), max_size=3
).map(lambda rows: table(*rows))


@given(st.lists(PARAGRAPHS | TABLES, max_size=8).map("".join))
def test_no_character_is_lost_or_repeated(body: str) -> None:
    raw = docx_of(body + paragraph("end"), numbering=POINTS, footnotes=note(2, "Note *", "two"))

    assert unaccounted(read_docx(raw, "any.docx")) == NOTHING


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty. Check that the download was complete"),
        (b"<html>", "is no DOCX file"),
        (b"{\\rtf1 x}", "is an RTF file. Save it as DOCX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is password-protected. Save it without"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word 97-2003. Save it as DOCX"),
        (OLE, "old Office program"),
        (zip_of({"a.txt": "x"}), "ZIP archive without a Word document"),
        (
            zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "OpenDocument file. Save it as DOCX or PDF",
        ),
        (zip_of({"[Content_Types].xml": "<Types/>", "xl/a.xml": "<a/>"}), "an Excel workbook"),
        (zip_of({"[Content_Types].xml": "<Types/>"}), "can't be read as a Word document"),
        (docx_of("<w:p><w:r><w:t>broken</w:p>"), "can't be read as a Word document"),
        (docx_of(paragraph(" ")), "holds no text"),
        (docx_of(paragraph("whole"))[:-200], "is damaged or breaks off"),
        (docx_of("<w:p>" * 5000 + "</w:p>" * 5000), "can't be read as a Word document"),
    ],
)
def test_what_is_no_whole_docx_file_is_refused_with_a_next_step(raw: bytes, reason: str) -> None:
    with pytest.raises(DocumentUnreadable, match=reason) as refused:
        read_docx(raw, "strategy.docx")

    assert str(refused.value).startswith("strategy.docx ")
    assert str(refused.value).endswith(".")


def test_a_protected_archive_is_refused() -> None:
    raw = bytearray(zip_of({"[Content_Types].xml": "<Types/>"}))
    central = raw.index(b"PK\x01\x02")
    raw[central + 8] |= 1

    with pytest.raises(DocumentUnreadable, match="is password-protected"):
        read_docx(bytes(raw), "strategy.docx")


def test_an_archive_that_would_unpack_beyond_measure_is_refused_before_it_is_opened() -> None:
    raw = bytearray(docx_of(paragraph("small")))
    central = raw.index(b"PK\x01\x02")
    raw[central + 24 : central + 28] = struct.pack("<I", 2**31)

    with pytest.raises(DocumentUnreadable, match="would unpack to 2048 MB, more than the 200 MB"):
        read_docx(bytes(raw), "bomb.docx")


def test_a_member_that_is_packed_as_only_a_bomb_is_refused() -> None:
    packed = BytesIO(docx_of(paragraph("small")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zeros.bin", b"\x00" * 25_000_000)

    with pytest.raises(DocumentUnreadable, match=r"'word/media/zeros\.bin', packed \d+ to 1"):
        read_docx(packed.getvalue(), "bomb.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_and_no_entity_is_resolved(encoding: str) -> None:
    evil = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
    ).encode(encoding)
    packed = BytesIO(docx_of(paragraph("small")))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/comments.xml", evil)

    with pytest.raises(DocumentUnreadable, match="holds a DTD"):
        read_docx(packed.getvalue(), "evil.docx")


@given(st.data())
def test_damaged_bytes_are_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    raw = bytearray(docx_of(paragraph("Some text.") + table(("a", "b")), numbering=POINTS))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_docx(bytes(raw), "damaged.docx")
    except DocumentUnreadable as refused:
        assert str(refused).startswith("damaged.docx ")  # noqa: PT017 - either outcome is right
