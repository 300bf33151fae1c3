"""Look at everything that must be in place, for `aide doctor`."""

import hashlib
import os
import platform
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.chat_model import Deadline, Message, ModelFailed
from assistant.errors import ModelUnusable
from index.embed import MODEL_FOLDER
from index.errors import IndexProblem
from index.snapshot import load
from ingest.errors import IngestError
from ingest.shipped import shipped_sources
from ingest.tokens import count_tokens
from integrations.bootstrap import connect_model
from integrations.database import Database
from integrations.errors import DatabaseFailed
from integrations.settings import Settings

DIGEST_ROW = re.compile(r"^\| `([\w.]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)
SECONDS_TO_ANSWER = 15.0
LIBRARIES = ("chromadb", "onnxruntime", "tokenizers", "tiktoken", "bm25s", "langchain-core")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `text` holds the next step when it is not good."""

    good: bool
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Look at Python, libraries, model, corpus, data folder and index, in this order."""
    return [
        Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()} (3.11 or newer)"),
        *(_library(name) for name in LIBRARIES),
        *_model_files(),
        _corpus(),
        _home(settings),
        _index(settings),
        _database(settings),
        _model(settings),
    ]


def _library(name: str) -> Finding:
    try:
        return Finding(True, f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding(False, f"{name} is not installed. Install it with: pip install .")


def _model_files(folder: Path = MODEL_FOLDER) -> list[Finding]:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    findings = []
    for name, digest in DIGEST_ROW.findall(readme):
        path = folder / name
        good = path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
        text = f"Embedding model, {name}"
        findings.append(
            Finding(good, text if good else f"{text} is missing or damaged. Install again.")
        )
    return findings


def _corpus() -> Finding:
    try:
        count_tokens("")
        passages = sum(len(source.passages) for source in shipped_sources())
    except IngestError as error:
        return Finding(False, str(error))
    return Finding(True, f"Shipped documents read: {passages} passages")


def _home(settings: Settings) -> Finding:
    place = settings.home
    while not place.exists() and place != place.parent:
        place = place.parent
    good = os.access(place, os.W_OK)
    text = f"Data folder {settings.home}"
    return Finding(good, text if good else f"{text} can't be written. Set AIDE_HOME to another.")


def _database(settings: Settings) -> Finding:
    if not settings.retention_days:
        return Finding(True, "Nothing is kept: AIDE_RETENTION_DAYS is 0.")
    try:
        Database(settings.database).close()
    except DatabaseFailed as error:
        return Finding(False, str(error))
    kind = settings.database_url.partition(":")[0] or "sqlite"
    return Finding(True, f"Receipts and conversations: {kind}, {settings.retention_days:g} days")


def _model(settings: Settings) -> Finding:
    if not settings.model:
        return Finding(True, "Answers are composed from quotes alone; no model is configured.")
    try:
        model = connect_model(settings)
        model.complete(Message("Answer with one word.", "Say: ready"), Deadline(SECONDS_TO_ANSWER))
    except ModelUnusable as error:
        return Finding(False, str(error))
    except ModelFailed as error:
        text = f"The model {settings.model} gave no answer ({error.failure})."
        return Finding(False, f"{text} Check its key, its address and the network.")
    return Finding(True, f"Answers are written by {settings.model}; it answers.")


def _index(settings: Settings) -> Finding:
    try:
        snapshot = load(settings.index_folder)
    except IndexProblem as error:
        return Finding(False, str(error))
    return Finding(True, f"Index: {len(snapshot.passages)} passages, {len(snapshot.vectors)} keys")
