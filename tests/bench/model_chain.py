"""What the chain costs around a language model, and whether conversations fill the memory.

The model is a stand-in that says a reply of 1,000 tokens at once: what is measured is our work.
"""

import resource
import time
from collections.abc import Generator
from pathlib import Path

from assistant.chat_model import ChatModel, Deadline, Message
from assistant.events import Event
from assistant.graph import Conversations, in_sqlite
from assistant.pipeline import Assistant
from ingest.tokens import count_tokens
from integrations.bootstrap import load_assistant
from integrations.settings import Settings
from tests.bench.questions import QUESTIONS

TOKENS = 1000
CONVERSATIONS = 1000
TURNS = ("What does the plan say about torture?", "and for children?")


class InstantModel(ChatModel):
    """Says sentences with a quotation each, TOKENS long together, in pieces of a token or so."""

    def __init__(self) -> None:
        self.name = "bench:instant"
        self.timeout_seconds = 30.0

    def stream(self, message: Message, deadline: Deadline) -> Generator[str, None, None]:  # noqa: ARG002
        passage = message.user.split('">\n')[1].split("\n")[0]
        stretch = passage.split(". ")[0].split("; ")[0]
        sentence = f'The EU acts on this and says <quote id="P1">{stretch}</quote> here [P1]. '
        reply = sentence * (TOKENS // count_tokens(sentence))
        yield from (reply[i : i + 4] for i in range(0, len(reply), 4))


def chain_milliseconds(home: Path) -> tuple[list[float], list[float]]:
    """For each question: the whole time of an answer, and the time to the first event."""
    quotes = load_assistant(Settings(home))
    assistant = Assistant(quotes.searcher, quotes.answerability, InstantModel())
    whole, first = [], []
    for question in QUESTIONS:
        events: list[float] = []

        def hear(event: Event, events: list[float] = events) -> None:  # noqa: ARG001
            events.append(time.perf_counter())

        started = time.perf_counter()
        assistant.ask(question, listener=hear)
        whole.append(1000 * (time.perf_counter() - started))
        first.append(1000 * (events[0] - started))
    return whole, first


def megabytes_of_conversations(home: Path, folder: Path) -> tuple[float, float]:
    """Peak memory after the first tenth of CONVERSATIONS, and after all of them."""
    assistant = load_assistant(Settings(home))
    early = 0.0
    with in_sqlite(folder / "conversations.sqlite") as checkpointer:
        conversations = Conversations(assistant, checkpointer)
        for number in range(CONVERSATIONS):
            for question in TURNS:
                conversations.ask(str(number), question)
            if number == CONVERSATIONS // 10:
                early = _peak_megabytes()
    return early, _peak_megabytes()


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
