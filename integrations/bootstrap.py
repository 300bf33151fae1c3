"""Settings -> the working parts. The only module that knows all the real ones."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import index
import ingest
from assistant.answer import Answer
from assistant.answerability import Answerability
from assistant.chat_model import ChatModel, connect
from assistant.errors import ModelUnusable
from assistant.pipeline import Assistant
from index.embed import MiniLM
from index.errors import IndexBroken
from index.fuse import Fusion
from index.search import Searcher
from index.snapshot import load
from ingest.expansions import EXPANSIONS_SUFFIX
from integrations.settings import Settings, pass_on

if TYPE_CHECKING:
    from assistant.expand import ExpansionTask
    from assistant.graph import Conversations
    from index.build import BuildReport


def build_index(
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> "BuildReport":
    """Bring the index in line with the documents. Raises IngestError or IndexProblem."""
    # Readers, tokens and Chroma take a second to import; a question needs none of them.
    from index.build import build
    from ingest.shipped import shipped_sources

    return build(
        lambda: shipped_sources(written=settings.expansions_folder),
        _inputs(settings),
        settings.index_folder,
        MiniLM.NAME,
        MiniLM,
        rebuild=rebuild,
        progress=progress,
    )


def unexpanded(settings: Settings) -> "list[ExpansionTask]":
    """What a model would be asked so that every passage has expansions. Raises IngestError."""
    from assistant.expand import tasks_of
    from ingest.shipped import shipped_sources

    return tasks_of(shipped_sources(written=settings.expansions_folder))


def connect_model(settings: Settings) -> ChatModel:
    """The configured language model. Raises ModelUnusable, also when none is configured."""
    if not settings.model:
        message = "No language model is configured. Set AIDE_MODEL, e.g. to openai:gpt-4.1-mini."
        raise ModelUnusable(message)
    pass_on(settings)
    return connect(settings.model, settings.model_timeout_seconds)


def _inputs(settings: Settings) -> str:
    """Names all that the index is made from: the corpus, and the code that reads and indexes it."""
    digest = hashlib.sha256(MiniLM.NAME.encode())
    for package in (ingest, index):
        root = Path(package.__path__[0])
        for path in sorted([*root.glob("*.py"), *root.glob("corpus/*"), *root.glob("prebuilt/*")]):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    for path in sorted(settings.expansions_folder.glob(f"*{EXPANSIONS_SUFFIX}")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def load_assistant(settings: Settings) -> Assistant:
    """Open the index and the models. Raises IndexProblem or ModelUnusable."""
    snapshot = load(settings.index_folder)
    if snapshot.embedder != MiniLM.NAME:
        message = (
            f"The index was made with the model {snapshot.embedder}, this version uses "
            f"{MiniLM.NAME}. Build it again: aide index --rebuild"
        )
        raise IndexBroken(message)
    return Assistant(
        Searcher(snapshot, MiniLM(), Fusion.shipped()),
        Answerability.shipped(),
        connect_model(settings) if settings.model else None,
        settings.model_context_tokens,
    )


@contextmanager
def open_conversations(settings: Settings, assistant: Assistant) -> "Iterator[Conversations]":
    """The conversations, kept where the settings say; those that are too old are forgotten.

    Raises DatabaseFailed.
    """
    # LangGraph takes most of a second to import; a single question does without it.
    from assistant.graph import Conversations, in_memory, in_postgres, in_sqlite
    from integrations.database import Database

    if settings.retention_days == 0:
        keeping = in_memory()
    elif settings.database_url.startswith("postgresql"):
        keeping = in_postgres(re.sub(r"^postgresql\+\w+", "postgresql", settings.database_url))
    else:
        keeping = in_sqlite(settings.conversations_file)
    with keeping as checkpointer:
        conversations = Conversations(assistant, checkpointer)
        if settings.retention_days:
            database = Database(settings.database)
            for conversation_id in database.forget_older_than(settings.retention_days):
                conversations.delete(conversation_id)
            database.close()
        yield conversations


def keep(settings: Settings, assistant: Assistant, answers: Sequence[Answer]) -> None:
    """Store the receipts of answers, unless nothing is to be kept. Raises DatabaseFailed."""
    if not settings.retention_days:
        return
    # SQLAlchemy would add a fifth to the time of an answer; it is imported behind it.
    from assistant.receipt import make_receipt
    from integrations.database import Database, now

    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    documents = assistant.documents
    for answer in answers:
        database.save_receipt(make_receipt(answer, now(), documents))
        if answer.conversation_id:
            database.use_conversation(answer.conversation_id, answer.question)
    database.close()
