from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embed import MiniLM
from index.fuse import Fusion
from index.key import NOT_SEARCHED
from index.look_up import Ask
from index.search import Searcher
from index.snapshot import load
from ingest.folding import fold_quote
from ingest.sentences import sentences
from ingest.shipped import shipped_sources
from tests.index.samples import COURTS, MEDIA, TORTURE, WATER, build_sample, sample_source

PLAN = "action-plan-2020-2024"
QUESTIONS = [
    "What does the plan say about the death penalty?",
    "How are human rights defenders protected?",
    "A reporter got a death threat. What can the delegation do?",
    "Quid de la peine de mort ?",
    "II.C.3",
    "How many objectives are in II.D?",
    "Which section covers torture?",
    "How do I bake a cake?",
    "elections",
    "",
    "?",
]


@pytest.fixture(scope="module")
def two_documents(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLM) -> Searcher:
    """One document on torture and water, one on media and courts."""
    folder = tmp_path_factory.mktemp("two") / "index"
    build_sample(
        folder,
        sample_source((TORTURE, WATER), name="first"),
        sample_source((MEDIA, COURTS), name="second"),
    )
    return Searcher(load(folder), embedder, Fusion.shipped())


def labels(searcher: Searcher, question: str, limit: int = 10) -> list[str]:
    return [hit.passage.label for hit in searcher.search(question, limit).hits]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("What does the plan say about the death penalty?", "I.A.1"),
        ("death penalty", "I.A.1"),
        ("DEATH PENALTY!", "I.A.1"),
        ("abolition of capital punishment", "I.A.1"),
        ("Was sagt der Plan zur Todesstrafe?", "I.A.1"),
        ("Que dit le plan sur la peine de mort ?", "I.A.1"),
        ("How does the EU work to eradicate torture?", "I.A.2"),
        ("birth registration and legal identity", "I.B.1"),
        ("academic freedom", "I.C.8"),
        ("Venice Commission and OSCE", "III.B.1"),
        ("Rome Statute", "III.F.3"),
    ],
)
def test_the_passage_on_a_topic_is_first(searcher: Searcher, question: str, label: str) -> None:
    assert labels(searcher, question)[0] == label


@pytest.mark.parametrize(
    "question", ["deth penalty", "death penatly", "abolishing the death penallty"]
)
def test_a_typing_error_leads_to_the_same_passage(searcher: Searcher, question: str) -> None:
    assert labels(searcher, question)[0] == "I.A.1"


@pytest.mark.parametrize("question", ["I.A.1", "ii c 3".upper(), "show me II.C.3", "IV.means"])
def test_a_looked_up_label_is_first_with_certainty(searcher: Searcher, question: str) -> None:
    result = searcher.search(question)

    assert result.look_up
    assert result.look_up.ask is Ask.SHOW
    assert [result.hits[0].passage.label] == list(result.look_up.labels)
    assert result.hits[0].score == 1.0
    assert all(hit.score < 1.0 for hit in result.hits[1:])


def test_a_quoted_phrase_leads_to_its_passage(searcher: Searcher) -> None:
    result = searcher.search('Who wrote "worldwide abolition of the death penalty"?')

    assert result.hits[0].passage.label == "I.A.1"
    assert result.hits[0].score > 0.9


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("limit", [1, 3, 10, 50])
def test_there_are_at_most_as_many_hits_as_the_limit_or_the_list(
    searcher: Searcher, question: str, limit: int
) -> None:
    result = searcher.search(question, limit)
    listed = len(result.look_up.positions) if result.look_up else 0

    assert len(result.hits) <= max(limit, listed)


def test_a_list_that_was_asked_for_is_whole_despite_the_limit(searcher: Searcher) -> None:
    assert labels(searcher, "List the objectives of IV.B", 2) == [
        f"IV.B.{number}" for number in range(1, 10)
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_hits_are_best_first_and_none_comes_twice(searcher: Searcher, question: str) -> None:
    hits = searcher.search(question, 50).hits
    scores = [hit.score for hit in hits]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("question", ["Protecting people", "the plan", "JOIN(2020) 5 final"])
def test_headings_and_covers_are_found_by_look_up_only(searcher: Searcher, question: str) -> None:
    hits = searcher.search(question, 200).hits

    assert hits
    assert not any(hit.passage.kind in NOT_SEARCHED for hit in hits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_smaller_limit_gives_the_beginning_of_the_same_hits(
    searcher: Searcher, question: str
) -> None:
    few, many = searcher.search(question, 3).hits, searcher.search(question, 30).hits

    assert many[: len(few)] == few


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_has_the_same_result_again(searcher: Searcher, question: str) -> None:
    assert searcher.search(question) == searcher.search(question)


def test_another_start_gives_the_same_result(searcher: Searcher) -> None:
    again = Searcher(searcher.snapshot, MiniLM(), Fusion.shipped())

    for question in QUESTIONS:
        assert again.search(question).hits == searcher.search(question).hits


def test_threads_that_search_at_once_do_not_disturb_each_other(searcher: Searcher) -> None:
    expected = [searcher.search(question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(searcher.search, QUESTIONS * 8))

    assert found == expected * 8


def test_no_hit_holds_the_text_of_an_expansion(searcher: Searcher) -> None:
    expansions = [expansion for source in shipped_sources() for expansion in source.expansions]
    texts = [fold_quote(passage.text) for passage in searcher.snapshot.passages]

    assert len(expansions) > 100
    for expansion in expansions:
        folded = fold_quote(expansion.text)
        assert not any(folded in text for text in texts), expansion


@pytest.mark.parametrize("position", range(0, 200, 20))
def test_an_expansion_leads_to_the_document_s_own_words(searcher: Searcher, position: int) -> None:
    (source,) = shipped_sources()
    english = [expansion for expansion in source.expansions if expansion.language == "en"]
    for hit in searcher.search(english[position].text).hits:
        assert hit.passage in searcher.snapshot.passages
        assert source.document.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_sentence_is_one_of_the_passage(searcher: Searcher, question: str) -> None:
    for hit in searcher.search(question).hits:
        assert 0 <= hit.best_sentence < len(sentences(hit.passage.text))


@pytest.mark.parametrize("question", ["torture", "journalists", "water", "judges"])
@pytest.mark.parametrize("name", ["first", "second"])
def test_only_the_documents_that_are_named_are_searched(
    two_documents: Searcher, question: str, name: str
) -> None:
    hits = two_documents.search(question, documents=[name]).hits

    assert len(hits) == 2
    assert {hit.passage.document_id for hit in hits} == {name}


def test_without_names_all_documents_are_searched(two_documents: Searcher) -> None:
    hits = two_documents.search("torture").hits

    assert {hit.passage.document_id for hit in hits} == {"first", "second"}
    assert hits[0].passage.text == TORTURE


def test_a_document_that_is_not_there_has_no_hits(searcher: Searcher) -> None:
    assert searcher.search("death penalty", documents=["another"]).hits == ()


def test_the_plan_alone_gives_what_all_documents_give(searcher: Searcher) -> None:
    question = "death penalty"

    assert searcher.search(question, documents=[PLAN]) == searcher.search(question)


@pytest.mark.parametrize("question", ["I.A.1", "What is in I.A.1?", "List the objectives of I.A"])
def test_a_label_is_looked_up_in_the_documents_that_are_named(
    two_documents: Searcher, question: str
) -> None:
    hits = two_documents.search(question, documents=["second"]).hits

    assert hits
    assert {hit.passage.document_id for hit in hits} == {"second"}


def test_a_quoted_phrase_and_a_label_of_other_documents_are_not_found(searcher: Searcher) -> None:
    assert searcher.search("I.A.1", documents=["another"]).hits == ()


def test_a_quoted_phrase_of_another_document_is_not_found(two_documents: Searcher) -> None:
    question = f'Where is "{TORTURE}"?'
    hits = two_documents.search(question, documents=["second"]).hits

    assert {hit.passage.document_id for hit in hits} == {"second"}


def test_a_question_that_is_encoded_already_gives_the_same_result(
    searcher: Searcher, embedder: MiniLM
) -> None:
    question = "What does the plan say about the death penalty?"
    vector = embedder.encode([question])[0]

    assert searcher.search_by_vector(question, vector) == searcher.search(question)


@given(question=st.text(max_size=200))
def test_any_text_can_be_searched(searcher: Searcher, question: str) -> None:
    result = searcher.search(question, 5)

    assert all(0 <= hit.score <= 1 for hit in result.hits)


def test_a_very_long_question_can_be_searched(searcher: Searcher) -> None:
    question = "What does the plan say about the death penalty? " * 400

    assert "I.A.1" in labels(searcher, question, 3)


def test_an_index_of_one_objective_can_be_searched(tmp_path: Path, embedder: MiniLM) -> None:
    build_sample(tmp_path / "index", sample_source((TORTURE,)))
    small = Searcher(load(tmp_path / "index"), embedder, Fusion.shipped())

    assert [hit.passage.text for hit in small.search("torture").hits] == [TORTURE]
