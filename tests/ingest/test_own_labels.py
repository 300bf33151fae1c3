from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, DocumentFacts, Kind, OutlineNode, Span
from ingest.element import Element, Role
from ingest.outline import build_document
from tests.ingest.samples import own_reading

FACTS = DocumentFacts(
    "sample", "EU strategy", "The strategy", "R", "strategy", "in force", "en", "https://example.eu"
)


def build(*elements: Element) -> Document:
    return build_document(FACTS, own_reading(*elements))


def heading(number: str, text: str = "Heading", level: int = 0) -> Element:
    return Element(Role.HEADING, text, number, level)


def paragraph(text: str = "Text.", number: str = "") -> Element:
    return Element(Role.PARAGRAPH, text, number)


def item(text: str = "item;", number: str = "") -> Element:
    return Element(Role.ITEM, text, number)


def annex(name: str = "ANNEX") -> list[Element]:
    """What opens an annex: its part, and the line that says so."""
    return [Element(Role.PART, name), Element(Role.COVER, name)]


def note(number: str, text: str = "See there.") -> Element:
    return Element(Role.NOTE, text, number)


def row(*cells: str) -> list[Element]:
    first, *others = cells
    return [Element(Role.ROW, first), *(Element(Role.CELL, cell) for cell in others)]


def labels(*elements: Element) -> list[str]:
    return [node.label for node in build(*elements).outline]


def levels(*elements: Element) -> list[tuple[str, int]]:
    return [(node.label, node.level) for node in build(*elements).outline]


def node_of(document: Document, text: str) -> OutlineNode:
    """The stretch of a document that says `text`."""
    (found,) = [n for n in document.outline if text in document.text[n.start : n.end]]
    return found


def numbered(*numbers: str) -> list[Element]:
    return [paragraph(f"Paragraph {number}", number) for number in numbers]


# Paragraphs with numbers


def test_paragraphs_that_are_numbered_through_have_their_bare_number() -> None:
    found = labels(
        heading("I."), *numbered("1.", "2."), heading("II."), heading("A."), *numbered("3.", "4.")
    )

    assert found == ["I", "1", "2", "II", "II.A", "3", "4"]


def test_where_numbers_begin_anew_the_heading_stands_before_them() -> None:
    found = labels(
        heading("III."),
        heading("A."),
        *numbered("1.", "2."),
        heading("B."),
        *numbered("1.", "2.", "3.", "4."),
    )

    assert found == [
        "III",
        "III.A", "III.A.1", "III.A.2",
        "III.B", "III.B.1", "III.B.2", "III.B.3", "III.B.4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("12.", "12"),
        ("12", "12"),
        ("(12)", "12"),
        ("12)", "12"),
        ("2.1.", "2.1"),
        ("2.1.3", "2.1.3"),
    ],
)
def test_a_label_is_the_number_without_its_punctuation(printed: str, label: str) -> None:
    assert labels(paragraph("Text.", printed)) == [label]


def test_a_number_stands_in_the_text_as_it_is_printed() -> None:
    document = build(paragraph("The Council", "(12)"))

    assert document.text == "(12) The Council"
    assert document.outline == (OutlineNode("12", Kind.PARAGRAPH, 0, 16, ("The strategy",), ""),)


def test_paragraphs_numbered_with_their_section_keep_their_number() -> None:
    found = labels(
        heading("1."), *numbered("1.1", "1.2"), heading("2."), *numbered("2.1"), item("x", "(a)")
    )

    assert found == ["1", "1.1", "1.2", "2", "2.1", "2.1.a"]


def test_numbers_of_headings_and_of_paragraphs_that_run_through_are_told_apart() -> None:
    found = labels(
        heading("1.", "Aims"), *numbered("1.", "2."), heading("2.", "Means"), *numbered("3.")
    )

    assert not [label for label in found if "(2)" in label]
    assert len(found) == 5


# Paragraphs without


def test_paragraphs_without_numbers_are_counted_under_their_heading() -> None:
    found = labels(
        heading("III."), heading("B."), paragraph(), paragraph(), heading("C."), paragraph()
    )

    assert found == ["III", "III.B", "III.B.1", "III.B.2", "III.C", "III.C.1"]


def test_paragraphs_of_a_document_without_headings_are_counted() -> None:
    document = build(paragraph("One."), paragraph("Two."))

    assert [node.label for node in document.outline] == ["1", "2"]
    assert {node.heading_path for node in document.outline} == {("The strategy",)}


def test_a_paragraph_behind_a_numbered_one_goes_on_with_it() -> None:
    document = build(paragraph("Begins.", "12."), paragraph("Goes on."), paragraph("Next.", "13."))

    assert [node.label for node in document.outline] == ["12", "12 (2)", "13"]


def test_a_paragraph_under_the_next_heading_does_not_go_on_with_a_numbered_one() -> None:
    found = labels(heading("I."), *numbered("1."), heading("II."), paragraph(), heading("III."))

    assert found == ["I", "1", "II", "II.1", "III"]


def test_what_stands_before_the_first_number_of_a_section_is_its_introduction() -> None:
    found = labels(heading("I."), paragraph(), *numbered("1."), heading("II."), *numbered("1."))

    assert found == ["I", "I.intro.1", "I.1", "II", "II.1"]


def test_what_stands_before_the_first_heading_takes_no_number_of_a_later_paragraph() -> None:
    document = build(
        paragraph("The Council recalls:"), paragraph("and notes."), heading("I."), *numbered("1.")
    )

    assert node_of(document, "Paragraph 1.").label == "1"
    assert not [node.label for node in document.outline if "(2)" in node.label]


def test_text_of_a_subdivided_section_takes_no_number_of_its_subsections() -> None:
    found = labels(
        heading("1."), paragraph(), paragraph(), heading("1.1"), paragraph(), heading("1.2")
    )

    assert found == ["1", "1.intro.1", "1.intro.2", "1.1", "1.1.1", "1.2"]


def test_text_of_a_section_takes_no_number_of_its_dotted_paragraphs() -> None:
    found = labels(heading("1."), paragraph(), *numbered("1.1", "1.2"))

    assert found == ["1", "1.intro.1", "1.1", "1.2"]


def test_an_item_takes_no_number_that_the_document_gives_itself() -> None:
    document = build(paragraph("One.", "1."), item("an item"), *numbered("1.1", "1.2"))

    assert node_of(document, "Paragraph 1.1").label == "1.1"


# Headings


def test_headings_of_several_styles_are_one_below_the_other_without_a_source_level() -> None:
    found = levels(
        heading("I."), heading("A."), heading("1."), heading("2."), heading("B."), heading("II.")
    )

    assert found == [
        ("I", 1), ("I.A", 2), ("I.A.1", 3), ("I.A.2", 3), ("I.B", 2), ("II", 1),
    ]  # fmt: skip


def test_a_style_below_another_in_one_source_level_is_a_level_of_its_own() -> None:
    found = levels(
        heading("I.", level=2),
        heading("A.", level=2),
        heading("B.", level=2),
        heading("II.", level=2),
    )

    assert found == [("I", 1), ("I.A", 2), ("I.B", 2), ("II", 1)]


def test_source_levels_are_kept_without_gaps() -> None:
    found = levels(
        heading("", "One", 1),
        heading("", "Deep", 4),
        heading("", "Between", 2),
        heading("", "Below it", 3),
        heading("", "Two", 1),
    )

    assert found == [("One", 1), ("Deep", 2), ("Between", 2), ("Below it", 3), ("Two", 1)]


def test_dotted_headings_have_their_own_number_whatever_stands_above() -> None:
    found = levels(heading("2."), heading("2.1"), heading("2.1.1"), heading("2.2"), heading("3."))

    assert found == [("2", 1), ("2.1", 2), ("2.1.1", 3), ("2.2", 2), ("3", 1)]


def test_a_dotted_heading_is_not_below_one_with_more_dots() -> None:
    document = build(
        heading("2.", "Two"), heading("2.1.1", "Deep"), heading("2.2", "High"), paragraph()
    )

    assert document.outline[2].parent == "2"
    assert document.outline[3].heading_path == ("2. Two", "2.2 High")


def test_an_unnumbered_heading_is_its_own_label() -> None:
    document = build(heading("", "Operational part"), paragraph(), paragraph())

    assert [(n.label, n.kind) for n in document.outline] == [
        ("Operational part", Kind.HEADING),
        ("Operational part.1", Kind.PARAGRAPH),
        ("Operational part.2", Kind.PARAGRAPH),
    ]


def test_a_long_heading_is_cut_at_a_word_for_its_label() -> None:
    text = "Promoting human rights and democracy through the use of every new technology"
    (node,) = build(heading("", text)).outline

    assert node.label == "Promoting human rights and democracy through the use of"
    assert node.title == text


def test_a_heading_of_one_long_word_is_cut_within_it() -> None:
    assert labels(heading("", "x" * 80)) == ["x" * 60]


def test_equal_headings_have_labels_of_their_own_and_so_has_what_is_below() -> None:
    found = labels(heading("", "Aims"), paragraph(), heading("", "Aims"), paragraph())

    assert found == ["Aims", "Aims.1", "Aims (2)", "Aims (2).1"]


def test_a_title_that_is_set_as_a_heading_is_a_cover() -> None:
    document = build(heading("", "EU Strategy", 1), heading("I.", "Aims", 1), paragraph())

    assert [(n.label, n.kind, n.heading_path) for n in document.outline] == [
        ("cover", Kind.COVER, ("The strategy",)),
        ("I", Kind.HEADING, ()),
        ("I.1", Kind.PARAGRAPH, ("I. Aims",)),
    ]


@pytest.mark.parametrize(
    "first",
    [
        [paragraph(), heading("", "EU strategy")],
        [heading("", "Aims"), heading("", "EU strategy")],
        [heading("1.", "EU strategy")],
    ],
    ids=["behind text", "the second heading", "with a number"],
)
def test_a_heading_like_the_title_is_a_heading_elsewhere(first: list[Element]) -> None:
    document = build(*first)

    assert not [node for node in document.outline if node.kind is Kind.COVER]


def test_the_headings_below_another_title_are_all_of_one_level() -> None:
    found = levels(
        heading("", "A title of another kind"),
        heading("I."),
        heading("", "Conclusion"),
        heading("II."),
    )

    assert [level for _, level in found] == [1, 1, 1, 1]


@pytest.mark.parametrize("letters", ["ABCDEFGHIJ", "ABCDEFGHIJKLMNOPQRSTUVWX"])
def test_a_letter_that_goes_on_a_sequence_is_no_roman_number(letters: str) -> None:
    found = levels(*(heading(f"{letter}.") for letter in letters))

    assert found == [(letter, 1) for letter in letters]


def test_a_roman_number_behind_other_letters_is_one() -> None:
    found = levels(heading("I."), heading("A."), heading("B."), heading("II."), heading("A."))

    assert found == [("I", 1), ("I.A", 2), ("I.B", 2), ("II", 1), ("II.A", 2)]


def test_letters_that_are_repeated_go_on_to_i_as_well() -> None:
    letters = [heading(f"{letter}.", f"{letter}-heading", 2) for letter in "ABCDEFGHI"]
    document = build(heading("", "First", 1), *letters, heading("", "Second", 1), *letters)

    assert [node.level for node in document.outline[11:]] == [2] * 9


def test_lines_of_chapters_from_i_to_xx_are_of_one_level() -> None:
    romans = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()

    assert levels(*(heading(f"{roman}.") for roman in romans)) == [(roman, 1) for roman in romans]


# Annexes


def test_labels_of_an_annex_are_bare_where_the_body_has_none_of_them() -> None:
    found = labels(heading("I."), paragraph(), *annex(), heading("II."), paragraph())

    assert found == ["I", "I.1", "ANNEX.cover", "II", "II.1"]


def test_labels_that_the_body_had_name_their_annex() -> None:
    found = labels(
        *numbered("1.", "2."),
        *annex("ANNEX I"),
        *numbered("1."),
        *annex("ANNEX II"),
        *numbered("1."),
    )

    assert found == ["1", "2", "ANNEX I.cover", "ANNEX I.1", "ANNEX II.cover", "ANNEX II.1"]


def test_headings_that_the_body_had_name_their_annex_and_so_does_what_is_below() -> None:
    body = [heading("I."), heading("A."), paragraph()]

    assert labels(*body, *annex(), *body) == [
        "I", "I.A", "I.A.1", "ANNEX.cover", "ANNEX.I", "ANNEX.I.A", "ANNEX.I.A.1",
    ]  # fmt: skip


def test_the_numbers_of_an_annex_change_nothing_in_the_body() -> None:
    body = [heading("I."), *numbered("1.", "2."), heading("II."), *numbered("3.")]

    assert labels(*body, *annex(), *numbered("1.", "2.")) == [
        "I", "1", "2", "II", "3", "ANNEX.cover", "ANNEX.1", "ANNEX.2",
    ]  # fmt: skip


def test_a_paragraph_of_an_annex_does_not_go_on_with_the_last_number_of_the_body() -> None:
    found = labels(*numbered("1.", "2."), *annex(), paragraph("Aims."), item("one", "(a)"))

    assert "ANNEX.2" not in found
    assert "2.a" not in found


def test_two_annexes_of_one_name_are_told_apart() -> None:
    document = build(paragraph("Body."), *annex(), paragraph("One."), *annex(), paragraph("Two."))

    assert document.outline[-1].parent == "ANNEX (2)"


def test_a_stretch_of_an_annex_without_headings_names_it() -> None:
    document = build(heading("I.", "Aims"), *annex("ANNEX II"), paragraph("Text."))

    assert document.outline[-1].heading_path == ("ANNEX II",)


# Lists


def test_a_list_goes_with_its_lead_in() -> None:
    document = build(paragraph("It will:", "12."), item("act;", "(a)"), item("see."), paragraph())
    first = document.outline[0]

    assert (first.label, first.kind) == ("12", Kind.LIST)
    assert first.items == (Span(13, 21), Span(22, 26))
    assert document.text.startswith("12. It will:\n(a) act;\nsee.\n\n")


def test_lettered_items_without_a_lead_in_stand_under_their_paragraph() -> None:
    found = labels(*numbered("12."), item("one", "(a)"), item("two", "b)"), *numbered("13."))

    assert found == ["12", "12.a", "12.b", "13"]


def test_lettered_items_without_a_paragraph_stand_under_their_heading() -> None:
    assert labels(heading("III."), item("one", "(a)"), item("two", "(b)")) == [
        "III", "III.a", "III.b",
    ]  # fmt: skip


def test_bullets_without_a_lead_in_are_counted() -> None:
    found = labels(heading("I."), item(), item(), *numbered("1."), item(), item())

    assert found == ["I", "I.intro.1", "I.intro.2", "1", "1.1", "1.2"]


def test_labels_differ_in_more_than_their_case() -> None:
    """Labels are looked up in any spelling of case."""
    found = labels(heading("III."), item("point", "(a)"), heading("A."), paragraph())

    assert len({label.casefold() for label in found}) == len(found)


# Tables, notes, covers


def test_rows_are_counted_under_their_heading() -> None:
    document = build(*row("Aim", "By"), heading("I."), *row("Water", "2024"), *row("Food"))

    assert [(n.label, n.kind) for n in document.outline] == [
        ("row.1", Kind.ROW),
        ("I", Kind.HEADING),
        ("I.row.1", Kind.ROW),
        ("I.row.2", Kind.ROW),
    ]
    assert document.text == "Aim\nBy\n\nI. Heading\n\nWater\n2024\n\nFood"


def test_a_row_takes_no_number_from_the_paragraphs_around_it() -> None:
    assert labels(*numbered("1."), *row("a", "b"), *numbered("2.")) == ["1", "row.1", "2"]


def test_notes_are_named_by_their_numbers() -> None:
    found = labels(paragraph(), note("1"), note("2"), *annex(), paragraph(), note("1"), note("*"))

    assert found[1:3] == ["note.1", "note.2"]
    assert found[-2:] == ["ANNEX.note.1", "note.*"]


def test_notes_that_begin_anew_within_a_part_have_labels_of_their_own() -> None:
    assert labels(note("1"), note("1")) == ["note.1", "note.1 (2)"]


def test_the_lines_of_a_cover_are_one_stretch() -> None:
    document = build(
        Element(Role.COVER, "Council"), Element(Role.COVER, "12107/19"), paragraph("Text.")
    )

    assert [(n.label, n.kind) for n in document.outline] == [
        ("cover", Kind.COVER),
        ("1", Kind.PARAGRAPH),
    ]
    assert document.text == "Council\n12107/19\n\nText."


# Whatever comes

TEXTS = st.text(alphabet="ab A1.:;\u00a0é", min_size=1, max_size=70).map(str.strip).filter(bool)
NUMBERS = st.sampled_from(
    ["", "", "1.", "2.", "3", "(12)", "1.1", "1.2.", "2.1.1", "I.", "II.", "V.", "i)", "A.", "B.",
     "H.", "(a)", "b)", "(i)", "()", ".", "4a", "*"]
)  # fmt: skip
ELEMENTS = st.lists(
    st.builds(
        Element,
        role=st.sampled_from(sorted(set(Role) - {Role.PART})),
        text=TEXTS,
        number=NUMBERS,
        level=st.integers(0, 3),
    )
    | st.builds(Element, role=st.just(Role.PART), text=st.sampled_from(["ANNEX", "ANNEX I", "1"])),
    max_size=25,
)


@given(ELEMENTS)
def test_labels_are_unique_and_never_empty(elements: list[Element]) -> None:
    found = labels(*elements)

    assert len(found) == len(set(found))
    assert all(label.strip() for label in found)


@given(ELEMENTS)
def test_every_element_is_in_the_text_once_and_in_order(elements: list[Element]) -> None:
    document = build(*elements)
    lines = [f"{e.number} {e.text}".strip() for e in elements if e.role is not Role.PART]

    assert [line for line in document.text.split("\n") if line] == lines
    assert "\n\n\n" not in document.text


@given(ELEMENTS)
def test_stretches_hold_the_whole_text_one_after_the_other(elements: list[Element]) -> None:
    document = build(*elements)
    spans = [Span(node.start, node.end) for node in document.outline]
    ends = [0, *(span.end for span in spans)]
    gaps = [document.text[end : span.start] for end, span in zip(ends, spans, strict=False)]

    assert gaps[1:] == ["\n\n"] * (len(spans) - 1)
    assert not document.text or (spans[0].start, spans[-1].end) == (0, len(document.text))
    assert all(before.end < after.start for before, after in pairwise(spans))
    assert all(
        node.start <= item.start < item.end <= node.end
        for node in document.outline
        for item in node.items
    )


@given(ELEMENTS)
def test_what_stands_above_a_stretch_is_a_heading_or_a_part(elements: list[Element]) -> None:
    document = build(*elements)
    parts = tuple({element.text for element in elements if element.role is Role.PART})
    headings = {n.label: n for n in document.outline if n.kind is Kind.HEADING}

    for node in document.outline:
        if node.parent in headings:
            above = headings[node.parent]
            assert above.end < node.start
            assert not node.level or above.level < node.level
        else:
            assert not node.parent or node.parent.startswith(parts)


@given(ELEMENTS)
def test_levels_have_no_gaps(elements: list[Element]) -> None:
    headings = [node for node in build(*elements).outline if node.kind is Kind.HEADING]

    assert all(node.level == len(node.heading_path) + 1 for node in headings)
