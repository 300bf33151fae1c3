from typing import Any

import pytest
from docx.oxml.parser import parse_xml

from ingest.docx.numbering import ListNumber, Numbering
from tests.ingest.docx_samples import NAMESPACES, level, numbering


def lists(markup: str) -> Numbering:
    root: Any = parse_xml(f"<w:numbering {NAMESPACES}>{markup}</w:numbering>")
    return Numbering(root)


def numbers(found: Numbering, *places: tuple[int, int]) -> list[str]:
    """The numbers of paragraphs, each in a list and at a level."""
    return [found.next(str(list_id), depth).number for list_id, depth in places]


MULTI = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerRoman", "(%3)")


def test_levels_begin_anew_behind_a_higher_one_and_show_those_above() -> None:
    places = ((1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2))

    assert numbers(lists(numbering(MULTI)), *places) == [
        "1.", "1.1", "1.2", "(i)", "2.", "2.1", "(i)",
    ]  # fmt: skip


def test_a_level_above_that_has_no_paragraph_is_shown_at_its_beginning() -> None:
    assert numbers(lists(numbering(MULTI)), (1, 1), (1, 0)) == ["1.1", "2."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("0", ["(a)", "(b)"]), ("1", ["(a)", "(a)"]), ("2", ["(a)", "(a)"])],
)
def test_a_level_may_be_told_when_to_begin_anew(restart: str, expected: list[str]) -> None:
    deep = level(1, "lowerLetter", "(%2)", f'<w:lvlRestart w:val="{restart}"/>')
    found = lists(numbering(level(0, "decimal", "%1.") + deep))

    assert numbers(found, (1, 0), (1, 1), (1, 0), (1, 1))[1::2] == expected


def test_a_list_begins_where_it_says() -> None:
    assert numbers(lists(numbering(level(0, "upperRoman", "%1.", start=4))), (1, 0)) == ["IV."]


def test_another_list_of_the_same_kind_counts_on_unless_it_begins_anew() -> None:
    markup = numbering(MULTI) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )

    assert numbers(lists(markup), (1, 0), (2, 0), (3, 0), (3, 0)) == ["1.", "2.", "1.", "2."]


def test_a_list_may_have_a_level_of_its_own() -> None:
    own = level(0, "upperLetter", "%1)")
    markup = numbering(MULTI) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'
        f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    )

    assert numbers(lists(markup), (2, 0), (2, 1)) == ["A)", "A.1"]


def test_legal_levels_show_digits() -> None:
    legal = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")

    assert numbers(lists(numbering(legal)), (1, 0), (1, 1)) == ["I.", "1.1"]


def test_bullets_and_signs_without_a_place_are_no_numbers() -> None:
    found = lists(numbering(level(0, "bullet", "\uf0b7") + level(1, "none", "–")))

    assert found.next("1", 0) == ListNumber(bullet="\uf0b7")
    assert found.next("1", 1) == ListNumber(bullet="–")


def test_words_around_a_number_belong_to_it() -> None:
    assert numbers(lists(numbering(level(0, "decimal", "Article %1"))), (1, 0)) == ["Article 1"]


def test_a_list_may_be_that_of_a_style() -> None:
    markup = (
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>{MULTI}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num>'
    )

    assert numbers(lists(markup), (7, 0)) == ["1."]


def test_a_format_that_is_not_known_is_shown_as_digits_and_remembered() -> None:
    found = lists(numbering(level(0, "chicago", "%1.")))

    assert numbers(found, (1, 0)) == ["1."]
    assert found.unknown_formats == {"chicago"}


def test_what_is_in_no_list_has_no_number() -> None:
    found = lists(numbering(MULTI))

    assert numbers(found, (9, 0), (1, 8), (1, 99), (1, -1)) == [""] * 4
    assert Numbering().next("1", 0) == ListNumber()
