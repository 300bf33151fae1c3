import pytest

from index.outline_map import OutlineMap
from ingest.document import DocumentFacts, Kind
from ingest.element import Element, Role
from ingest.outline import build_document
from ingest.split import split
from ingest.tokens import count_tokens
from tests.ingest.samples import reading_of

FACTS = DocumentFacts("sample", "T", "T", "R", "k", "in force", "en", "https://example.eu")
DOCUMENT = build_document(
    FACTS,
    reading_of(
        Element(Role.PART, "COM"),
        Element(Role.HEADING, "Introduction", "1."),
        Element(Role.PARAGRAPH, "Why we act."),
        Element(Role.PART, "ANNEX"),
        Element(Role.PARAGRAPH, "About the annex."),
        Element(Role.HEADING, "People", "I."),
        Element(Role.PARAGRAPH, "What people need."),
        Element(Role.HEADING, "Rights", "A."),
        Element(Role.ITEM, "Prevent torture."),
        Element(Role.ITEM, "Train judges."),
        Element(Role.HEADING, "Voices", "B."),
        Element(Role.ITEM, "Protect journalists."),
        Element(Role.HEADING, "Societies", "II."),
        Element(Role.HEADING, "Media", "A."),
        Element(Role.ITEM, "Support radio."),
    ),
)
PASSAGES = split(DOCUMENT, count_tokens)
OUTLINE = OutlineMap(PASSAGES)


def labels(positions: list[int]) -> list[str]:
    return [PASSAGES[position].label for position in positions]


def only(label: str) -> int:
    (position,) = OUTLINE.positions(label)
    return position


def test_the_lines_are_the_highest_headings_that_hold_sections() -> None:
    assert OUTLINE.lines == ["I", "II"]
    assert OUTLINE.sections == ["I.A", "I.B", "II.A"]


@pytest.mark.parametrize("label", ["I.A.1", "i.a.1", "COM.1", "com.1.1"])
def test_a_label_exists_in_any_case_and_is_printed_as_in_the_document(label: str) -> None:
    assert OUTLINE.exists(label)
    assert OUTLINE.printed(label) == label.upper()
    assert OUTLINE.first(label).label == label.upper()


def test_a_label_that_does_not_exist_has_no_positions() -> None:
    assert not OUTLINE.exists("III.A")
    assert OUTLINE.positions("III.A") == []
    assert OUTLINE.children("III.A") == []
    with pytest.raises(KeyError):
        OUTLINE.printed("III.A")


def test_below_a_heading_stand_the_passages_of_any_depth_without_headings() -> None:
    assert labels(OUTLINE.below("I")) == ["I.intro", "I.A.1", "I.A.2", "I.B.1"]
    assert labels(OUTLINE.below("I.A")) == ["I.A.1", "I.A.2"]
    assert labels(OUTLINE.below("I.A.2")) == ["I.A.2"]


def test_the_contents_are_the_objectives_or_what_there_is() -> None:
    assert labels(OUTLINE.contents("I")) == ["I.A.1", "I.A.2", "I.B.1"]
    assert labels(OUTLINE.contents("COM.1")) == ["COM.1.1"]


def test_all_objectives_stand_in_reading_order() -> None:
    assert labels(OUTLINE.objectives()) == ["I.A.1", "I.A.2", "I.B.1", "II.A.1"]


def test_everything_below_holds_the_headings_too() -> None:
    assert labels(OUTLINE.with_everything_below("I")) == [
        "I",
        "I.intro",
        "I.A",
        "I.A.1",
        "I.A.2",
        "I.B",
        "I.B.1",
    ]
    assert labels(OUTLINE.with_everything_below("I.A.1")) == ["I.A.1"]


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        ("I.A.2", "I.A.1", "I.B.1"),
        ("I.B.1", "I.A.2", "II.A.1"),
        ("I.A.1", "I.intro", "I.A.2"),
        ("I.A", "I", "I.B"),
        ("I.B", "I.A", "II"),
        ("II", "I", None),
        ("II.A.1", "I.B.1", None),
        ("COM.1.1", None, "ANNEX.intro.1"),
    ],
)
def test_the_neighbours_of_a_passage_are_passages_and_of_a_heading_headings(
    label: str, before: str | None, after: str | None
) -> None:
    previous, following = (OUTLINE.neighbour(only(label), step) for step in (-1, 1))

    assert (None if previous is None else PASSAGES[previous].label) == before
    assert (None if following is None else PASSAGES[following].label) == after


def test_passages_of_a_kind_are_found_under_some_parents_or_all() -> None:
    assert labels(OUTLINE.of_kind(Kind.INTRODUCTION)) == ["ANNEX.intro.1", "I.intro"]
    assert labels(OUTLINE.of_kind(Kind.INTRODUCTION, ["i"])) == ["I.intro"]
    assert OUTLINE.of_kind(Kind.MEANS) == []


@pytest.mark.parametrize(
    ("missing", "siblings"),
    [
        ("I.A.9", ["I.A.1", "I.A.2"]),
        ("I.Z", ["I.intro", "I.A", "I.B"]),
        ("I.Z.1", ["I.intro", "I.A", "I.B"]),
        ("VI", ["I", "II"]),
        ("VI.A.1", ["I", "II"]),
    ],
)
def test_the_siblings_of_a_missing_label_are_those_of_its_nearest_heading(
    missing: str, siblings: list[str]
) -> None:
    assert OUTLINE.siblings(missing) == siblings


def test_the_parts_of_a_split_passage_share_their_label() -> None:
    long = " ".join(f"Sentence number {number} says little." for number in range(200))
    document = build_document(
        FACTS,
        reading_of(
            Element(Role.PART, "COM"),
            Element(Role.HEADING, "One", "1."),
            Element(Role.PARAGRAPH, long),
        ),
    )
    outline = OutlineMap(split(document, count_tokens))

    assert len(outline.positions("COM.1.1")) > 1
    assert outline.below("COM.1") == outline.positions("COM.1.1")
    assert outline.below("COM.1.1") == outline.positions("COM.1.1")


def test_no_passages_have_no_outline() -> None:
    outline = OutlineMap([])

    assert (outline.lines, outline.sections, outline.objectives()) == ([], [], [])
    assert outline.siblings("I.A") == []
