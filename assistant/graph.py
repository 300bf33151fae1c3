"""The steps of a question as a LangGraph graph that keeps conversations.

The only module that imports LangGraph. The graph runs the steps of assistant/pipeline.py in their
order; of its state only the turns are kept, under the conversation's id, by a checkpointer.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypedDict

from langchain_core.runnables import RunnableConfig
from langgraph.channels import UntrackedValue
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from assistant.answer import Answer
from assistant.conversation import Turn
from assistant.events import Listener, Step, nobody
from assistant.pipeline import Asked, Assistant, Context, State

Checkpointer = BaseCheckpointSaver[Any]
# What a follow-up can refer to; older turns are dropped, so a conversation stays small.
TURNS_KEPT = 20


class GraphState(TypedDict, total=False):
    """`turns` is kept between questions; `this` is the state of one question and is not."""

    turns: list[dict[str, Any]]
    this: Annotated[State, UntrackedValue]


class Conversations:
    """Questions that follow each other, answered by one assistant. Safe to share."""

    def __init__(self, assistant: Assistant, checkpointer: Checkpointer) -> None:
        """`checkpointer` keeps the turns."""
        self._assistant = assistant
        self._checkpointer = checkpointer
        graph = StateGraph(GraphState, context_schema=Context)
        before = START
        for name, text, step in assistant.steps:
            graph.add_node(name, _node(name, text, step))
            graph.add_edge(before, name)
            before = name
        graph.add_node("remember", _remember)
        graph.add_edge(before, "remember")
        graph.add_edge("remember", END)
        self.graph = graph.compile(checkpointer=checkpointer, name="aide-memoire")

    def ask(
        self,
        conversation_id: str,
        question: str,
        documents: Collection[str] = (),
        *,
        language: str | None = None,
        listener: Listener = nobody,
    ) -> Answer:
        """Answer a question in the light of the conversation's turns, and keep it as one.

        Raises QuestionUnusable; the conversation then stays as it was.
        """
        asked = Asked(question, tuple(documents), language, conversation_id)
        state = self.graph.invoke(
            GraphState(this=State(asked=asked)),
            _config(conversation_id),
            context=self._assistant.context(listener),
            # One write for each question; nothing in between is worth resuming.
            durability="exit",
        )
        answer: Answer = state["this"]["answer"]
        return answer

    def turns(self, conversation_id: str) -> list[Turn]:
        """The turns of a conversation, the oldest first; none when there is no such one."""
        values = self.graph.get_state(_config(conversation_id)).values
        return [Turn.from_json(raw) for raw in values.get("turns", [])]

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation."""
        self._checkpointer.delete_thread(conversation_id)


def _config(conversation_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": conversation_id}}


def _node(name: str, text: str, step: Callable[[State, Context], State]) -> Any:
    """A step as LangGraph calls one; its protocol for nodes with a runtime can't be spelled."""

    def node(state: GraphState, runtime: Runtime[Context]) -> GraphState:
        runtime.context.listener(Step(name, text))
        turns = [Turn.from_json(raw) for raw in state.get("turns", [])]
        this = State(**{**state["this"], "turns": turns})
        return GraphState(this=State(**{**this, **step(this, runtime.context)}))

    return node


def _remember(state: GraphState) -> GraphState:
    """Add the answer's turn to those that are kept."""
    turn = Turn.of(state["this"]["answer"]).to_json()
    return GraphState(turns=[*state.get("turns", []), turn][-TURNS_KEPT:])


@contextmanager
def in_memory() -> Iterator[Checkpointer]:
    """Keep conversations as long as the process runs."""
    yield InMemorySaver()


@contextmanager
def in_sqlite(file: Path) -> Iterator[Checkpointer]:
    """Keep conversations in a SQLite file."""
    from langgraph.checkpoint.sqlite import SqliteSaver

    file.parent.mkdir(parents=True, exist_ok=True)
    with SqliteSaver.from_conn_string(str(file)) as saver:
        saver.setup()
        yield saver


@contextmanager
def in_postgres(url: str) -> Iterator[Checkpointer]:
    """Keep conversations in PostgreSQL; `url` is a libpq one, postgresql://..."""
    from langgraph.checkpoint.postgres import PostgresSaver

    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
        yield saver
