from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.answerability import Answerability
from assistant.errors import QuestionUnusable
from assistant.events import Delta, Event, Step
from assistant.graph import TURNS_KEPT, Conversations, in_memory, in_sqlite
from assistant.pipeline import Assistant
from tests.assistant.fake_model import FakeModel

FIRST = "What does the plan say about the death penalty?"
STEPS = ["understand", "retrieve", "judge", "compose", "seal"]


@pytest.fixture
def conversations(assistant: Assistant) -> Iterator[Conversations]:
    with in_memory() as checkpointer:
        yield Conversations(assistant, checkpointer)


def test_the_nodes_are_the_steps_of_the_pipeline_in_their_order(
    assistant: Assistant, conversations: Conversations
) -> None:
    graph = conversations.graph.get_graph()
    following = {edge.source: edge.target for edge in graph.edges}
    order = ["__start__"]
    while order[-1] in following:
        order.append(following[order[-1]])

    assert [name for name, _, _ in assistant.steps] == STEPS
    assert order == ["__start__", *STEPS, "remember", "__end__"]
    assert set(graph.nodes) == set(order)
    assert len(graph.edges) == len(order) - 1


def test_the_first_answer_is_that_of_the_assistant_alone(
    assistant: Assistant, conversations: Conversations
) -> None:
    answer, alone = conversations.ask("a", FIRST), assistant.ask(FIRST)

    assert (answer.text, answer.citations) == (alone.text, alone.citations)
    assert (answer.conversation_id, alone.conversation_id) == ("a", None)


def test_events_come_in_order_and_make_the_text(conversations: Conversations) -> None:
    heard: list[Event] = []
    answer = conversations.ask("a", FIRST, listener=heard.append)
    steps = [event.step for event in heard if isinstance(event, Step)]
    kinds = [type(event) for event in heard]

    assert steps == STEPS
    assert "".join(event.text for event in heard if isinstance(event, Delta)) == answer.text
    assert kinds == [Step, Step, Step, Step, Delta, Step]
    assert all(event.text for event in heard)


def test_a_follow_up_is_understood_in_the_light_of_the_turns(
    conversations: Conversations,
) -> None:
    conversations.ask("a", FIRST)
    answer = conversations.ask("a", "what about torture?")

    assert answer.question == "what about torture?"
    assert answer.stand_alone_question == "torture?"
    assert answer.citations[0].label == "I.A.2"
    assert [turn.stand_alone_question for turn in conversations.turns("a")] == [FIRST, "torture?"]


def test_a_citation_number_keeps_pointing_to_the_same_passage(
    conversations: Conversations,
) -> None:
    first = conversations.ask("a", "protection of human rights defenders and journalists")
    kept = conversations.turns("a")[0].cited
    second = conversations.ask("a", "the second one")
    conversations.ask("a", "what about torture?")

    assert len({citation.label for citation in first.citations}) > 1
    assert [(c.number, c.document, c.label) for c in kept] == [
        (c.number, c.document, c.label) for c in first.citations
    ]
    assert second.stand_alone_question == first.citations[1].label
    assert {citation.label for citation in second.citations} == {first.citations[1].label}
    assert conversations.turns("a")[0].cited == kept


def test_a_shorter_answer_quotes_fewer_passages(conversations: Conversations) -> None:
    first = conversations.ask("a", "protection of human rights defenders and journalists")
    shorter = conversations.ask("a", "shorter")

    assert len({citation.label for citation in shorter.citations}) == 1
    assert len({citation.label for citation in first.citations}) > 1
    assert shorter.citations[0].label == first.citations[0].label


def test_the_same_answer_in_another_language_has_the_same_quotes(
    conversations: Conversations,
) -> None:
    first = conversations.ask("a", FIRST)
    french = conversations.ask("a", "in French, please")

    assert (first.language, french.language) == ("en", "fr")
    assert {c.label for c in french.citations} == {c.label for c in first.citations}
    assert "Les citations sont en anglais" in french.text


def test_a_language_that_is_set_goes_before_the_one_that_is_asked_for(
    conversations: Conversations,
) -> None:
    conversations.ask("a", FIRST)

    assert conversations.ask("a", "in French", language="de").language == "de"


def test_conversations_do_not_know_of_each_other(conversations: Conversations) -> None:
    conversations.ask("a", FIRST)
    conversations.ask("b", "torture prevention")
    answer = conversations.ask("b", "again")

    assert answer.stand_alone_question == "torture prevention"
    assert [turn.question for turn in conversations.turns("a")] == [FIRST]
    assert conversations.turns("c") == []


def test_a_conversation_can_be_deleted(conversations: Conversations) -> None:
    conversations.ask("a", FIRST)
    conversations.ask("b", FIRST)
    conversations.delete("a")
    conversations.delete("never there")

    assert conversations.turns("a") == []
    assert len(conversations.turns("b")) == 1
    assert conversations.ask("a", "what about torture?").stand_alone_question is None


def test_turns_are_kept_in_the_file(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "conversations.sqlite"
    with in_sqlite(file) as checkpointer:
        before = Conversations(assistant, checkpointer)
        before.ask("a", FIRST)
        before.ask("gone", FIRST)
        before.delete("gone")
        turns = before.turns("a")
    with in_sqlite(file) as checkpointer:
        after = Conversations(assistant, checkpointer)
        kept, gone = after.turns("a"), after.turns("gone")
        answer = after.ask("a", "what about torture?")

    assert len(turns) == 1
    assert kept == turns
    assert gone == []
    assert answer.stand_alone_question == "torture?"


@pytest.mark.parametrize("question", ["", "\U0001f642", "a" * 100_000])
def test_a_question_that_can_not_be_answered_leaves_the_conversation_as_it_was(
    conversations: Conversations, question: str
) -> None:
    conversations.ask("a", FIRST)
    turns = conversations.turns("a")
    with pytest.raises(QuestionUnusable):
        conversations.ask("a", question)
    with pytest.raises(QuestionUnusable):
        conversations.ask("new", question)

    assert conversations.turns("a") == turns
    assert conversations.turns("new") == []
    assert conversations.ask("a", "what about torture?").stand_alone_question == "torture?"


def test_the_oldest_turns_are_dropped(conversations: Conversations) -> None:
    asked = [f"I.A.{number}" for number in range(1, TURNS_KEPT + 4)]
    for question in asked:
        conversations.ask("a", question)

    assert [turn.question for turn in conversations.turns("a")] == asked[-TURNS_KEPT:]


def test_a_refusal_is_a_turn_too(conversations: Conversations) -> None:
    answer = conversations.ask("a", "I.A.99")
    (turn,) = conversations.turns("a")

    assert answer.status is Status.NOT_FOUND
    assert (turn.answer_id, turn.status, turn.cited) == (answer.id, "not_found", ())


def test_with_a_model_a_conversation_streams_and_remembers(assistant: Assistant) -> None:
    quote = "a moratorium on executions as a first step towards abolition"
    model = FakeModel(f"The EU insists on <quote>{quote}</quote>. ", "It strives")
    with_model = Assistant(assistant.searcher, Answerability.shipped(), model)
    heard: list[Event] = []
    with in_memory() as checkpointer:
        conversations = Conversations(with_model, checkpointer)
        answer = conversations.ask("a", FIRST, listener=heard.append)
        (turn,) = conversations.turns("a")

    assert (answer.composer, answer.model) == ("model", "fake:model")
    assert [citation.label for citation in turn.cited] == ["I.A.1"]
    assert "".join(event.text for event in heard if isinstance(event, Delta)) == answer.text
