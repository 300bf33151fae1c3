"""Expansions: texts that lead to a passage and are never shown or quoted.

The file holds one JSON object a line, so that a person can correct or add one without touching
another: {"label": "I.A.1", "kind": "situation", "language": "en", "text": "..."}.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import ExpansionsBroken

EXPANSIONS_SUFFIX = ".expansions.jsonl"
FIELDS = {"label", "kind", "language", "text"}
MAX_CHARACTERS = 1000

# The 24 official languages of the EU (Regulation No 1/1958).
LANGUAGES = frozenset(
    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split()
)


class ExpansionKind(StrEnum):
    """What an expansion is.

    `content` restates the passage, `situation` is a scene or a question that the passage answers,
    `terms` a list of words; `unanswered` is a question on its topic that no passage answers.
    """

    CONTENT = "content"
    SITUATION = "situation"
    TERMS = "terms"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Expansion:
    """One text that leads to the passages with `label`."""

    label: str
    kind: ExpansionKind
    language: str
    text: str


def read_expansions(path: Path, labels: Iterable[str] | None = None) -> list[Expansion]:
    """Read and check an expansions file; `labels`, if given, are those of the document's passages.

    A missing file means no expansions. Raises ExpansionsBroken with the line and what is wrong.
    """
    if not path.is_file():
        return []
    known = None if labels is None else frozenset(labels)
    seen: dict[Expansion, int] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        message = f"{path.name} is not UTF-8 (byte {error.start}). Save it with that encoding."
        raise ExpansionsBroken(message) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        expansion, problem = _parse(line)
        if expansion and known is not None and expansion.label not in known:
            problem = f'no passage has the label "{expansion.label}"'
        elif expansion and expansion in seen:
            problem = f"it repeats line {seen[expansion]}"
        if problem or not expansion:
            message = f"{path.name}, line {number}: {problem}. Correct or delete this line."
            raise ExpansionsBroken(message)
        seen[expansion] = number
    return list(seen)


def _parse(line: str) -> tuple[Expansion | None, str]:
    """The expansion of one line, or None and what is wrong with it."""
    try:
        raw = json.loads(line)
    except ValueError as error:
        return None, f"it is not JSON ({error})"
    if not isinstance(raw, dict) or set(raw) != FIELDS:
        return None, f"it must be an object with the fields {', '.join(sorted(FIELDS))}"
    if not all(isinstance(value, str) and value.strip() for value in raw.values()):
        return None, "every field must be a text that is not empty"
    if raw["kind"] not in set(ExpansionKind):
        return None, f'kind "{raw["kind"]}" is none of {", ".join(ExpansionKind)}'
    if raw["language"] not in LANGUAGES:
        return None, f'language "{raw["language"]}" is no official EU language code'
    if len(raw["text"]) > MAX_CHARACTERS:
        return None, f"the text has {len(raw['text'])} characters, at most {MAX_CHARACTERS} fit"
    return Expansion(raw["label"], ExpansionKind(raw["kind"]), raw["language"], raw["text"]), ""


def write_expansions(path: Path, expansions: Iterable[Expansion]) -> None:
    """Replace the file at `path` by one with these expansions; a kill leaves the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(expansion), ensure_ascii=False) for expansion in expansions]
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    unfinished.replace(path)
