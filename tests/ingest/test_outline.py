import pytest

from ingest.document import (
    Document,
    DocumentFacts,
    Kind,
    NoteMark,
    PageStart,
    Span,
    page_at,
)
from ingest.element import Element, Role
from ingest.outline import build_document
from tests.ingest.samples import own_reading, reading_of

FACTS = DocumentFacts("sample", "T", "T", "R", "k", "in force", "en", "https://example.eu")


def build(*elements: Element) -> Document:
    return build_document(FACTS, reading_of(*elements))


def heading(number: str, text: str, level: int = 0) -> Element:
    return Element(Role.HEADING, text, number, level)


def paragraph(text: str, number: str = "") -> Element:
    return Element(Role.PARAGRAPH, text, number)


def item(text: str, number: str = "") -> Element:
    return Element(Role.ITEM, text, number)


def part(prefix: str) -> Element:
    return Element(Role.PART, prefix)


def labels(document: Document) -> list[str]:
    return [node.label for node in document.outline]


def test_stretches_are_parted_by_a_blank_line_and_items_by_a_line_break() -> None:
    document = build(
        part("COM"), paragraph("Aims:"), item("one;"), item("two.", "(b)"), paragraph("End.")
    )

    assert document.text == "Aims:\none;\n(b) two.\n\nEnd."
    assert document.outline[0].items == (Span(6, 10), Span(11, 19))


def test_the_offset_of_a_mark_counts_the_printed_number_and_what_stands_before() -> None:
    document = build(
        part("COM"),
        Element(Role.HEADING, "Basis", "2.1.", marks=(("1", 5),)),
        Element(Role.PARAGRAPH, "In 2012, too.", marks=(("2", 7),)),
    )

    assert document.text == "2.1. Basis\n\nIn 2012, too."
    assert document.notes == (NoteMark("1", 10), NoteMark("2", 19))


def test_a_heading_stands_under_the_nearest_higher_one() -> None:
    document = build(
        part("COM"),
        heading("1.", "One"),
        heading("1.1.", "One one"),
        heading("1.1.1.", "Deep"),
        paragraph("Text."),
        heading("1.2.", "One two"),
        heading("2.", "Two"),
    )

    assert [(n.label, n.parent, n.heading_path) for n in document.outline] == [
        ("COM.1", "COM", ()),
        ("COM.1.1", "COM.1", ("1. One",)),
        ("COM.1.1.1", "COM.1.1", ("1. One", "1.1. One one")),
        ("COM.1.1.1.1", "COM.1.1.1", ("1. One", "1.1. One one", "1.1.1. Deep")),
        ("COM.1.2", "COM.1", ("1. One",)),
        ("COM.2", "COM", ()),
    ]


def test_letters_count_under_their_line_of_action() -> None:
    document = build(
        part("ANNEX"),
        heading("I.", "First"),
        heading("A.", "People"),
        item("Do it."),
        heading("II.", "Second"),
        heading("A.", "Media"),
        item("Do that."),
        item("And that."),
    )

    assert labels(document) == ["I", "I.A", "I.A.1", "II", "II.A", "II.A.1", "II.A.2"]
    assert document.outline[-1].kind is Kind.OBJECTIVE


def test_a_numbered_paragraph_keeps_its_own_number_others_are_counted() -> None:
    document = build(
        part("COM"),
        heading("1.", "One"),
        paragraph("First."),
        paragraph("Own.", "(12)"),
        paragraph("Second."),
    )

    assert labels(document) == ["COM.1", "COM.1.1", "COM.1.(12)", "COM.1.2"]


def test_a_bullet_without_a_lead_in_is_a_paragraph_outside_an_annex() -> None:
    document = build(part("COM"), heading("1.", "One"), paragraph("No lead-in."), item("Alone."))

    assert [(n.label, n.kind) for n in document.outline[1:]] == [
        ("COM.1.1", Kind.PARAGRAPH),
        ("COM.1.2", Kind.PARAGRAPH),
    ]


def test_a_heading_without_a_number_is_its_own_label_cut_short() -> None:
    document = build(part("COM"), heading("", "A" * 80, 2), paragraph("Text."))

    assert labels(document) == ["A" * 60, f"{'A' * 60}.1"]
    assert document.outline[0].title == "A" * 80


def test_a_stretch_above_every_heading_names_its_part() -> None:
    document = build(
        part("COM"), paragraph("One."), part("ANNEX"), paragraph("Two."), part("ACT"), item("3")
    )

    assert [(n.label, n.heading_path) for n in document.outline] == [
        ("COM.1", ("Communication",)),
        ("ANNEX.intro.1", ("Annex",)),
        ("ACT.1", ("ACT",)),
    ]


def test_a_second_annex_has_labels_of_its_own() -> None:
    document = build(
        part("ANNEX"), paragraph("One."), heading("I.", "Line"), part("ANNEX"), paragraph("Two.")
    )

    assert labels(document) == ["ANNEX.intro.1", "I", "ANNEX (2).intro.1"]


def test_no_elements_make_an_empty_document() -> None:
    document = build()

    assert (document.text, document.outline, document.notes) == ("", (), ())


def on_pages(
    text: str, *pages: tuple[int, int], number: str = "", role: Role = Role.PARAGRAPH
) -> Element:
    return Element(role, text, number, pages=pages)


def pages_of(*elements: Element) -> tuple[PageStart, ...]:
    return build_document(FACTS, own_reading(*elements)).pages


def test_a_page_begins_where_its_first_element_does() -> None:
    pages = pages_of(on_pages("One.", (1, 0)), on_pages("Two.", (1, 0)), on_pages("Three.", (2, 0)))

    assert pages == (PageStart(1, 0), PageStart(2, 12))


def test_a_page_begins_inside_a_paragraph_that_goes_over_its_break() -> None:
    document = build_document(
        FACTS, own_reading(on_pages("before after", (3, 0), (4, 7), number="12."))
    )

    assert document.text == "12. before after"
    assert document.pages == (PageStart(3, 0), PageStart(4, 11))
    assert document.text[document.pages[1].offset :] == "after"


def test_a_paragraph_can_go_over_several_pages() -> None:
    pages = pages_of(on_pages("a b c", (1, 0), (2, 2), (3, 4)), on_pages("d", (3, 0)))

    assert pages == (PageStart(1, 0), PageStart(2, 2), PageStart(3, 4))


def test_the_number_of_a_paragraph_stands_on_its_page() -> None:
    pages = pages_of(on_pages("One.", (1, 0)), on_pages("Two.", (2, 0), number="(2)"))

    assert pages == (PageStart(1, 0), PageStart(2, 6))


def test_a_document_without_pages_has_none() -> None:
    assert pages_of(paragraph("One.")) == ()
    assert page_at((), 0) is None


@pytest.mark.parametrize(
    ("offset", "page"), [(0, 2), (4, 2), (9, 2), (10, 3), (19, 3), (20, 5), (1000, 5)]
)
def test_a_character_stands_on_the_page_that_began_last(offset: int, page: int) -> None:
    pages = (PageStart(2, 4), PageStart(3, 10), PageStart(5, 20))

    assert page_at(pages, offset) == page


def test_a_page_without_text_begins_where_the_next_one_does() -> None:
    pages = pages_of(on_pages("One.", (1, 0)), on_pages("Three.", (2, 0), (3, 0)))

    assert page_at(pages, 6) == 3


def test_notes_at_the_end_of_a_document_keep_the_page_they_stand_on() -> None:
    document = build_document(
        FACTS,
        own_reading(
            on_pages("One.", (1, 0)),
            on_pages("Two.", (2, 0)),
            on_pages("Of the first page.", (1, 0), number="1", role=Role.NOTE),
            on_pages("Of the second page.", (2, 0), number="2", role=Role.NOTE),
        ),
    )

    assert [page_at(document.pages, node.start) for node in document.outline] == [1, 2, 1, 2]
