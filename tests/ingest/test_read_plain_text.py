import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.read_plain_text import read_plain_text
from ingest.reading import Reading
from tests.ingest.account import NOTHING, unaccounted

WRAPPED = (
    "The European Union is founded on a strong engagement to promote and\n"
    "protect human rights, democracy and the rule of law worldwide. It is\n"
    "a union of values."
)
UNWRAPPED = " ".join(WRAPPED.split("\n"))


def read(source: str) -> Reading:
    reading = read_plain_text(source)
    assert unaccounted(reading) == NOTHING
    return reading


def lines(source: str) -> list[tuple[Role, str, str]]:
    return [(e.role, e.number, e.text) for e in read(source).elements]


def body(source: str) -> list[tuple[Role, str, str]]:
    """What stands behind a paragraph that no title page has."""
    return lines(f"{WRAPPED}\n\n{source}")[1:]


def left_out(reading: Reading, reason: str) -> list[str]:
    return [entry.text for entry in reading.left_out if entry.reason == reason]


def test_lines_that_are_broken_at_a_width_are_joined() -> None:
    assert lines(f"{WRAPPED}\n\n{WRAPPED}") == [(Role.PARAGRAPH, "", UNWRAPPED)] * 2


def test_lines_that_are_broken_on_purpose_are_paragraphs() -> None:
    long = "word " * 40
    source = f"{long}.\n{long}.\nShort."

    assert [text for _, _, text in lines(source)] == [f"{long}.", f"{long}.", "Short."]


def test_a_short_line_among_broken_ones_ends_its_paragraph() -> None:
    source = WRAPPED + "\n" + WRAPPED

    assert lines(source) == [(Role.PARAGRAPH, "", UNWRAPPED)] * 2


def test_a_hyphen_at_a_lines_end_joins_the_words_and_a_soft_one_goes() -> None:
    source = (
        "The European Union is founded on a strong engagement to a rules-\n"
        "based order and to the promotion and protection of the demo\u00ad\n"
        "cratic institutions - of all kinds."
    )
    reading = read(source)

    assert "rules-based order" in reading.elements[0].text
    assert "democratic institutions - of" in reading.elements[0].text
    assert left_out(reading, "hyphen") == ["\u00ad"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("1. Introduction", ("1.", "Introduction")),
        ("2.1 Scope", ("2.1", "Scope")),
        ("IV. Means of action", ("IV.", "Means of action")),
        ("B. Objectives", ("B.", "Objectives")),
        ("AIMS AND MEANS", ("", "AIMS AND MEANS")),
        ("III. AIMS", ("III.", "AIMS")),
    ],
)
def test_short_numbered_lines_and_capitals_are_headings(
    line: str, heading: tuple[str, str]
) -> None:
    assert body(f"{line}\n\nThe text.") == [
        (Role.HEADING, *heading),
        (Role.PARAGRAPH, "", "The text."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "U.S. policy has changed",
        "I. think so",
        "D. Trump said so.",
        "2020 was a year",
        "1.5 million people",
        "Short line",
        "EU",
    ],
)
def test_lines_that_begin_like_a_heading_are_paragraphs(line: str) -> None:
    assert body(f"{line}\n\nThe text.")[0] == (Role.PARAGRAPH, "", line)


def test_underlined_lines_are_headings_of_two_levels() -> None:
    reading = read(f"{WRAPPED}\n\nAims\n====\nText.\n\n2. Means\n--------\n\nMore.")

    assert [(e.role, e.number, e.text, e.level) for e in reading.elements[1:]] == [
        (Role.HEADING, "", "Aims", 1),
        (Role.PARAGRAPH, "", "Text.", 0),
        (Role.HEADING, "2.", "Means", 2),
        (Role.PARAGRAPH, "", "More.", 0),
    ]
    assert left_out(reading, "markup") == ["====", "--------"]


def test_the_lines_at_the_top_are_cover_and_the_first_is_the_title() -> None:
    reading = read(f"Country strategy\n\nBrussels, 25 March 2020\n\n1. Aims\n\n{WRAPPED}")

    assert reading.title == "Country strategy"
    assert [(e.role, e.text) for e in reading.elements[:3]] == [
        (Role.COVER, "Country strategy"),
        (Role.COVER, "Brussels, 25 March 2020"),
        (Role.HEADING, "Aims"),
    ]


def test_numbered_lines_behind_each_other_are_a_list_and_no_headings() -> None:
    assert body("The aims are:\n\n1. Peace\n\n2. Rights\n\nThat is all.") == [
        (Role.PARAGRAPH, "", "The aims are:"),
        (Role.ITEM, "1.", "Peace"),
        (Role.ITEM, "2.", "Rights"),
        (Role.PARAGRAPH, "", "That is all."),
    ]


def test_items_have_their_number_or_bullet_and_the_depth_of_their_indent() -> None:
    source = "12. The EU:\n   (a) one;\n   (b) two:\n      - three\n      • four\n   (c) five."
    reading = read(f"{WRAPPED}\n\n{source}")

    assert [(e.role, e.number, e.text, e.level) for e in reading.elements[1:]] == [
        (Role.PARAGRAPH, "12.", "The EU:", 0),
        (Role.ITEM, "(a)", "one;", 0),
        (Role.ITEM, "(b)", "two:", 0),
        (Role.ITEM, "", "three", 1),
        (Role.ITEM, "", "four", 1),
        (Role.ITEM, "(c)", "five.", 0),
    ]
    assert left_out(reading, "bullet") == ["-", "•"]


def test_a_number_alone_on_a_line_belongs_to_the_paragraph_below_it() -> None:
    assert body("12.\n\nThe EU acts.\n\n13.\nIt does.") == [
        (Role.PARAGRAPH, "12.", "The EU acts."),
        (Role.PARAGRAPH, "13.", "It does."),
    ]


def test_page_numbers_and_page_breaks_are_furniture_and_cut_no_paragraph() -> None:
    reading = read(f"{WRAPPED[:-1]}\n\n   - 3 -\n\f\nand of rights.\n\nPage 4 of 10\n\nEnd.")

    assert [e.text for e in reading.elements] == [f"{UNWRAPPED[:-1]} and of rights.", "End."]
    assert left_out(reading, "furniture") == ["- 3 -", "Page 4 of 10"]
    assert "2 numbers were taken for page numbers" in reading.doubts[0].text


def test_an_underlined_line_behind_a_page_break_is_a_heading_and_goes_on_with_nothing() -> None:
    reading = read(f"{WRAPPED[:-1]}\n\f\nscope of it\n===========\n\nEnd.")

    assert [e.role for e in reading.elements] == [Role.PARAGRAPH, Role.HEADING, Role.PARAGRAPH]
    assert left_out(reading, "markup") == ["==========="]


def test_a_table_of_contents_and_rules_are_left_out() -> None:
    reading = read(f"Contents\n1. Aims ........ 3\nAnnex . . . . . 12\n\n*****\n\n{WRAPPED}")

    assert [e.text for e in reading.elements] == [UNWRAPPED]
    assert left_out(reading, "contents") == ["Contents", "1. Aims ........ 3", "Annex . . . . . 12"]
    assert left_out(reading, "furniture") == ["*****"]


def test_footnotes_at_the_end_are_notes_where_the_text_has_their_marks() -> None:
    reading = read(f"{WRAPPED[:-1]}[1] and so on [2].\n\n____\n[1] OJ L 1,\np. 5.\n[3] Not marked.")

    assert reading.elements[1:] == (
        Element(Role.PARAGRAPH, "[3] Not marked."),
        Element(Role.NOTE, "OJ L 1, p. 5.", "1"),
    )
    assert reading.elements[0].text == f"{UNWRAPPED[:-1]} and so on [2]."
    assert reading.elements[0].marks == (("1", len(UNWRAPPED) - 1),)


def test_an_annex_is_a_part() -> None:
    assert body("ANNEX I\n\nThe text.")[:2] == [
        (Role.PART, "", "ANNEX I"),
        (Role.COVER, "", "ANNEX I"),
    ]


def test_line_ends_of_windows_and_mac_are_line_ends() -> None:
    source = f"Title\n\n{WRAPPED}\n\n- one\n- two"
    elements = read(source).elements

    assert read(source.replace("\n", "\r\n")).elements == elements
    assert read(source.replace("\n", "\r")).elements == elements


@pytest.mark.parametrize("source", ["\n \n", "12\n", "-----\n"])
def test_a_file_without_text_is_unreadable(source: str) -> None:
    with pytest.raises(DocumentUnreadable, match=r"no paragraph of text .* Save the document"):
        read_plain_text(source)


LINES = st.sampled_from(
    [
        *[
            *WRAPPED.split("\n"),
            "1. Aims",
            "2.1 Scope",
            "12.",
            "(a) one",
            "- two",
            "• three",
            "AIMS",
        ],
        *["====", "----", "____", "3", "Page 4", "\f", "", "", "", "Text.", "[1] Note", "so[1] on"],
        *[
            "ANNEX",
            "    deeper",
            "Aims ..... 3",
            "Contents",
            "hy-",
            "soft\u00ad",
            "\u00a0",
            "I. think",
        ],
        *["\ta\tb", "-", "*", "A. Smith", "B. Next one", "U.S. law", "The EU:", "\u2028x", "\x0bv"],
    ]
)


@given(st.lists(LINES, max_size=30))
def test_no_order_of_lines_loses_or_repeats_a_character(source: list[str]) -> None:
    assert unaccounted(read_plain_text("\n".join([*source, "", "The end."]))) == NOTHING


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_at_all_loses_or_repeats_a_character(source: str) -> None:
    assert unaccounted(read_plain_text(f"{source}\n\nThe end of it.")) == NOTHING
