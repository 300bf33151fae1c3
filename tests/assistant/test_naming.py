import pytest

from assistant.naming import LABELS_SHOWN, passage_name, passages_named
from assistant.phrases import Phrases, phrases
from ingest.document import Kind
from ingest.passage import Passage


def passage_of(label: str, kind: Kind, title: str = "") -> Passage:
    return Passage("sample", label, kind, (), "", 0, 4, "Text", title=title)


def objectives(*labels: str) -> list[Passage]:
    return [passage_of(label, Kind.OBJECTIVE) for label in labels]


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        (Kind.OBJECTIVE, "objective"),
        (Kind.MEANS, "means"),
        (Kind.INTRODUCTION, "introduction"),
        (Kind.PARAGRAPH, "paragraph"),
        (Kind.LIST, "paragraph"),
        (Kind.COVER, "paragraph"),
        (Kind.NOTE, "paragraph"),
    ],
)
def test_a_passage_is_named_by_its_kind_and_its_label(
    kind: Kind, phrase: str, english: Phrases
) -> None:
    assert passage_name(passage_of("I.A.1", kind), english) == f"{english.say(phrase)} I.A.1"


def test_a_heading_is_named_with_its_title(english: Phrases) -> None:
    line = passage_of("II", Kind.HEADING, "Building societies.")
    section = passage_of("II.C", Kind.HEADING, "Media")

    assert passage_name(line, english) == f"{english.say('line')} II, Building societies"
    assert passage_name(section, english) == f"{english.say('section')} II.C, Media"


def test_one_passage_is_named_in_the_singular(english: Phrases) -> None:
    assert passages_named(objectives("I.A.1"), english) == f"{english.say('objective')} I.A.1"


def test_several_of_a_kind_share_one_word(english: Phrases) -> None:
    named = passages_named(objectives("I.D.4", "I.D.5", "II.A.1"), english)

    assert named == f"{english.say('objectives')} {english.joined(['I.D.4', 'I.D.5', 'II.A.1'])}"


def test_parts_of_a_long_passage_are_one(english: Phrases) -> None:
    named = passages_named(objectives("I.D.4", "I.D.4"), english)

    assert named == f"{english.say('objective')} I.D.4"


def test_kinds_are_grouped_in_the_order_of_their_best(english: Phrases) -> None:
    means = passage_of("I.means", Kind.MEANS)
    named = passages_named([*objectives("I.A.1"), means, *objectives("I.A.2")], english)
    first = f"{english.say('objectives')} {english.joined(['I.A.1', 'I.A.2'])}"

    assert named == english.joined([first, f"{english.say('means')} I.means"])


def test_a_long_run_is_named_by_its_ends(english: Phrases) -> None:
    labels = [f"I.A.{number}" for number in range(1, LABELS_SHOWN + 2)]
    shorter = passages_named(objectives(*labels[:-1]), english)
    longer = passages_named(objectives(*labels), english)

    assert all(label in shorter for label in labels[:-1])
    assert longer.endswith(f" {labels[0]}–{labels[-1]}")


def test_names_are_in_the_language_asked_for() -> None:
    german = phrases("de")

    assert passages_named(objectives("I.A.1"), german) == f"{german.say('objective')} I.A.1"
    assert german.say("objective") != phrases("en").say("objective")
