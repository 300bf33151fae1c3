import pytest

from ingest.document import Document, DocumentFacts, Kind, LeftOut
from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.outline import build_document
from ingest.read_eurlex_text import read_eurlex_text

COVER = "Brussels, 25.3.2020\n\nJOIN(2020) 5 final\n\nA plan\n\n\n"
ANNEX_COVER = "Brussels, 25.3.2020\n\nJOIN(2020) 5 final\n\nANNEX\n\nto the plan\n\n\n"


def body(source: str) -> list[Element]:
    """What stands behind the cover."""
    elements = list(read_eurlex_text(COVER + source).elements)
    return elements[4:]


def roles(source: str) -> list[tuple[Role, str, str]]:
    return [(element.role, element.number, element.text) for element in body(source)]


def read(facts: DocumentFacts, source: str) -> Document:
    return build_document(facts, read_eurlex_text(source))


def labelled(document: Document) -> list[tuple[str, str]]:
    return [(node.label, document.text[node.start : node.end]) for node in document.outline]


def test_the_cover_opens_the_first_part_and_ends_at_two_blank_lines() -> None:
    elements = list(read_eurlex_text(COVER + "The first paragraph.").elements)

    assert elements == [
        Element(Role.PART, "COM"),
        Element(Role.COVER, "Brussels, 25.3.2020"),
        Element(Role.COVER, "JOIN(2020) 5 final"),
        Element(Role.COVER, "A plan"),
        Element(Role.PARAGRAPH, "The first paragraph."),
    ]


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("1.Introduction", "1.", "Introduction"),
        ("2.Challenges: a call", "2.", "Challenges: a call"),
        ("2.1.Legal basis", "2.1.", "Legal basis"),
        ("A.Protecting people", "A.", "Protecting people"),
        ("IV.New technologies", "IV.", "New technologies"),
        ("V.delivering by working together", "V.", "delivering by working together"),
        ("D.Reinforcing an approach to crises.", "D.", "Reinforcing an approach to crises."),
        ("3. Spaced as printed", "3.", "Spaced as printed"),
    ],
)
def test_a_number_glued_to_its_heading_is_taken_off(line: str, number: str, text: str) -> None:
    assert roles(line) == [(Role.HEADING, number, text)]


@pytest.mark.parametrize(
    "line",
    [
        "2 600 attacks were reported.",
        "2020 was a year of change.",
        "2.5 million people were displaced.",
        "25.3.2020 is the date.",
        "EU statements matter.",
        "I have a dream.",
        "...",
    ],
)
def test_a_paragraph_that_begins_like_a_number_is_a_paragraph(line: str) -> None:
    assert roles(line) == [(Role.PARAGRAPH, "", line)]


@pytest.mark.parametrize("bullet", ["·", "•", "–", "Ø", "\uf0b7", "\uf0d8", "· ", "–\u00a0"])
def test_a_bullet_glued_to_its_text_is_taken_off_and_reported(bullet: str) -> None:
    source = COVER + f"    {bullet}weakening of the rule of law;"
    reading = read_eurlex_text(source)

    assert reading.elements[-1] == Element(Role.ITEM, "weakening of the rule of law;")
    assert list(reading.left_out) == [LeftOut("bullet", bullet[0], len(COVER) + 4)]


def test_a_bullet_sign_inside_a_line_stays() -> None:
    text = "Øystein’s list – of 5·3 things • ends"

    assert roles(f"The {text}") == [(Role.PARAGRAPH, "", f"The {text}")]


def test_a_number_behind_a_bullet_belongs_to_the_text() -> None:
    assert roles("·1.5 degrees is the goal") == [(Role.ITEM, "", "1.5 degrees is the goal")]


def test_numbered_lines_behind_a_lead_in_are_items_not_headings() -> None:
    source = (
        "There are three lines of action:\n\nI.Protecting individuals;\n\n"
        "II.Building societies; and\n\nV.Delivering by working together.\n\nThese lines matter."
    )

    assert roles(source) == [
        (Role.PARAGRAPH, "", "There are three lines of action:"),
        (Role.ITEM, "I.", "Protecting individuals;"),
        (Role.ITEM, "II.", "Building societies; and"),
        (Role.ITEM, "V.", "Delivering by working together."),
        (Role.PARAGRAPH, "", "These lines matter."),
    ]


def test_a_heading_behind_a_list_of_bullets_is_a_heading() -> None:
    source = "The instruments:\n\n·dialogues;\n\n·missions.\n\nI.Protecting\n\nA.People\n\n·Work."

    assert roles(source) == [
        (Role.PARAGRAPH, "", "The instruments:"),
        (Role.ITEM, "", "dialogues;"),
        (Role.ITEM, "", "missions."),
        (Role.HEADING, "I.", "Protecting"),
        (Role.HEADING, "A.", "People"),
        (Role.ITEM, "", "Work."),
    ]


def test_a_lone_number_is_a_mark_only_when_it_is_the_next_of_its_part() -> None:
    source = (
        "In the next 5 years, over 2\u00a0600 attacks and 3 missions 1 , of JOIN(2020) 5 final.\n\n"
        "The situations 2\n\nThe past 4 years and Article 2 of it 3 ."
    )
    elements = body(source)

    assert [(element.text, element.marks) for element in elements] == [
        (
            "In the next 5 years, over 2\u00a0600 attacks and 3 missions, of JOIN(2020) 5 final.",
            (("1", 54),),
        ),
        ("The situations", (("2", 14),)),
        ("The past 4 years and Article 2 of it.", (("3", 36),)),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("in 2012 1 , the first", "in 2012, the first"),
        ("democracy 1 .", "democracy."),
        ("guidelines 1 – instruments", "guidelines – instruments"),
        ("disinformation 1 and the plan", "disinformation and the plan"),
        ("situations. 1", "situations."),
        ("cooperation. 1 \u00a0", "cooperation."),
        ("package\u00a01\u00a0, the code", "package, the code"),
        ("(see the plan 1 ) and", "(see the plan) and"),
    ],
)
def test_the_space_before_a_mark_goes_with_it(source: str, text: str) -> None:
    (element,) = body(source)

    assert element.text == text
    assert element.marks == (("1", element.marks[0][1]),)
    assert text[: element.marks[0][1]] == source[: source.index("1", 8)].rstrip()


def test_a_mark_is_reported_with_its_place_in_the_source() -> None:
    source = COVER + "    1.Heading 1\n\n    ·since 2012 2 , the EU"
    left_out = list(read_eurlex_text(source).left_out)

    assert [(entry.reason, entry.text) for entry in left_out] == [
        ("note mark", "1"),
        ("bullet", "·"),
        ("note mark", "2"),
    ]
    assert [source[entry.offset - 5 : entry.offset + 1] for entry in left_out] == [
        "ding 1",
        "\n    ·",
        "2012 2",
    ]


def test_the_marks_of_an_annex_start_again_at_1() -> None:
    elements = list(
        read_eurlex_text(COVER + "One 1 and two 2 .\n\nTop\n\n" + ANNEX_COVER + "New 1 .").elements
    )

    assert [element.marks for element in elements if element.marks] == [
        (("1", 3), ("2", 11)),
        (("1", 3),),
    ]


def test_the_second_cover_opens_the_annex() -> None:
    elements = list(
        read_eurlex_text(COVER + "Text.\n\nTop\n\n" + ANNEX_COVER + "More text.").elements
    )

    assert elements[5:] == [
        Element(Role.PART, "ANNEX"),
        Element(Role.COVER, "Brussels, 25.3.2020"),
        Element(Role.COVER, "JOIN(2020) 5 final"),
        Element(Role.COVER, "ANNEX"),
        Element(Role.COVER, "to the plan"),
        Element(Role.PARAGRAPH, "More text."),
    ]


def test_the_lines_of_the_portal_are_left_out_and_reported() -> None:
    head = "Choose the experimental features\n\nDocument 1\n\n    "
    source = head + COVER + "Text.\n\nTop\n\n" + ANNEX_COVER + "At the Top of it\n\n    Top"
    reading = read_eurlex_text(source)

    assert list(reading.left_out) == [
        LeftOut("furniture", "Choose the experimental features", 0),
        LeftOut("furniture", "Document 1", 34),
        LeftOut("furniture", "Top", source.index("Top")),
        LeftOut("furniture", "Top", source.rindex("Top")),
    ]
    assert reading.elements[-1] == Element(Role.PARAGRAPH, "At the Top of it")


def test_no_break_characters_are_kept_as_they_are() -> None:
    assert roles("rules‑based order of 2\u00a0600") == [
        (Role.PARAGRAPH, "", "rules‑based order of 2\u00a0600")
    ]


@pytest.mark.parametrize(
    "source", ["Just a text.", "1.Heading\n\n·Bullet", "In Brussels, 25.3.2020"]
)
def test_a_text_without_a_cover_is_unreadable_and_says_what_to_do(source: str) -> None:
    with pytest.raises(DocumentUnreadable, match=r"no cover line .* Save the document from EUR"):
        read_eurlex_text(source)


def test_a_small_plan_gets_its_labels(facts: DocumentFacts) -> None:
    source = (
        f"Menu\n\n{COVER}"
        "1.Introduction\n\nWhy a plan.\n\nIt proposes:\n\nØmore;\n\nØbetter.\n\n"
        "2.Lines\n\nThe lines:\n\nI.Protecting;\n\nII.Building.\n\nTop\n\n"
        f"{ANNEX_COVER}"
        "The scope.\n\nThe instruments:\n\n·dialogues;\n\n·missions.\n\n"
        "I.Protecting\n\nWhy protect.\n\nØmeans of implementation: démarches.\n\n"
        "A.People\n\n·Work on it.\n\n·Strive.\n\nB.Rights\n\n·Promote.\n\n"
        "II.Building\n\nWhy build.\n\nA.Institutions\n\n·Support.\n\nTop"
    )
    document = read(facts, source)

    assert labelled(document) == [
        ("COM.cover", "Brussels, 25.3.2020\nJOIN(2020) 5 final\nA plan"),
        ("COM.1", "1. Introduction"),
        ("COM.1.1", "Why a plan."),
        ("COM.1.2", "It proposes:\nmore;\nbetter."),
        ("COM.2", "2. Lines"),
        ("COM.2.1", "The lines:\nI. Protecting;\nII. Building."),
        ("ANNEX.cover", "Brussels, 25.3.2020\nJOIN(2020) 5 final\nANNEX\nto the plan"),
        ("ANNEX.intro.1", "The scope."),
        ("ANNEX.intro.2", "The instruments:\ndialogues;\nmissions."),
        ("I", "I. Protecting"),
        ("I.intro", "Why protect."),
        ("I.means", "means of implementation: démarches."),
        ("I.A", "A. People"),
        ("I.A.1", "Work on it."),
        ("I.A.2", "Strive."),
        ("I.B", "B. Rights"),
        ("I.B.1", "Promote."),
        ("II", "II. Building"),
        ("II.intro", "Why build."),
        ("II.A", "A. Institutions"),
        ("II.A.1", "Support."),
    ]


def test_the_letters_c_and_d_go_on_the_sections_of_a_line(facts: DocumentFacts) -> None:
    letters = "".join(f"{letter}.Section {letter}\n\n·Do {letter}.\n\n" for letter in "ABCDEFGHIJ")
    source = f"{COVER}Text.\n\n{ANNEX_COVER}II.Line\n\n{letters}III.Next\n\nA.Again\n\n·Do."
    headings = [node.label for node in read(facts, source).outline if node.kind is Kind.HEADING]

    assert headings == ["II", *(f"II.{letter}" for letter in "ABCDEFGHIJ"), "III", "III.A"]


def test_a_label_that_the_document_gives_twice_is_told_apart(facts: DocumentFacts) -> None:
    source = f"{COVER}1.One\n\nText.\n\n1.One again\n\nMore text."
    labels = [label for label, _ in labelled(read(facts, source))]

    assert labels == ["COM.cover", "COM.1", "COM.1.1", "COM.1 (2)", "COM.1 (2).1"]
