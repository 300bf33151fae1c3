from collections.abc import Sequence

import pytest

from index.breadth import MAX_MENTIONS, Mentions, asks_for_everything
from index.key import NOT_SEARCHED
from index.lexical import LexicalField
from index.search import MENTIONED, Searcher
from ingest.expansions import LANGUAGES
from ingest.passage import Passage
from tests.index.samples import COURTS, MEDIA, TORTURE, WATER, sample_source

CHILDREN = "Protect women, children and the elderly in prisons."
SCHOOLS = "Send children to school."
PASSAGES = sample_source((TORTURE, MEDIA, WATER, COURTS, CHILDREN, SCHOOLS)).passages

EVERYTHING = {
    "en": "What objectives are there on children?",
    "bg": "Всички цели за децата",
    "cs": "Kde se mluví o dětech?",
    "da": "Alle mål om børn",
    "de": "Sämtliche Stellen über Kinder",
    "el": "Όλα για τα παιδιά",
    "es": "Todo sobre los niños",
    "et": "Kõik laste kohta",
    "fi": "Kaikki lapsista",
    "fr": "Tout sur les enfants",
    "ga": "Gach rud faoi leanaí",
    "hr": "Sve o djeci",
    "hu": "Minden a gyermekekről",
    "it": "Tutto sui bambini",
    "lt": "Viskas apie vaikus",
    "lv": "Viss par bērniem",
    "mt": "Kollox dwar it-tfal",
    "nl": "Alles over kinderen",
    "pl": "Wszystko o dzieciach",
    "pt": "Tudo sobre crianças",
    "ro": "Totul despre copii",
    "sk": "Všetko o deťoch",
    "sl": "Vse o otrocih",
    "sv": "Allt om barn",
}


def mentioned(
    question: str, best: Sequence[str], passages: Sequence[Passage] = PASSAGES
) -> list[str]:
    """The labels that mention a topic, where the passages labelled `best` answer best."""
    labels = [passage.label for passage in passages]
    found = Mentions(passages).of(question, [labels.index(label) for label in best])
    return [labels[position] for position in found]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_everything_can_be_wanted_in_every_language(language: str) -> None:
    assert asks_for_everything(EVERYTHING[language], language)


@pytest.mark.parametrize(
    "question",
    [
        "everything on children",
        "EVERYTHING on children",
        "Gather all the commitments on children.",
        "Where does the plan mention water?",
        "Which objectives concern torture?",
        "Give me an overview of the death penalty",
        "children throughout the plan",
        "the full list on elections",
    ],
)
def test_a_question_for_all_that_there_is_wants_everything(question: str) -> None:
    assert asks_for_everything(question, "en")


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What does the plan say about the death penalty?",
        "How are human rights defenders protected?",
        "Is there a listing of prisons?",
        "Who is nowhere welcome?",
        "everyone has rights",
    ],
)
def test_a_question_for_one_thing_does_not(question: str) -> None:
    assert not asks_for_everything(question, "en")


def test_the_words_of_another_language_are_not_looked_for() -> None:
    assert not asks_for_everything("Tout sur les enfants", "en")
    assert not asks_for_everything("everything on children", "fr")


def test_a_language_without_a_list_has_the_english_one() -> None:
    assert asks_for_everything("everything on children", "xx")


def test_accents_may_be_missing() -> None:
    assert asks_for_everything("samtliche Stellen über Kinder", "de")


def test_every_passage_that_mentions_the_topic_is_found() -> None:
    assert mentioned("everything on children", ["I.A.6"]) == ["I.A.5", "I.A.6"]


def test_a_topic_that_none_of_the_best_mentions_is_a_word_in_passing() -> None:
    assert mentioned("everything on children", ["I.A.1", "I.A.2"]) == []
    assert mentioned("everything on children", []) == []


def test_each_of_two_topics_is_looked_for_on_its_own() -> None:
    best = ["I.A.1", "I.A.3"]

    assert mentioned("everything on torture and drinking water", best) == best
    assert mentioned("all about torture, water", best) == best
    assert mentioned("all about torture; not: media", best) == ["I.A.1"]


def test_a_word_in_another_form_is_the_same_topic() -> None:
    assert mentioned("everything on a child's schooling or a judge", ["I.A.4"]) == ["I.A.4"]
    assert mentioned("everything on journalist", ["I.A.2"]) == ["I.A.2"]


def test_most_of_a_topic_must_be_mentioned() -> None:
    assert mentioned("everything on children in prisons", ["I.A.5", "I.A.6"]) == ["I.A.5"]


def test_words_of_the_asking_are_no_topic() -> None:
    with_right = sample_source(("The right to a review of the plan.", WATER)).passages

    assert mentioned("every right of the plan", ["I.A.1"], with_right) == []


@pytest.mark.parametrize("question", ["", "?", "everything", "everything on unicorns", "and, or"])
def test_a_question_without_a_known_topic_finds_nothing(question: str) -> None:
    assert mentioned(question, [passage.label for passage in PASSAGES]) == []


def test_headings_are_not_found() -> None:
    assert mentioned("everything on people", [p.label for p in PASSAGES]) == []


@pytest.mark.parametrize(("mentions", "found"), [(MAX_MENTIONS, 16), (MAX_MENTIONS + 1, 0)])
def test_what_very_many_passages_mention_is_no_topic(mentions: int, found: int) -> None:
    objectives = [f"Bring water to place {number}." for number in range(mentions)] + [TORTURE] * 20
    passages = sample_source(objectives).passages

    assert len(mentioned("everything on water", ["I.A.1"], passages)) == found


def test_what_every_passage_mentions_tells_nothing() -> None:
    passages = sample_source(("Clean water.", "More water.")).passages

    assert mentioned("everything on water", ["I.A.1", "I.A.2"], passages) == []


def test_without_passages_nothing_is_found() -> None:
    assert Mentions([]).of("everything on water", []) == []


def test_a_search_tells_whether_everything_is_wanted(searcher: Searcher) -> None:
    assert searcher.search("everything on the death penalty").broad
    assert not searcher.search("What does the plan say about the death penalty?").broad


@pytest.mark.parametrize("topic", ["water", "torture", "indigenous peoples", "children"])
def test_a_search_for_everything_gives_every_passage_that_mentions_the_topic_a_score(
    searcher: Searcher, topic: str
) -> None:
    scores = {
        hit.passage.label: hit.score for hit in searcher.search(f"Everything on {topic}", 99).hits
    }
    naming = {
        passage.label
        for passage in searcher.snapshot.passages
        if passage.kind not in NOT_SEARCHED and topic in passage.text.lower()
    }

    assert len(naming) > 1
    assert all(scores[label] >= MENTIONED for label in naming)


@pytest.mark.parametrize(
    "question", ["everything on children", "all about torture, water", "all on judges or media"]
)
def test_a_field_with_more_than_the_texts_finds_the_same(question: str) -> None:
    rows = ["\n".join([*p.heading_path, p.text, "children in prison"]) for p in PASSAGES]
    field = LexicalField.build("words", rows)
    best = list(range(len(PASSAGES)))

    assert Mentions(PASSAGES, field).of(question, best) == Mentions(PASSAGES).of(question, best)
    assert Mentions(PASSAGES, field).of(question, best)
