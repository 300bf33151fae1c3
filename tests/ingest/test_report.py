import pytest

from ingest.document import DocumentFacts, LeftOut
from ingest.element import Element, Role
from ingest.outline import build_document
from ingest.reading import Doubt, Reading
from ingest.report import REPEATED_CHARACTERS, IngestReport, report_on
from ingest.split import split

FACTS = DocumentFacts("sample", "T", "T", "R", "note", "in force", "en", "https://example.eu")
LONG = "The EU will act. " * 5


def count_words(text: str) -> int:
    return len(text.split())


def reported(reading: Reading) -> IngestReport:
    document = build_document(FACTS, reading)
    return report_on(reading, document, split(document, count_words, token_budget=8))


def reading(
    *elements: Element,
    source_text: str = "",
    left_out: tuple[LeftOut, ...] = (),
    doubts: tuple[Doubt, ...] = (),
    pages: int = 0,
) -> Reading:
    return Reading(elements, left_out, source_text, doubts=doubts, pages=pages)


def test_what_was_found_is_counted() -> None:
    report = reported(
        reading(
            Element(Role.HEADING, "Aims", "I."),
            Element(Role.PARAGRAPH, "One two three four five. Six seven eight nine ten."),
            Element(Role.HEADING, "Means", "II."),
            pages=3,
        )
    )

    assert (report.headings, report.pages, report.labels) == (2, 3, ("I", "I.1", "II"))
    assert report.passages == 4


def test_all_characters_in_elements_or_left_out_are_full_coverage() -> None:
    report = reported(
        reading(
            Element(Role.PARAGRAPH, "The EU acts.", "12."),
            source_text="12.\tThe EU \n\n acts. Page 1",
            left_out=(LeftOut("furniture", "Page 1"),),
        )
    )

    assert report.coverage == 1
    assert report.doubts == ()


def test_what_was_lost_lowers_the_coverage_and_is_a_doubt() -> None:
    known = Doubt("Look at this.", 2)
    report = reported(
        reading(Element(Role.PARAGRAPH, "abcd"), source_text="abcd efgh", doubts=(known,))
    )

    assert report.coverage == 0.5
    assert report.doubts == (known, Doubt("4 characters of the source are in no passage."))


@pytest.mark.parametrize(("lost", "share"), [("x", 0.75), ("a", 0.75), ("xyz", 0.5)])
def test_a_character_counts_as_often_as_it_stands_there(lost: str, share: float) -> None:
    report = reported(reading(Element(Role.PARAGRAPH, "abc"), source_text="abc" + lost))

    assert report.coverage == share


def test_what_is_there_beyond_the_source_adds_nothing() -> None:
    report = reported(reading(Element(Role.PARAGRAPH, "abcdef"), source_text="ab"))

    assert report.coverage == 1


def test_a_source_without_text_is_covered() -> None:
    assert reported(reading(source_text=" \n")).coverage == 1


def test_what_was_left_out_is_counted_by_reason() -> None:
    left_out = (
        LeftOut("furniture", "Page 1"),
        LeftOut("bullet", "•"),
        LeftOut("furniture", "Page 2"),
    )
    report = reported(reading(Element(Role.PARAGRAPH, "abc"), left_out=left_out))

    assert report.left_out_by_reason == {"furniture": 2, "bullet": 1}
    assert report.left_out == left_out


def test_a_long_text_that_stood_there_before_is_named_every_time() -> None:
    report = reported(
        reading(
            Element(Role.HEADING, "Aims", "I."),
            *[Element(Role.PARAGRAPH, LONG.strip())] * 3,
        )
    )

    assert report.repeated == ("I.2", "I.3")


@pytest.mark.parametrize(
    ("length", "repeated"), [(REPEATED_CHARACTERS - 1, ()), (REPEATED_CHARACTERS, ("2",))]
)
def test_short_texts_may_repeat(length: int, repeated: tuple[str, ...]) -> None:
    report = reported(reading(*[Element(Role.PARAGRAPH, "x" * length)] * 2))

    assert report.repeated == repeated
