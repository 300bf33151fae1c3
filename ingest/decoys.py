"""Decoys: topics that the documents do not cover, in the words in which people ask about them.

A question that is nearer to a decoy than to any passage is about something else. Like expansions
they are never shown. The file holds one JSON object a line.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import CorpusBroken
from ingest.expansions import LANGUAGES

OTHER_LANGUAGES = sorted(LANGUAGES - {"en"})
FILE = Path(__file__).parent / "corpus" / "decoys.jsonl"


class DecoyKind(StrEnum):
    """`neighbouring`: another policy; `off_topic`; `instruction`: orders to the assistant."""

    NEIGHBOURING = "neighbouring"
    OFF_TOPIC = "off_topic"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Decoy:
    """One topic: `questions` in English, and typical `words` with their language."""

    topic: str
    kind: DecoyKind
    questions: tuple[str, ...]
    words: tuple[tuple[str, str], ...]


def read_decoys(file: Path = FILE) -> list[Decoy]:
    """The shipped decoys. Raises CorpusBroken with the line that is wrong."""
    decoys = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            decoys.append(
                Decoy(
                    topic=raw["topic"],
                    kind=DecoyKind(raw["kind"]),
                    questions=tuple(raw["questions"]),
                    words=(
                        ("en", raw["words"]),
                        *((language, raw[language]) for language in OTHER_LANGUAGES),
                    ),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            message = f"{file.name}, line {number} is no decoy ({error}). Correct this line."
            raise CorpusBroken(message) from error
    return decoys
