from dataclasses import replace

import pytest

from assistant.naming import (
    LABELS_SHOWN,
    document_shown,
    headings_shown,
    is_of_plan,
    passage_name,
    passages_named,
    plain_name,
)
from assistant.phrases import Phrases, phrases
from assistant.seal import QUOTATION_MARKS
from ingest.document import DocumentFacts, Kind
from ingest.expansions import LANGUAGES
from ingest.identify import KINDS
from ingest.passage import Passage

PLAN = DocumentFacts(
    "plan",
    "The EU Action Plan",
    "The plan",
    "JOIN(2020) 5 final",
    "action plan",
    "in force",
    "en",
    "a",
)
GUIDELINES = DocumentFacts(
    "torture", "EU Guidelines on torture", "Guidelines on torture", "12107/19", "guidelines",
    "in force", "en", "a",
)  # fmt: skip
STRATEGY = replace(
    GUIDELINES, id="utopia", title="Utopia", short_title="Strategy for Utopia", kind="strategy"
)
DOCUMENTS = {facts.id: facts for facts in (PLAN, GUIDELINES, STRATEGY)}


def passage_of(label: str, kind: Kind, title: str = "", document: str = "plan") -> Passage:
    return Passage(document, label, kind, (), "", 0, 4, "Text", title=title)


def objectives(*labels: str) -> list[Passage]:
    return [passage_of(label, Kind.OBJECTIVE) for label in labels]


def paragraphs(document: str, *labels: str) -> list[Passage]:
    return [passage_of(label, Kind.PARAGRAPH, document=document) for label in labels]


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        (Kind.OBJECTIVE, "objective"),
        (Kind.MEANS, "means"),
        (Kind.INTRODUCTION, "introduction"),
        (Kind.PARAGRAPH, "paragraph"),
        (Kind.LIST, "paragraph"),
        (Kind.COVER, "paragraph"),
        (Kind.NOTE, "note"),
        (Kind.ROW, "row"),
    ],
)
def test_a_passage_is_named_by_its_kind_and_its_label(
    kind: Kind, phrase: str, english: Phrases
) -> None:
    named = passage_name(passage_of("I.A.1", kind), english, DOCUMENTS)

    assert named == f"{english.say(phrase)} I.A.1"


def test_a_heading_is_named_with_its_title(english: Phrases) -> None:
    line = passage_of("II", Kind.HEADING, "Building societies.")
    section = passage_of("II.C", Kind.HEADING, "Media")

    assert passage_name(line, english, DOCUMENTS) == (
        f"{english.say('line')} II, Building societies"
    )
    assert passage_name(section, english, DOCUMENTS) == f"{english.say('section')} II.C, Media"


def test_one_passage_is_named_in_the_singular(english: Phrases) -> None:
    named = passages_named(objectives("I.A.1"), english, DOCUMENTS)

    assert named == f"{english.say('objective')} I.A.1"


def test_several_of_a_kind_share_one_word(english: Phrases) -> None:
    named = passages_named(objectives("I.D.4", "I.D.5", "II.A.1"), english, DOCUMENTS)

    assert named == f"{english.say('objectives')} {english.joined(['I.D.4', 'I.D.5', 'II.A.1'])}"


def test_parts_of_a_long_passage_are_one(english: Phrases) -> None:
    named = passages_named(objectives("I.D.4", "I.D.4"), english, DOCUMENTS)

    assert named == f"{english.say('objective')} I.D.4"


def test_kinds_are_grouped_in_the_order_of_their_best(english: Phrases) -> None:
    means = passage_of("I.means", Kind.MEANS)
    named = passages_named([*objectives("I.A.1"), means, *objectives("I.A.2")], english, DOCUMENTS)
    first = f"{english.say('objectives')} {english.joined(['I.A.1', 'I.A.2'])}"

    assert named == english.joined([first, f"{english.say('means')} I.means"])


def test_a_long_run_is_named_by_its_ends(english: Phrases) -> None:
    labels = [f"I.A.{number}" for number in range(1, LABELS_SHOWN + 2)]
    shorter = passages_named(objectives(*labels[:-1]), english, DOCUMENTS)
    longer = passages_named(objectives(*labels), english, DOCUMENTS)

    assert all(label in shorter for label in labels[:-1])
    assert longer.endswith(f" {labels[0]}–{labels[-1]}")


def test_names_are_in_the_language_asked_for() -> None:
    german = phrases("de")
    named = passages_named(objectives("I.A.1"), german, DOCUMENTS)

    assert named == f"{german.say('objective')} I.A.1"
    assert german.say("objective") != phrases("en").say("objective")


# Documents of other kinds


def test_the_plan_is_not_named_and_another_document_is(english: Phrases) -> None:
    (paragraph,) = paragraphs("torture", "12")

    assert passage_name(paragraph, english, DOCUMENTS) == "paragraph 12 of Guidelines on torture"
    assert passage_name(objectives("I.A.1")[0], english, DOCUMENTS) == "objective I.A.1"


def test_passages_are_grouped_by_document_and_kind(english: Phrases) -> None:
    named = passages_named(
        [
            *paragraphs("torture", "12"),
            *objectives("I.A.2"),
            *paragraphs("torture", "3"),
            *paragraphs("utopia", "I.1"),
        ],
        english,
        DOCUMENTS,
    )

    assert named == (
        "paragraphs 12 and 3 of Guidelines on torture; objective I.A.2; "
        "paragraph I.1 of Strategy for Utopia"
    )


def test_a_numbered_heading_of_another_document_is_a_section(english: Phrases) -> None:
    heading = passage_of("II", Kind.HEADING, "Visits to prisons.", "torture")

    assert passage_name(heading, english, DOCUMENTS) == (
        "section II, Visits to prisons of Guidelines on torture"
    )


def test_an_unnumbered_heading_is_named_once(english: Phrases) -> None:
    heading = passage_of("Visits to prisons", Kind.HEADING, "Visits to prisons", "torture")
    shortened = passage_of("Visits to", Kind.HEADING, "Visits to prisons", "torture")

    for named in (heading, shortened):
        assert passage_name(named, english, DOCUMENTS) == (
            "section Visits to prisons of Guidelines on torture"
        )


@pytest.mark.parametrize(
    ("label", "title"),
    [("I", "Introduction"), ("A", "Aims"), ("V", "Values"), ("2", "2024 and on")],
)
def test_a_title_that_begins_like_its_number_keeps_the_number(
    label: str, title: str, english: Phrases
) -> None:
    heading = passage_of(label, Kind.HEADING, title, "torture")

    assert passage_name(heading, english, DOCUMENTS).startswith(f"section {label}, {title}")


def test_a_passage_of_an_unknown_document_is_taken_for_the_plans(english: Phrases) -> None:
    passage = passage_of("I.A.1", Kind.OBJECTIVE, document="gone")

    assert is_of_plan(passage, DOCUMENTS)
    assert passage_name(passage, english, {}) == "objective I.A.1"


def test_every_language_names_the_document() -> None:
    for language in sorted(LANGUAGES):
        named = passage_name(paragraphs("torture", "12")[0], phrases(language), DOCUMENTS)

        assert "12" in named
        assert "Guidelines on torture" in named


# Quotation marks are for quotes alone


@pytest.mark.parametrize("count", [1, 2, LABELS_SHOWN + 1])
def test_names_have_no_quotation_marks(count: int, english: Phrases) -> None:
    """Headings without a number are labels, and may hold quotation marks."""
    labels = [f"The “Team Europe” way.{number}" for number in range(count)]
    documents = {"torture": replace(GUIDELINES, short_title='"Torture" guidelines')}
    named = passages_named(paragraphs("torture", *labels), english, documents)
    heading = passage_of("“A”", Kind.HEADING, "The “B”", "torture")

    assert not QUOTATION_MARKS.search(named)
    assert not QUOTATION_MARKS.search(passage_name(heading, english, documents))
    assert not QUOTATION_MARKS.search(headings_shown(["“A”", '"B"']))
    assert plain_name("the “Team”") == "the Team"


# A document with its weight


def test_a_document_is_shown_with_its_reference_kind_and_status(english: Phrases) -> None:
    shown = document_shown("Guidelines", "12107/19", "guidelines", "in force", english)

    assert shown == "Guidelines, 12107/19 (EU guidelines; in force)"


@pytest.mark.parametrize("reference", ["", "Talking points"])
def test_a_reference_that_says_nothing_is_not_shown(reference: str, english: Phrases) -> None:
    shown = document_shown("Talking points", reference, "note", "", english)

    assert shown == "Talking points (own note)"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_has_a_name_in_every_language(kind: str) -> None:
    for language in sorted(LANGUAGES):
        words = phrases(language)
        shown = document_shown("T", "R", kind, "in force", words)

        assert shown.startswith("T, R (")
        assert words.say("status_in_force") in shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("in force", "in force"),
        ("in force, extended to 2027", "in force, extended to 2027"),
        ("replaced by 6279/21", "replaced by 6279/21"),
        ("added here, status not known", "added here, status not known"),
        ("version of 2021", "version of 2021"),
        ("in force, extended to some day", "in force, extended to some day"),
    ],
)
def test_a_status_is_shown_in_english(status: str, shown: str, english: Phrases) -> None:
    assert document_shown("T", "", "note", status, english) == f"T (own note; {shown})"


def test_a_status_is_shown_in_the_language_asked_for() -> None:
    german = phrases("de")
    shown = document_shown("T", "", "note", "in force, extended to 2027", german)

    assert german.say("status_extended", year="2027") in shown
    assert "in force" not in shown


def test_a_status_in_other_words_has_no_quotation_marks(english: Phrases) -> None:
    shown = document_shown("T", "", "note", "replaced by “the new ones”", english)

    assert shown == "T (own note; replaced by the new ones)"
