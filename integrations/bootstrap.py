"""Settings -> the working parts. The only module that knows all the real ones."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache
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
from index.errors import IndexBroken, IndexBusy
from index.fuse import Fusion
from index.search import Searcher
from index.snapshot import load
from ingest.library import Library
from integrations.errors import DatabaseFailed
from integrations.settings import Settings, pass_on

if TYPE_CHECKING:
    from assistant.expand import ExpansionTask
    from assistant.graph import Checkpointer, Conversations
    from index.build import BuildReport
    from ingest.source import SourceRef

ALL_CORES = 0
SECONDS_BETWEEN_LOOKS = 0.5


def build_index(
    settings: Settings,
    *,
    rebuild: bool = False,
    patience_seconds: float = 0.0,
    progress: Callable[[int, int], None] | None = None,
) -> "BuildReport":
    """Bring the index in line with the documents.

    While another process builds, it is waited for `patience_seconds`.
    Raises IngestError or IndexProblem.
    """
    until = time.monotonic() + patience_seconds
    while True:
        try:
            return _build_index(settings, rebuild, progress)
        except IndexBusy:
            if time.monotonic() >= until:
                raise
            time.sleep(SECONDS_BETWEEN_LOOKS)


def _build_index(
    settings: Settings, rebuild: bool, progress: Callable[[int, int], None] | None
) -> "BuildReport":
    # Readers, tokens and Chroma take a second to import; a question needs none of them.
    from index.build import build

    refs = _refs(settings)
    return build(
        lambda: refs,
        _inputs(refs),
        settings.index_folder,
        MiniLM.NAME,
        lambda: MiniLM(threads=ALL_CORES),
        rebuild=rebuild,
        progress=progress,
        chroma_url=settings.chroma_url,
    )


def open_library(settings: Settings) -> Library:
    """The added documents."""
    return Library(settings.documents_folder)


def unexpanded(settings: Settings) -> "list[ExpansionTask]":
    """What a model would be asked so that every passage has expansions. Raises IngestError."""
    from assistant.expand import tasks_of

    return tasks_of([ref.read() for ref in _refs(settings)])


def connect_model(settings: Settings) -> ChatModel:
    """The configured language model. Raises ModelUnusable, also when none is configured."""
    if not settings.model:
        message = "No language model is configured. Set AIDE_MODEL, e.g. to openai:gpt-4.1-mini."
        raise ModelUnusable(message)
    pass_on(settings)
    return connect(settings.model, settings.model_timeout_seconds)


def _refs(settings: Settings) -> "list[SourceRef]":
    """All that is to be indexed, not read yet. Raises IngestError."""
    from ingest.sources import source_refs

    return list(source_refs(open_library(settings), settings.expansions_folder, _code()))


def _inputs(refs: "Sequence[SourceRef]") -> str:
    """Names all that the index is made from: the documents, and the code that indexes them."""
    digest = hashlib.sha256(f"{_code()}{MiniLM.NAME}".encode())
    for ref in refs:
        digest.update(f"{ref.document_id}\x1f{ref.digest}\x1e".encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Names the code and the data, besides the documents, that an index is made with."""
    digest = hashlib.sha256()
    for package in (ingest, index):
        root = Path(package.__path__[0])
        for path in sorted(
            [*root.rglob("*.py"), *root.glob("prebuilt/*"), *root.glob("corpus/d*")]
        ):
            if path.is_file():
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
    from assistant.graph import Conversations, in_memory
    from integrations.database import Database

    with ExitStack() as stack:
        if settings.retention_days:
            checkpointer = _kept_conversations(settings, stack)
            with closing(Database(settings.database)) as database:
                for conversation_id in database.forget_older_than(settings.retention_days):
                    checkpointer.delete_thread(conversation_id)
        else:
            checkpointer = stack.enter_context(in_memory())
        yield Conversations(assistant, checkpointer)


def forget_conversations(settings: Settings, conversation_ids: Sequence[str]) -> list[str]:
    """Forget conversations; returns those that were not on the list. Raises DatabaseFailed."""
    from integrations.database import Database

    with ExitStack() as stack:
        checkpointer = _kept_conversations(settings, stack)
        database = stack.enter_context(closing(Database(settings.database)))
        unknown = []
        for conversation_id in conversation_ids:
            checkpointer.delete_thread(conversation_id)
            if not database.forget_conversation(conversation_id):
                unknown.append(conversation_id)
    return unknown


def _kept_conversations(settings: Settings, stack: ExitStack) -> "Checkpointer":
    """The checkpointer that the settings name, open until `stack` closes."""
    from assistant.graph import in_postgres, in_sqlite

    try:
        if settings.database_url.startswith("postgresql"):
            url = re.sub(r"^postgresql\+\w+", "postgresql", settings.database_url)
            return stack.enter_context(in_postgres(url))
        return stack.enter_context(in_sqlite(settings.conversations_file))
    except Exception as error:  # every database driver has errors of its own
        place = "AIDE_DATABASE_URL" if settings.database_url else str(settings.conversations_file)
        message = (
            f"The conversations can't be opened ({type(error).__name__}). Check {place}; "
            "AIDE_RETENTION_DAYS=0 keeps none."
        )
        raise DatabaseFailed(message) from error


def keep(settings: Settings, assistant: Assistant, answers: Sequence[Answer]) -> None:
    """Store the receipts of answers, unless nothing is to be kept. Raises DatabaseFailed."""
    if not settings.retention_days:
        return
    # SQLAlchemy would add a fifth to the time of an answer; it is imported behind it.
    from assistant.receipt import make_receipt
    from integrations.database import Database, now

    documents = assistant.documents
    with closing(Database(settings.database)) as database:
        for answer in answers:
            database.save_receipt(make_receipt(answer, now(), documents))
            if answer.conversation_id:
                database.use_conversation(answer.conversation_id, answer.question)
        database.forget_receipts(settings.retention_days)
