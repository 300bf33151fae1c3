"""PDFs of the golden set, drawn line by line as the Council and the EEAS print them."""

from io import BytesIO
from itertools import cycle

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.ingest.golden.words import (
    CHILDREN,
    COOPERATION,
    DEFENDERS,
    DIALOGUE,
    DIALOGUE_FR,
    ELECTIONS,
    FORMATION_FR,
    FUNDING,
    JUSTICE,
    LABOUR,
    MEDIA,
    MISSIONS,
    PROHIBITION,
    PROTECTION_FR,
    RAPPORT_FR,
    REVIEW,
    TRAINING,
    WATER,
    WOMEN,
)
from tests.ingest.pdf_samples import BOLD, ITALIC, LEFT, ROMAN, TEXT_WIDTH, WIDTH, Sample

NOTE_SIZE = 8.5
COLUMN = 212.0
RIGHT_COLUMN = LEFT + 238


def foot(sample: Sample, page: int, number: str, annex: str = "") -> None:
    """The foot of a Council document."""
    sample.at(LEFT, 795, number).at(300, 795, "OZ").at(505, 795, str(page))
    sample.at(LEFT, 809, annex).at(300, 809, "RELEX 2 B").at(505, 809, "EN", BOLD, 16)


def council_cover(sample: Sample, number: str, subject: str) -> None:
    """The first page of a Council document, without its foot."""
    sample.at(LEFT, 80, "Council of the", BOLD, 14).at(LEFT, 96, "European Union", BOLD, 14)
    sample.at(330, 96, "Brussels, 16 September 2024").at(330, 110, "(OR. en)")
    sample.at(330, 140, number, BOLD).at(330, 170, "COHOM 103")
    sample.at(LEFT, 220, "NOTE", BOLD, 12)
    sample.at(LEFT, 250, "From:").at(150, 250, "General Secretariat of the Council")
    sample.at(LEFT, 268, "To:").at(150, 268, "Delegations")
    sample.at(LEFT, 286, "Subject:").at(150, 286, subject)
    sample.rule(LEFT, 300, 525, 300)
    sample.top = 340


def contents(sample: Sample, *entries: tuple[str, int]) -> None:
    """A table of contents with leaders of dots."""
    for text, page in entries:
        leader = "." * int((TEXT_WIDTH - stringWidth(text, ROMAN, 11) - 24) / 2.75)
        sample.line(f"{text} {leader} {page}")
    sample.space(8)


def footnote(sample: Sample, top: float, number: str, *lines: str) -> None:
    """A note at the foot of a page, its mark raised."""
    sample.at(LEFT, top - 3, number, size=5.5)
    for position, line in enumerate(lines):
        sample.at(LEFT + 8, top + 10 * position, line, size=NOTE_SIZE)


def council_guidelines() -> bytes:
    sample = Sample(title="Microsoft Word - ST12107.EN24.DOCX")
    council_cover(sample, "12107/24", "Draft guidelines on academic freedom")
    sample.paragraph("Delegations will find attached the guidelines on academic freedom.")
    foot(sample, 1, "12107/24")
    sample.page().at(LEFT + 390, 80, "ANNEX", BOLD, 12).space(30)
    sample.heading("EU GUIDELINES ON ACADEMIC FREEDOM", BOLD, 16)
    sample.line("Table of contents", font=BOLD, size=12).space(6)
    contents(
        sample,
        ("I. Introduction", 2),
        ("II. Operational part", 3),
        ("A. Monitoring", 3),
        ("B. Action", 3),
    )
    sample.heading("I. Introduction", BOLD, 13)
    sample.item("1.", PROHIBITION)
    # The mark stands glued behind its word in the type of the text, as in real files.
    sample.item("2.", DIALOGUE.replace("authorities,", "authorities1,"))
    sample.item("3.", DEFENDERS)
    sample.rule(LEFT, 736, 210, 736)
    footnote(sample, 748, "1", "Council conclusions of 17 June 2019.")
    foot(sample, 2, "12107/24", "ANNEX")
    sample.page().heading("II. Operational part", BOLD, 13)
    sample.heading("A. Monitoring", ITALIC, 11)
    sample.item("4.", MISSIONS)
    sample.item("5.", "The Union will, in line with what its guidelines say:")
    sample.item("•", "take up individual cases;", LEFT + 28)
    sample.item("•", "observe trials.", LEFT + 28)
    sample.heading("B. Action", ITALIC, 11)
    sample.top = 560
    sample.item("6.", COOPERATION.replace("Europe and", "Europe2 and"))
    sample.item("7.", "Delegations keep lists of persons at risk in the universities and report on")
    sample.rule(LEFT, 736, 210, 736)
    footnote(sample, 748, "2", "Statute of the Council of Europe, London, 5 May 1949.")
    foot(sample, 3, "12107/24", "ANNEX")
    sample.page().item("", "changes in the law that concern them. They do so twice a year.")
    sample.item("8.", REVIEW)
    foot(sample, 4, "12107/24", "ANNEX")
    return sample.bytes()


def council_conclusions() -> bytes:
    """Numbers alone on a line, points a) and b), dashes."""
    sample = Sample()
    council_cover(sample, "10897/24", "Council conclusions on decent work")
    sample.paragraph("Delegations will find in the annex the conclusions of the Council.")
    foot(sample, 1, "10897/24")
    sample.page().at(LEFT + 390, 80, "ANNEX", BOLD, 12).space(30)
    sample.heading("Council conclusions on decent work", BOLD, 13)
    for number, text in (("1.", LABOUR), ("2.", WOMEN), ("3.", CHILDREN)):
        sample.line(number).paragraph(text)
    foot(sample, 2, "10897/24", "ANNEX")
    sample.page().line("4.").paragraph("The Council invites the Commission and the Member States:")
    sample.item("a)", "to address forced labour;", LEFT + 20)
    sample.item("b)", "to support inspections:", LEFT + 20)
    sample.item("–", "in mines,", LEFT + 48)
    sample.item("–", "on farms.", LEFT + 48)
    sample.line("5.").paragraph(FUNDING)
    sample.line("6.").paragraph(REVIEW)
    foot(sample, 3, "10897/24", "ANNEX")
    return sample.bytes()


def lost_capitals() -> bytes:
    """The capital N is missing in the headings, as in files of 2013."""
    sample = Sample(title="GUIDELINES ON NEUTRALITY")
    sample.heading("EU GUIDELI ES O EUTRALITY", BOLD, 16)
    sample.heading("I. I TRODUCTIO", BOLD, 13).paragraph(MEDIA).paragraph(JUSTICE)
    sample.paragraph("The Union acts in union with others. No introduction is needed here.")
    sample.page().heading("II. MO ITORI G", BOLD, 13).paragraph(MISSIONS)
    sample.paragraph("Monitoring guidelines speak of neutrality, and operational steps follow.")
    sample.heading("III. OPERATIO AL STEPS", BOLD, 13).paragraph(REVIEW)
    return sample.bytes()


def brochure() -> bytes:
    """Two columns, chapters 1_, words cut at line ends, end notes."""

    def head(page: int) -> None:
        sample.at(LEFT, 40, "EEAS | Free elections", size=8).at(520, 815, str(page), size=8)

    sample = Sample().at(LEFT, 220, "Free elections", BOLD, 32)
    sample.at(LEFT, 260, "A guide for delegations", ROMAN, 16)
    sample.page(70)
    head(2)
    sample.heading("1_ Why elections matter", BOLD, 18)
    start = sample.top
    sample.paragraph(ELECTIONS.replace("invitation.", "invitation.1"), width=COLUMN, size=10)
    sample.paragraph(COOPERATION, width=COLUMN, size=10)
    sample.line("Observers are trained before they leave: they", size=10)
    sample.line("learn how votes are counted and what the pho-", size=10)
    sample.top = start
    sample.line("tographs of the results are for. Nobody ob-", RIGHT_COLUMN, size=10)
    sample.line("serves alone, and no long-", RIGHT_COLUMN, size=10)
    sample.line("term observer stays in the capital.", RIGHT_COLUMN, size=10).space(6)
    sample.paragraph(MEDIA, RIGHT_COLUMN, COLUMN, size=10)
    sample.page(70)
    head(3)
    sample.heading("2_ What delegations do", BOLD, 18)
    start = sample.top
    sample.heading("Before the vote", BOLD, 12)
    sample.paragraph(DEFENDERS, width=COLUMN, size=10)
    sample.paragraph(FUNDING.replace("programme", "programme2"), width=COLUMN, size=10)
    sample.top = start
    sample.space(8)
    sample.line("After the vote", RIGHT_COLUMN, BOLD, 12).space(6)
    sample.paragraph(MISSIONS, RIGHT_COLUMN, COLUMN, size=10)
    sample.paragraph(JUSTICE, RIGHT_COLUMN, COLUMN, size=10)
    sample.line("Photographs and long-term observers are paid", RIGHT_COLUMN, size=10)
    sample.line("for by the Union. Whoever observes knows it.", RIGHT_COLUMN, size=10)
    sample.page(70)
    head(4)
    sample.heading("Notes", BOLD, 18)
    sample.item("1", "Declaration of principles, New York, 27 October 2005.", size=9)
    sample.item("2", "Regulation (EU) 2021/947.", size=9)
    return sample.bytes()


def restarting_numbers() -> bytes:
    sample = Sample(title="Strategy on torture prevention in Utopia")
    sample.heading("Strategy on torture prevention in Utopia", BOLD, 18)
    sample.heading("I. Context", BOLD, 14)
    sample.item("1.", PROHIBITION).item("2.", DIALOGUE)
    sample.heading("II. Priorities", BOLD, 14)
    sample.heading("A. Prisons", BOLD, 12)
    sample.item("1.", TRAINING).item("2.", JUSTICE)
    sample.heading("B. Police", BOLD, 12)
    sample.item("1.", DEFENDERS)
    sample.page().item("2.", MISSIONS).item("3.", WOMEN)
    sample.paragraph(FUNDING)
    sample.heading("III. Review", BOLD, 14)
    sample.item("1.", REVIEW)
    return sample.bytes()


def dotted_numbers() -> bytes:
    sample = Sample(title="Water strategy")
    sample.heading("Water strategy", BOLD, 20)
    sample.heading("1. Aims", BOLD, 14).paragraph(WATER)
    sample.heading("1.1 Health", BOLD, 12).paragraph(CHILDREN)
    sample.heading("1.2 Dignity", BOLD, 12).paragraph(WOMEN).paragraph(LABOUR)
    sample.page().heading("2. Means", BOLD, 14)
    sample.item("2.1", FUNDING).item("2.2", TRAINING).item("2.3", MISSIONS)
    return sample.bytes()


CHAPTER_TEXTS = (MEDIA, WATER, CHILDREN, WOMEN, ELECTIONS, JUSTICE, LABOUR, COOPERATION)
REPORT_CHAPTERS, PAGES_OF_A_CHAPTER = 13, 3


def long_report() -> bytes:
    """Forty pages: a cover, then chapters of three pages with a running head and page numbers."""
    sample = Sample(title="Annual report on human rights and democracy in the world")
    sample.at(LEFT, 200, "Annual report on human rights", BOLD, 24)
    sample.at(LEFT, 232, "and democracy in the world", BOLD, 24)
    sample.at(LEFT, 280, "2024", ROMAN, 16)
    texts = cycle(CHAPTER_TEXTS)
    page = 1
    for chapter in range(1, REPORT_CHAPTERS + 1):
        for part in range(PAGES_OF_A_CHAPTER):
            page += 1
            sample.page(90).at(LEFT, 45, "Annual report 2024", ITALIC, 9)
            sample.at(WIDTH / 2, 805, str(page), size=9)
            if part == 0:
                sample.heading(f"{chapter}. Chapter of the report", BOLD, 16)
            else:
                sample.heading(f"{chapter}.{part} Section of the chapter", BOLD, 12)
            for _ in range(5):
                sample.paragraph(next(texts))
    return sample.bytes()


def scanned() -> bytes:
    """Pages that are pictures."""
    sample = Sample()
    picture = Image.new("L", (400, 560), 255)
    picture.paste(0, (60, 60, 340, 70))
    packed = BytesIO()
    picture.save(packed, "PNG")
    for _ in range(2):
        sample.canvas.drawImage(ImageReader(packed), 0, 0, *A4)
        sample.page()
    return sample.bytes()


def ruled_table() -> bytes:
    sample = Sample(title="Follow-up table")
    sample.heading("1. Measures", BOLD, 14).paragraph(MISSIONS)
    rows = [
        ("Objective", "Measure", "Year"),
        ("Water", "New wells in the north", "2025"),
        ("Courts", "Legal aid", "2026"),
        ("Media", "Grants for local radio", "2027"),
    ]
    edges = (LEFT, LEFT + 120, LEFT + 360, LEFT + 440)
    top = sample.top + 10
    for number, row in enumerate(rows):
        sample.rule(edges[0], top + 22 * number, edges[-1], top + 22 * number)
        for edge, text in zip(edges, row, strict=False):
            font = BOLD if number == 0 else ROMAN
            sample.at(edge + 5, top + 22 * number + 15, text, font)
    bottom = top + 22 * len(rows)
    sample.rule(edges[0], bottom, edges[-1], bottom)
    for edge in edges:
        sample.rule(edge, top, edge, bottom)
    sample.top = bottom + 25
    sample.heading("2. Outlook", BOLD, 14).paragraph(REVIEW)
    return sample.bytes()


def mixed_pages() -> bytes:
    """A note that goes on over two pages, and a page on its side."""
    sample = Sample(title="Report of the mission")
    sample.heading("Report of the mission", BOLD, 18)
    sample.heading("Findings", BOLD, 13).paragraph(TRAINING)
    sample.paragraph(WATER.replace("right.", "right.1"))
    sample.rule(LEFT, 716, 210, 716)
    footnote(
        sample,
        728,
        "1",
        "Resolution 64/292 of the General Assembly of the United Nations of 28 July 2010, which",
        "was adopted with 122 votes; the states that abstained gave their reasons in the debate,",
        "and several of them have since changed their position, as they said in the Council of",
    )
    sample.page().paragraph(JUSTICE).paragraph(DIALOGUE)
    sample.rule(LEFT, 736, 210, 736)
    sample.at(LEFT + 8, 748, "Human Rights and in the Third Committee.", size=NOTE_SIZE)
    sample.canvas.setPageSize(A4)
    sample.page()
    sample.canvas.setPageSize(landscape(A4))
    sample.height = landscape(A4)[1]
    sample.heading("Costs", BOLD, 13).paragraph(FUNDING, width=680)
    sample.paragraph(LABOUR, width=680)
    return sample.bytes()


def french() -> bytes:
    def french_foot(page: int) -> None:
        sample.at(LEFT, 795, "9647/24").at(300, 795, "OZ").at(505, 795, str(page))
        sample.at(LEFT, 809, "ANNEXE").at(300, 809, "RELEX 2 B").at(505, 809, "FR", BOLD, 16)

    sample = Sample(title="Orientations sur la liberté académique")
    french_foot(1)
    sample.heading("Orientations sur la liberté académique", BOLD, 18)
    sample.line("Table des matières", font=BOLD, size=12).space(6)
    contents(sample, ("I. Contexte", 1), ("II. Action", 2), ("A. Dialogue", 2))
    sample.heading("I. Contexte", BOLD, 14)
    sample.item("1.", PROTECTION_FR)
    sample.page().heading("II. Action", BOLD, 14)
    french_foot(2)
    sample.heading("A. Dialogue", BOLD, 12)
    sample.item("2.", DIALOGUE_FR)
    sample.item("3.", "La délégation :")
    sample.item("–", "rend visite aux détenus ;", LEFT + 28)
    sample.item("–", "publie un rapport.", LEFT + 28)
    sample.heading("B. Formation", BOLD, 12)
    sample.item("4.", FORMATION_FR)
    sample.heading("III. Suivi", BOLD, 14)
    sample.item("5.", RAPPORT_FR)
    return sample.bytes()


def plain_memo() -> bytes:
    """Paragraphs and nothing else."""
    sample = Sample().paragraph(DIALOGUE).paragraph(DEFENDERS).paragraph(ELECTIONS)
    return sample.page().paragraph(MEDIA).paragraph(REVIEW).bytes()


def untitled() -> bytes:
    """Headings of one size and nothing that says a title."""
    sample = Sample().heading("Findings", BOLD, 13).paragraph(MEDIA).paragraph(WATER)
    sample.heading("Advice", BOLD, 13).paragraph(LABOUR)
    return sample.page().heading("Outlook", BOLD, 13).paragraph(REVIEW).bytes()


def reprint() -> bytes:
    """An EEAS reprint of guidelines: chapters 1 ·, one column, paragraphs without numbers."""
    sample = Sample(title="Guidelines on housing")
    sample.heading("1 · Why housing", BOLD, 16).paragraph(WATER).paragraph(WOMEN)
    sample.page().heading("2 · What to do", BOLD, 16)
    sample.heading("2.1 · In dialogues", BOLD, 12).paragraph(DIALOGUE)
    sample.paragraph("Delegations:")
    sample.item("•", "raise evictions;").item("•", "visit settlements.")
    sample.heading("2.2 · In projects", BOLD, 12).paragraph(FUNDING)
    return sample.bytes()


def two_annexes() -> bytes:
    sample = Sample(title="Decision on missions")
    sample.heading("Decision on missions", BOLD, 18)
    sample.item("1.", MISSIONS).item("2.", ELECTIONS)
    sample.page().line("ANNEX I", LEFT + 200, BOLD, 13).space(10)
    sample.item("1.", WATER).item("2.", TRAINING)
    sample.page().line("ANNEX II", LEFT + 200, BOLD, 13).space(10)
    sample.item("1.", LABOUR).item("2.", FUNDING)
    return sample.bytes()


SCANNED = scanned()
FILES: dict[str, bytes] = {
    "council-guidelines.pdf": council_guidelines(),
    "council-conclusions.pdf": council_conclusions(),
    "lost-capitals.pdf": lost_capitals(),
    "brochure.pdf": brochure(),
    "restarting-numbers.pdf": restarting_numbers(),
    "dotted-numbers.pdf": dotted_numbers(),
    "long-report.pdf": long_report(),
    "ruled-table.pdf": ruled_table(),
    "mixed-pages.pdf": mixed_pages(),
    "french.pdf": french(),
    "plain-memo.pdf": plain_memo(),
    "untitled.pdf": untitled(),
    "reprint.pdf": reprint(),
    "two-annexes.pdf": two_annexes(),
}
