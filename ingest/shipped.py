"""The documents that ship with the package: `ingest/corpus/*.facts.json` and the texts beside."""

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.document import DocumentFacts
from ingest.errors import CorpusBroken
from ingest.expansions import EXPANSIONS_SUFFIX, read_expansions
from ingest.read import READERS, read_source
from ingest.source import Source
from ingest.split import split
from ingest.tokens import count_tokens

CORPUS = Path(__file__).parent / "corpus"
FACTS_SUFFIX = ".facts.json"


@dataclass(frozen=True, slots=True)
class ShippedFiles:
    """The files of one shipped document: its facts, its text, its expansions."""

    id: str
    facts: DocumentFacts
    text: Path
    format: str
    paths: tuple[Path, ...]


def shipped_files(folder: Path = CORPUS) -> list[ShippedFiles]:
    """The shipped documents in the order of their names. Raises CorpusBroken."""
    found = [_files(path) for path in sorted(folder.glob(f"*{FACTS_SUFFIX}"))]
    if not found:
        message = f"No document ships in {folder}. Install the package again."
        raise CorpusBroken(message)
    return found


def shipped_source(files: ShippedFiles, written: Path | None = None) -> Source:
    """One shipped document with its passages and expansions.

    `written` is a folder with more expansions: those that a model wrote here.
    Raises DocumentUnreadable or ExpansionsBroken.
    """
    document = read_source(files.text, files.facts, files.format)
    passages = split(document, count_tokens)
    labels = {passage.label for passage in passages}
    expansions = [
        expansion
        for place in (files.text.parent, written)
        if place is not None
        for expansion in read_expansions(place / f"{files.id}{EXPANSIONS_SUFFIX}", labels)
    ]
    return Source(document, tuple(passages), tuple(dict.fromkeys(expansions)))


def shipped_sources(folder: Path = CORPUS, written: Path | None = None) -> list[Source]:
    """Every shipped document. Raises CorpusBroken, DocumentUnreadable or ExpansionsBroken."""
    return [shipped_source(files, written) for files in shipped_files(folder)]


def _files(path: Path) -> ShippedFiles:
    facts, file_name, file_format = _facts(path)
    text = path.parent / file_name
    expansions = path.parent / f"{facts.id}{EXPANSIONS_SUFFIX}"
    return ShippedFiles(facts.id, facts, text, file_format, (path, text, expansions))


def _facts(path: Path) -> tuple[DocumentFacts, str, str]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["dates"] = tuple(raw["dates"].items())
        file_name, file_format = raw.pop("file"), raw.pop("format")
        if file_format not in READERS:
            message = f'no reader for the format "{file_format}"'
            raise ValueError(message)
        return DocumentFacts(**raw), file_name, file_format
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"The facts file {path.name} is damaged ({error}). Install the package again."
        raise CorpusBroken(message) from error
