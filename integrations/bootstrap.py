"""Settings -> the working parts. The only module that knows all the real ones."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import index
import ingest
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
    """Open the index and the model. Raises IndexProblem."""
    snapshot = load(settings.index_folder)
    if snapshot.embedder != MiniLM.NAME:
        message = (
            f"The index was made with the model {snapshot.embedder}, this version uses "
            f"{MiniLM.NAME}. Build it again: aide index --rebuild"
        )
        raise IndexBroken(message)
    return Assistant(Searcher(snapshot, MiniLM(), Fusion.shipped()), Answerability.shipped())
