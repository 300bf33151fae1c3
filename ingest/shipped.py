"""The documents that ship with the package: `ingest/corpus/*.facts.json` and the texts beside."""

import json
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


def shipped_sources(folder: Path = CORPUS, written: Path | None = None) -> list[Source]:
    """Every shipped document with its passages and expansions.

    `written` is a folder with more expansions: those that a model wrote here.
    Raises CorpusBroken, DocumentUnreadable or ExpansionsBroken.
    """
    sources = []
    for path in sorted(folder.glob(f"*{FACTS_SUFFIX}")):
        facts, file_name, file_format = _facts(path)
        document = read_source(folder / file_name, facts, file_format)
        passages = split(document, count_tokens)
        labels = {passage.label for passage in passages}
        expansions = [
            expansion
            for place in (folder, written)
            if place is not None
            for expansion in read_expansions(place / f"{facts.id}{EXPANSIONS_SUFFIX}", labels)
        ]
        sources.append(Source(document, tuple(passages), tuple(dict.fromkeys(expansions))))
    if not sources:
        message = f"No document ships in {folder}. Install the package again."
        raise CorpusBroken(message)
    return sources


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
