from index.outlines import Outlines
from ingest.document import DocumentFacts
from ingest.element import Element, Role
from ingest.outline import build_document
from ingest.passage import Passage
from ingest.split import split
from tests.index.samples import sample_source
from tests.ingest.samples import own_reading


def own_passages(name: str, *elements: Element) -> list[Passage]:
    facts = DocumentFacts(name, name, name, "R", "guidelines", "in force", "en", "https://a.eu")
    return split(build_document(facts, own_reading(*elements)), lambda text: len(text.split()))


def numbered(*numbers: str) -> list[Element]:
    return [Element(Role.PARAGRAPH, f"Paragraph {number}", number) for number in numbers]


PLAN = list(sample_source(name="plan").passages)
FIRST = own_passages("first", Element(Role.HEADING, "Aims", "I."), *numbered("12.", "13."))
SECOND = own_passages("second", *numbered("13.", "14."))


def outlines() -> Outlines:
    return Outlines([*PLAN, *FIRST, *SECOND])


def test_the_passages_of_each_document_stand_in_its_rows() -> None:
    made = outlines()
    ends = len(PLAN), len(PLAN) + len(FIRST)

    assert made.rows("plan") == range(ends[0])
    assert made.rows("first") == range(ends[0], ends[1])
    assert made.rows("second") == range(ends[1], ends[1] + len(SECOND))
    assert made.rows("no-document") == range(0)


def test_a_label_is_looked_up_within_one_document() -> None:
    made = outlines()

    assert made.of("first").exists("13")
    assert made.of("first").first("13").document_id == "first"
    assert made.of("second").first("13").document_id == "second"
    assert not made.of("plan").exists("13")
    assert made.of("first").positions("13") != made.of("second").positions("13")


def test_headings_of_one_document_hold_nothing_of_another() -> None:
    made = outlines()

    assert {made.of("plan").passages[p].document_id for p in made.of("plan").below("I")} == {"plan"}
    assert [made.of("first").passages[p].label for p in made.of("first").below("I")] == ["12", "13"]


def test_the_first_document_is_the_main_one() -> None:
    assert outlines().main.document_id == "plan"


def test_an_outline_is_made_once() -> None:
    made = outlines()

    assert made.of("first") is made.of("first")


def test_a_document_without_passages_has_an_empty_outline() -> None:
    outline = outlines().of("no-document")

    assert outline.document_id == ""
    assert not outline.exists("13")
    assert outline.objectives() == []


def test_an_index_without_passages_has_an_empty_outline() -> None:
    made = Outlines([])

    assert made.main.document_id == ""
    assert made.asked(["12"]).document_id == ""
    assert made.with_label("12") == []


def test_labels_are_asked_of_the_first_document_that_has_one() -> None:
    made = outlines()

    assert made.asked(["I.A"]).document_id == "plan"
    assert made.asked(["12"]).document_id == "first"
    assert made.asked(["14"]).document_id == "second"
    assert made.asked(["13"]).document_id == "first"
    assert made.asked(["99", "14"]).document_id == "second"


def test_labels_that_no_document_has_are_asked_of_the_first() -> None:
    made = outlines()

    assert made.asked(["99"]).document_id == "plan"
    assert made.asked([]).document_id == "plan"
    assert made.asked(["99"], ["second", "first"]).document_id == "first"


def test_labels_are_asked_of_the_documents_that_are_searched_alone() -> None:
    made = outlines()

    assert made.asked(["13"], ["second"]).document_id == "second"
    assert made.asked(["12"], ["second"]).document_id == "second"
    assert made.asked(["12"], ["no-document"]).document_id == ""


def test_a_label_is_shown_from_every_document_that_has_it() -> None:
    found = outlines().with_label("13")

    assert [outline.document_id for outline in found] == ["first", "second"]


def test_a_label_of_the_plan_means_the_plan_unless_another_document_is_named() -> None:
    made = outlines()

    assert [outline.document_id for outline in made.with_label("I")] == ["plan"]
    assert [outline.document_id for outline in made.with_label("i", ["first"])] == ["first"]
    assert [outline.document_id for outline in made.with_label("I", ["first", "second"])] == [
        "first"
    ]


def test_a_neighbour_is_of_the_same_document() -> None:
    made = outlines()
    (last,) = made.of("first").positions("13")
    (first,) = made.of("second").positions("13")

    assert made.of("first").neighbour(last, 1) is None
    assert made.of("second").neighbour(first, -1) is None
    assert made.of("second").neighbour(first, 1) == made.of("second").positions("14")[0]
