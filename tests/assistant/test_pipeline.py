from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from assistant.answerability import Answerability
from assistant.errors import LabelMissing, QuestionUnusable
from assistant.events import Delta, Event, Step
from assistant.pipeline import PASSAGES_SHOWN, UNSEALED, Assistant, Context, State
from index.build import build
from index.embed import MiniLM
from ingest.shipped import shipped_sources
from ingest.source import Source
from integrations.bootstrap import load_assistant
from integrations.settings import Settings
from tests.assistant.fake_model import FakeModel
from tests.index.samples import ref_of
from tests.integrations.questions import QUESTIONS

PLAN = "action-plan-2020-2024"
COPY = "a-second-plan"
TEXT, NUMBER, COUNT = (str,), (float, int), (int,)
ANSWER = {
    "id": TEXT,
    "question": TEXT,
    "status": TEXT,
    "language": TEXT,
    "text": TEXT,
    "composer": TEXT,
    "model": (str, type(None)),
}
CITATION = {
    "number": COUNT,
    "document": TEXT,
    "document_title": TEXT,
    "reference": TEXT,
    "label": TEXT,
    "quote": TEXT,
    "start": COUNT,
    "end": COUNT,
    "page": (int, type(None)),
    "gate": TEXT,
    "url": TEXT,
    "source_url": TEXT,
    "document_digest": TEXT,
}
PASSAGE = {
    "document": TEXT,
    "label": TEXT,
    "text": TEXT,
    "start": COUNT,
    "end": COUNT,
    "score": NUMBER,
}
TIMINGS = {"retrieve": NUMBER, "compose": NUMBER, "total": NUMBER}


def assert_fields(value: dict[str, Any], fields: Mapping[str, tuple[type, ...]]) -> None:
    wrong = {name for name, types in fields.items() if not isinstance(value[name], types)}

    assert not wrong


def copied(source: Source) -> Source:
    """The same text as another document."""
    facts = replace(source.document.facts, id=COPY, title="A second plan", reference="X(1) 1")
    return replace(
        source,
        document=replace(source.document, facts=facts),
        passages=tuple(replace(passage, document_id=COPY) for passage in source.passages),
    )


@pytest.fixture(scope="module")
def of_two_documents(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(home=tmp_path_factory.mktemp("two"))
    (plan,) = shipped_sources()
    refs = [ref_of(plan), ref_of(copied(plan))]
    build(lambda: refs, "two", settings.index_folder, MiniLM.NAME, MiniLM)
    return load_assistant(settings)


@pytest.mark.parametrize(
    "question",
    ["What does the plan say about the death penalty?", "I.A.99", "bake bread", "Todesstrafe", "5"],
)
def test_an_answer_has_the_fields_of_the_contract(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question).to_json()

    assert_fields(answer, ANSWER)
    assert_fields(answer["timings_ms"], TIMINGS)
    assert answer["question"] == question
    assert answer["status"] in {status.value for status in Status}
    assert answer["composer"] == "quotes"
    assert answer["model"] is None
    assert all(isinstance(warning, str) for warning in answer["warnings"])
    assert len(answer["passages"]) <= PASSAGES_SHOWN == 10
    for citation in answer["citations"]:
        assert_fields(citation, CITATION)
        assert all(isinstance(heading, str) for heading in citation["heading_path"])
        assert citation["url"] == f"/documents/{citation['document']}#{citation['label']}"
        assert citation["document_digest"].startswith("sha256:")
    for passage in answer["passages"]:
        assert_fields(passage, PASSAGE)


def test_the_death_penalty_is_answered_with_its_objective_first(assistant: Assistant) -> None:
    answer = assistant.ask("What does the plan say about the death penalty?")

    assert answer.status is Status.ANSWERED
    assert answer.citations[0].label == "I.A.1"
    assert "abolition of the death penalty" in answer.citations[0].quote
    assert answer.passages[0].label == "I.A.1"


@pytest.mark.parametrize("question", ["I.A.99", "What is objective I.A.99?", "show VII.A.1"])
def test_a_label_that_does_not_exist_is_not_found(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_labels_of_which_one_does_not_exist_are_answered_in_part(assistant: Assistant) -> None:
    answer = assistant.ask("Compare I.A.1 and I.A.99")

    assert answer.status is Status.PARTIAL
    assert {citation.label for citation in answer.citations} == {"I.A.1"}
    assert "I.A.99" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How do I make a cheese soufflé rise, which recipe is best?",
        "Recipe for chocolate cake with three eggs",
    ],
)
def test_a_recipe_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.status in {Status.OUT_OF_SCOPE, Status.NOT_FOUND}
    assert not answer.citations


@pytest.mark.parametrize("question", ["", "   ", "\x00", "\U0001f642", "a" * 100_000, "\udcff"])
def test_a_question_that_can_not_be_answered_raises(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionUnusable):
        assistant.ask(question)
    with pytest.raises(QuestionUnusable):
        assistant.search(question, 5)


def test_passages_are_the_best_first_and_stand_in_the_document(assistant: Assistant) -> None:
    (document,) = assistant.searcher.snapshot.documents
    found = assistant.ask("freedom of expression online").passages

    assert found
    assert all(document.text[p.start : p.end] == p.text for p in found)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_the_same_question_has_the_same_answer_under_another_id(assistant: Assistant) -> None:
    first, second = (assistant.ask("torture prevention") for _ in range(2))

    assert first.id != second.id
    assert replace(first, id="", timings_ms=second.timings_ms) == replace(second, id="")


def test_an_assistant_answers_several_threads(assistant: Assistant) -> None:
    alone = [assistant.ask(question).text for question in QUESTIONS[:20]]
    with ThreadPoolExecutor(4) as pool:
        together = [answer.text for answer in pool.map(assistant.ask, QUESTIONS[:20])]

    assert together == alone


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_a_search_gives_at_most_as_many_as_asked_for(assistant: Assistant, limit: int) -> None:
    assert 1 <= len(assistant.search("human rights defenders", limit)) <= limit


def test_a_search_finds_a_label(assistant: Assistant) -> None:
    assert [found.label for found in assistant.search("II.C.3", 1)] == ["II.C.3"]


@pytest.mark.parametrize("label", ["I.A.1", " i.a.1 "])
def test_a_label_is_shown_in_any_spelling_of_case(assistant: Assistant, label: str) -> None:
    assert [passage.label for passage in assistant.show(label)] == ["I.A.1"]


def test_a_heading_is_shown_with_all_below_it(assistant: Assistant) -> None:
    section = [passage.label for passage in assistant.show("II.C")]
    line = [passage.label for passage in assistant.show("II")]

    assert section[0] == "II.C"
    assert "II.C.1" in section
    assert all(label.startswith("II.C") for label in section)
    assert set(section) < set(line)


@pytest.mark.parametrize("label", ["X.9", "", "I.A.", "torture"])
def test_a_label_that_does_not_exist_can_not_be_shown(assistant: Assistant, label: str) -> None:
    with pytest.raises(LabelMissing):
        assistant.show(label)


def test_the_documents_that_can_be_asked_are_named(
    assistant: Assistant, of_two_documents: Assistant
) -> None:
    assert assistant.document_ids == [PLAN]
    assert of_two_documents.document_ids == [PLAN, COPY]


ASKED_IN: dict[str, Callable[[Assistant, str], set[str]]] = {
    "citations": lambda a, q: {c.document for c in a.ask(q, [COPY]).citations},
    "passages": lambda a, q: {p.document for p in a.ask(q, [COPY]).passages},
    "search": lambda a, q: {p.document for p in a.search(q, 10, [COPY])},
    "show": lambda a, _: {p.document_id for p in a.show("I.A.1", [COPY])},
}


@pytest.mark.parametrize("where", ASKED_IN)
@pytest.mark.parametrize(
    "question",
    [
        "What does the plan say about the death penalty?",
        "I.A.1",
        "list the objectives of II.C",
        "What comes after I.A.3?",
        'Where does it say "work towards a moratorium on executions"?',
    ],
)
def test_only_the_documents_named_are_searched(
    of_two_documents: Assistant, question: str, where: str
) -> None:
    assert ASKED_IN[where](of_two_documents, question) == {COPY}


def test_without_a_name_every_document_is_searched(of_two_documents: Assistant) -> None:
    found = of_two_documents.ask("What does the plan say about the death penalty?").passages

    assert {passage.document for passage in found} == {PLAN, COPY}


def test_a_document_that_does_not_exist_answers_nothing(
    assistant: Assistant, tmp_path: Path
) -> None:
    answer = assistant.ask("What does the plan say about the death penalty?", [tmp_path.name])

    assert not answer.citations
    assert not answer.passages


@pytest.mark.parametrize("question", ["What comes after V.B.4?", "What comes before COM.1.1?"])
def test_beyond_the_ends_of_the_plan_nothing_is_found(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


DEATH_PENALTY = "What does the plan say about the death penalty?"


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("fr", "Les citations sont en anglais"),
        ("pl", "Cytaty są w języku angielskim"),
        ("en", "Source: "),
    ],
)
@pytest.mark.parametrize("question", [DEATH_PENALTY, "Was sagt der Plan zur Todesstrafe?"])
def test_an_answer_is_in_the_language_that_is_asked_for(
    assistant: Assistant, question: str, language: str, phrase: str
) -> None:
    answer = assistant.ask(question, language=language)

    assert answer.language == language
    assert phrase in answer.text
    assert answer.citations == assistant.ask(question).citations


def test_without_one_the_language_is_that_of_the_question(assistant: Assistant) -> None:
    assert assistant.ask("Was sagt der Plan zur Todesstrafe?").language == "de"


def test_a_language_without_phrases_is_framed_in_english_with_a_warning(
    assistant: Assistant,
) -> None:
    answer = assistant.ask(DEATH_PENALTY, language="ja")

    assert answer.language == "ja"
    assert "Source: " in answer.text
    assert len(answer.warnings) == 1


@pytest.mark.parametrize("question", [DEATH_PENALTY, "I.A.99", "bake bread", "shorter"])
def test_events_come_in_order_and_make_the_text(assistant: Assistant, question: str) -> None:
    heard: list[Event] = []
    answer = assistant.ask(question, listener=heard.append)

    assert heard == [
        *(Step(name, text) for name, text, _ in assistant.steps[:4]),
        Delta(answer.text),
        Step(*assistant.steps[4][:2]),
    ]


@pytest.mark.parametrize("question", [DEATH_PENALTY, "shorter", "what about torture?", "  I.A.1 "])
def test_a_question_without_a_conversation_is_not_rewritten(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)

    assert answer.stand_alone_question is None
    assert answer.conversation_id is None


class Careless(Assistant):
    """Composes something that it has made up."""

    def _compose(self, state: State, context: Context) -> State:
        composition = super()._compose(state, context)["composition"]
        text = f"{composition.text}\n\n“Executions are fine.” [1]"
        return State(composition=replace(composition, text=text))


def test_a_text_with_a_quotation_of_no_document_is_withheld(assistant: Assistant) -> None:
    answer = Careless(assistant.searcher, Answerability.shipped()).ask(DEATH_PENALTY)

    assert answer.status is Status.ERROR
    assert answer.text == UNSEALED
    assert answer.citations == ()
    assert answer.composer == "quotes"


def test_a_model_writes_only_what_is_answered_by_its_topic(assistant: Assistant) -> None:
    quote = "a moratorium on executions as a first step towards abolition"
    model = FakeModel(f"The EU insists on <quote>{quote}</quote>.")
    with_model = Assistant(assistant.searcher, Answerability.shipped(), model)
    asked = [DEATH_PENALTY, "I.A.1", "I.A.99", "How do I bake bread?"]
    composers = [with_model.ask(question).composer for question in asked]

    assert composers == ["model", "quotes", "quotes", "quotes"]
    assert len(model.messages) == 1


def test_a_model_writes_in_the_language_that_is_asked_for(assistant: Assistant) -> None:
    model = FakeModel("<quote>a moratorium on executions</quote>")
    with_model = Assistant(assistant.searcher, Answerability.shipped(), model)
    answer = with_model.ask(DEATH_PENALTY, language="fr")

    assert answer.language == "fr"
    assert "the code fr" in model.messages[0].system
    assert "Les citations sont en anglais" in answer.text
