"""Word documents of the golden set: by python-docx, and part by part where it can't make them."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK

from tests.ingest.docx_samples import (
    docx_of,
    field,
    in_list,
    level,
    numbering,
    paragraph,
    run,
    table,
)
from tests.ingest.golden.words import (
    CHILDREN,
    COOPERATION,
    DEFENDERS,
    DIALOGUE,
    DIALOGUE_EL,
    DIALOGUE_FR,
    ELECTIONS,
    FORMATION_FR,
    FUNDING,
    JUSTICE,
    LABOUR,
    MEDIA,
    MISSIONS,
    PROHIBITION,
    PROTECTION_EL,
    PROTECTION_FR,
    RAPPORT_FR,
    REPORT_EL,
    REVIEW,
    TRAINING,
    TRAINING_EL,
    WATER,
    WOMEN,
)

TAB = "<w:r><w:tab/></w:r>"
SEPARATOR = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'


def saved(document: Document) -> bytes:
    """The bytes that python-docx writes."""
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def mark(identity: int, kind: str = "footnote") -> str:
    """A note mark in the text."""
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return f'<w:r>{raised}<w:{kind}Reference w:id="{identity}"/></w:r>'


def note(identity: int, text: str, kind: str = "footnote") -> str:
    """A note as Word writes it: its mark, a space, its text."""
    inner = paragraph(f"<w:r><w:{kind}Ref/></w:r>{run(f' {text}')}")
    return f'<w:{kind} w:id="{identity}">{inner}</w:{kind}>'


def heading_style(identity: str, name: str, depth: int, numbers: int = 0) -> str:
    """A heading style, in a list when it is numbered."""
    listed = (
        f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbers}"/></w:numPr>'
        if numbers
        else ""
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{listed}<w:outlineLvl w:val="{depth}"/></w:pPr>'
        "</w:style>"
    )


NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style>"
)


def with_heading_styles() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Country strategy for Arcadia"
    document.add_paragraph("Country strategy for Arcadia", "Title")
    document.add_paragraph("EU Delegation, June 2024", "Subtitle")
    document.add_heading("Situation", 1)
    document.add_paragraph(MEDIA)
    document.add_paragraph(ELECTIONS)
    document.add_heading("Priorities", 1)
    document.add_heading("Water", 2)
    document.add_paragraph(WATER)
    document.add_heading("Women", 2)
    document.add_paragraph(WOMEN)
    document.add_paragraph("The delegation will:")
    document.add_paragraph("support shelters;", "List Bullet")
    document.add_paragraph("of the state,", "List Bullet 2")
    document.add_paragraph("train judges.", "List Bullet")
    document.add_heading("Follow-up", 1)
    document.add_paragraph(MISSIONS)
    return saved(document)


def with_numbered_headings() -> bytes:
    """Headings 1 and 1.1 from a list that is linked to their styles."""
    styles = (
        NORMAL
        + heading_style("Heading1", "heading 1", 0, 1)
        + heading_style("Heading2", "heading 2", 1, 1)
        + heading_style("Heading3", "heading 3", 2, 1)
    )
    lists = numbering(
        level(0, "decimal", "%1.", '<w:pStyle w:val="Heading1"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/>')
        + level(2, "decimal", "%1.%2.%3", '<w:pStyle w:val="Heading3"/>')
    )
    return docx_of(
        paragraph("Context", "Heading1")
        + paragraph(COOPERATION)
        + paragraph("History", "Heading2")
        + paragraph(DIALOGUE)
        + paragraph("Today", "Heading2")
        + paragraph(MEDIA)
        + paragraph("The press", "Heading3")
        + paragraph(ELECTIONS)
        + paragraph("Aims", "Heading1")
        + paragraph(WATER)
        + paragraph(WOMEN),
        styles=styles,
        numbering=lists,
    )


def with_roman_lines() -> bytes:
    """I., A. and paragraphs whose numbers begin anew, all computed by Word."""
    styles = (
        NORMAL
        + heading_style("Heading1", "heading 1", 0, 1)
        + heading_style("Heading2", "heading 2", 1, 1)
    )
    lists = numbering(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Heading1"/>')
        + level(1, "upperLetter", "%2.", '<w:pStyle w:val="Heading2"/>')
        + level(2, "decimal", "%3.")
    )

    def point(text: str) -> str:
        return paragraph(text, "", in_list(1, 2))

    return docx_of(
        paragraph("Principles", "Heading1")
        + paragraph("Prohibition", "Heading2")
        + point(PROHIBITION)
        + point(JUSTICE)
        + paragraph("Persons", "Heading2")
        + point(CHILDREN)
        + point(WOMEN)
        + paragraph("Action", "Heading1")
        + paragraph(DIALOGUE)
        + paragraph("Means", "Heading2")
        + point(TRAINING)
        + paragraph(FUNDING)
        + point(MISSIONS),
        styles=styles,
        numbering=lists,
    )


def with_numbered_paragraphs() -> bytes:
    """Conclusions: a list that runs on over headings, with lettered points."""
    lists = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"))
    return docx_of(
        paragraph("Council conclusions on children", "Title")
        + paragraph(WATER, "", in_list(1))
        + paragraph(CHILDREN, "", in_list(1))
        + paragraph("Action", "Heading1")
        + paragraph("The Council invites the Member States:", "", in_list(1))
        + paragraph("to build schools;", "", in_list(1, 1))
        + paragraph("to train teachers.", "", in_list(1, 1))
        + paragraph(FUNDING, "", in_list(1))
        + paragraph(LABOUR)
        + paragraph("Review", "Heading1")
        + paragraph(REVIEW, "", in_list(1)),
        numbering=lists,
    )


def with_typed_numbers() -> bytes:
    """Numbers that someone typed, behind a cover of Council kind, with an annex."""
    document = docx.Document()
    for text in (
        "Council of the European Union",
        "Brussels, 3 June 2024",
        "10345/24",
        "COHOM 77",
        "Conclusions on the rights of the elderly",
    ):
        document.add_paragraph(text)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("I.\tIntroduction", 1)
    document.add_paragraph(f"1.\t{PROHIBITION}")
    document.add_paragraph(f"2.\t{DIALOGUE}")
    document.add_heading("II.\tMeans", 1)
    document.add_paragraph(f"3.\t{FUNDING}")
    document.add_paragraph("ANNEX")
    document.add_paragraph(f"1.\t{WATER}")
    document.add_paragraph(f"2.\t{LABOUR}")
    return saved(document)


def with_notes() -> bytes:
    return docx_of(
        paragraph("Report", "Heading1")
        + paragraph(run(WATER[:-1]) + mark(2) + run("."))
        + paragraph(run(WOMEN) + mark(3) + run(" So it is said.") + mark(1, "endnote"))
        + paragraph("Outlook", "Heading1")
        + paragraph(run("In 2025") + mark(4) + run(", too.")),
        footnotes=SEPARATOR
        + note(2, "Resolution 64/292.")
        + note(3, "Convention of Istanbul.")
        + note(4, "See Outlook 2025."),
        endnotes=note(1, "By the rapporteur.", "endnote"),
    )


def with_merged_cells() -> bytes:
    document = docx.Document()
    document.add_heading("Table of measures", 1)
    document.add_paragraph(MISSIONS)
    grid = document.add_table(rows=4, cols=3)
    rows = [
        ("Line", "Measure", "By"),
        ("Water", "Wells", "2025"),
        ("", "Pipes", "2026"),
        ("All measures", "", "2027"),
    ]
    for cells, row in zip(rows, grid.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(3, 0).merge(grid.cell(3, 1))
    document.add_heading("Review", 1)
    document.add_paragraph(REVIEW)
    return saved(document)


def with_tracked_changes() -> bytes:
    inserted = f'<w:ins w:id="1" w:author="A">{run(" and of the elderly")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="A"><w:r><w:delText> fully</w:delText></w:r></w:del>'
    return docx_of(
        paragraph("Rights", "Heading1")
        + paragraph(
            run("The rights of children") + inserted + run(" are") + deleted + run(" safe.")
        )
        + paragraph("Dialogue", "Heading1")
        + paragraph(DIALOGUE)
    )


def with_boxes_and_controls() -> bytes:
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"<w:txbxContent>{paragraph('Box: see the annual report.')}</w:txbxContent></wps:txbx>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{paragraph('Box: see the annual report.')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(FUNDING)}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtContent>{run('10 June 2024')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('the website')}</w:hyperlink>"
    return docx_of(
        paragraph("Visits", "Heading1")
        + paragraph(run("The visit was on ") + inline + run(", see ") + link + run("."))
        + paragraph(run(JUSTICE) + box)
        + paragraph("Funding", "Heading1")
        + control
    )


def with_contents() -> bytes:
    first = paragraph(field("TOC \\o", "1. Aims") + TAB + run("2"), "TOC1")
    second = paragraph(run("2. Means") + TAB + run("3"), "TOC1")
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Contents', 'TOCHeading')}"
        f"{first}{second}</w:sdtContent></w:sdt>"
    )
    return docx_of(
        paragraph("Action plan of the city", "Title")
        + contents
        + paragraph("1. Aims", "Heading1")
        + paragraph(WATER)
        + paragraph("2. Means", "Heading1")
        + paragraph(FUNDING),
        header=paragraph("City of Arcadia"),
        footer=paragraph(run("Page ") + field("PAGE", "2")),
    )


def with_bold_headings() -> bytes:
    """Someone who never heard of styles: bold lines for headings, typed bullets."""

    def bold(text: str) -> str:
        return paragraph(run(text, "<w:b/>"))

    return docx_of(
        bold("Introduction")
        + paragraph(MEDIA)
        + paragraph(JUSTICE)
        + bold("What was done")
        + paragraph("The embassy:")
        + paragraph("• met editors;")
        + paragraph("• observed trials.")
        + paragraph(run("Every case") + run(" counts", "<w:b/>") + run(", and none is forgotten."))
        + bold("What comes next")
        + paragraph(DEFENDERS)
    )


def in_french() -> bytes:
    styles = (
        NORMAL
        + '<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>'
        + heading_style("Titre1", "heading 1", 0)
        + heading_style("Titre2", "heading 2", 1)
    )
    return docx_of(
        paragraph("Stratégie pour l’Arcadie", "Titre")
        + paragraph("I. Contexte", "Titre1")
        + paragraph(PROTECTION_FR)
        + paragraph("II. Priorités", "Titre1")
        + paragraph("A. Dialogue", "Titre2")
        + paragraph(DIALOGUE_FR)
        + paragraph("B. Formation", "Titre2")
        + paragraph(FORMATION_FR)
        + paragraph("La délégation :")
        + paragraph("– rend visite aux détenus ;")
        + paragraph("– publie un rapport.")
        + paragraph("Suivi", "Titre1")
        + paragraph(RAPPORT_FR)
        + paragraph("ANNEXE", "Titre1")
        + paragraph("1. Les grandes lignes de la mise en œuvre sont jointes."),
        styles=styles,
    )


def in_german() -> bytes:
    styles = (
        NORMAL + '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>'
        "</w:style>"
        + '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>'
        "</w:style>"
    )
    return docx_of(
        paragraph("Lage", "berschrift1")
        + paragraph("Die Presse ist frei, aber viele Verlage haben kein Geld mehr.")
        + paragraph("Maßnahmen", "berschrift1")
        + paragraph("Gespräche", "berschrift2")
        + paragraph("Die Delegation trifft sich jeden Monat mit den Behörden des Landes.")
        + paragraph("Förderung", "berschrift2")
        + paragraph("Kleine Zuschüsse gehen an Vereine in allen Teilen des Landes."),
        styles=styles,
    )


def in_greek() -> bytes:
    document = docx.Document()
    document.add_heading("1. Πλαίσιο", 1)
    document.add_paragraph(PROTECTION_EL)
    document.add_heading("2. Δράση", 1)
    document.add_heading("2.1 Διάλογος", 2)
    document.add_paragraph(DIALOGUE_EL)
    document.add_heading("2.2 Εκπαίδευση", 2)
    document.add_paragraph(TRAINING_EL)
    document.add_paragraph(REPORT_EL)
    return saved(document)


def with_numbers_in_a_table() -> bytes:
    """Paragraphs laid out in a table of two columns, as delegations do."""
    return docx_of(
        paragraph("Demands", "Heading1")
        + table(("1.", DEFENDERS), ("2.", MEDIA), ("3.", ELECTIONS))
        + paragraph("Replies", "Heading1")
        + table(("Demand", "Reply"), ("1", "yes"), ("2", "no"))
    )


FILES: dict[str, bytes] = {
    "heading-styles.docx": with_heading_styles(),
    "numbered-headings.docx": with_numbered_headings(),
    "roman-lines.docx": with_roman_lines(),
    "numbered-paragraphs.docx": with_numbered_paragraphs(),
    "typed-numbers.docx": with_typed_numbers(),
    "notes.docx": with_notes(),
    "merged-cells.docx": with_merged_cells(),
    "tracked-changes.docx": with_tracked_changes(),
    "boxes-and-controls.docx": with_boxes_and_controls(),
    "contents.docx": with_contents(),
    "bold-headings.docx": with_bold_headings(),
    "french.docx": in_french(),
    "german.docx": in_german(),
    "greek.docx": in_greek(),
    "numbers-in-a-table.docx": with_numbers_in_a_table(),
}
