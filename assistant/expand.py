"""Let the configured model write expansions for passages that have none (aide index --expand).

What it writes goes into a file of the same format as the shipped expansions, which a person can
read and correct. The file is replaced whole after every passage: whenever the work is stopped, it
goes on behind the last passage that is finished.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.chat_model import ChatModel, Deadline, Message, ModelFailed
from assistant.errors import ModelUnusable
from index.key import NOT_SEARCHED
from ingest.expansions import (
    EXPANSIONS_SUFFIX,
    LANGUAGES,
    MAX_CHARACTERS,
    Expansion,
    ExpansionKind,
    read_expansions,
    write_expansions,
)
from ingest.source import Source
from ingest.tokens import count_tokens
from prompts import prompt

# A reply in 24 languages is long, and nobody waits for it.
SECONDS_FOR_A_PASSAGE = 180.0
# What such replies need, by tokens of cl100k_base; measured on the shipped expansions.
TOKENS_OF_A_REPLY = 2_800
# A model that fails so often in a row will fail again.
FAILURES_IN_A_ROW = 3
# Half a character, which JSON can hold and UTF-8 can't.
SURROGATES = re.compile("[\ud800-\udfff]")
SYSTEM = "You write data for a search index. You answer with one JSON object and nothing else."


@dataclass(frozen=True, slots=True)
class ExpansionTask:
    """The passages of one label, to be expanded together."""

    document_id: str
    label: str
    heading: str
    text: str

    @property
    def message(self) -> Message:
        """What the model is asked."""
        languages = ", ".join(sorted(LANGUAGES))
        filled = prompt("expand").fill(languages=languages, heading=self.heading, passage=self.text)
        return Message(SYSTEM, filled)


@dataclass(frozen=True, slots=True)
class ExpansionReport:
    """How many labels were expanded, and for how many the model gave nothing usable."""

    expanded: int
    failed: int


def tasks_of(sources: Sequence[Source]) -> list[ExpansionTask]:
    """A task for each label that is searched and has no expansions."""
    tasks: dict[tuple[str, str], ExpansionTask] = {}
    for source in sources:
        expanded = {expansion.label for expansion in source.expansions}
        for passage in source.passages:
            if passage.kind in NOT_SEARCHED or passage.label in expanded:
                continue
            key = (passage.document_id, passage.label)
            before = f"{tasks[key].text}\n" if key in tasks else ""
            heading = " › ".join(passage.heading_path)
            tasks[key] = ExpansionTask(*key, heading, before + passage.text)
    return list(tasks.values())


def tokens_needed(tasks: Sequence[ExpansionTask]) -> tuple[int, int]:
    """About how many tokens the model will read, and write, for these tasks."""
    read = sum(count_tokens(SYSTEM) + count_tokens(task.message.user) for task in tasks)
    return read, TOKENS_OF_A_REPLY * len(tasks)


def expand(
    tasks: Sequence[ExpansionTask],
    model: ChatModel,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> ExpansionReport:
    """Write the expansions of `tasks` into `<document id>.expansions.jsonl` files in `folder`.

    `progress` is told how many of how many tasks are done. Raises ModelUnusable when the model
    fails again and again; what it has written until then is kept.
    """
    written: dict[str, list[Expansion]] = {}
    failed = in_a_row = 0
    for number, task in enumerate(tasks, start=1):
        try:
            reply = model.complete(task.message, Deadline(SECONDS_FOR_A_PASSAGE))
            expansions = list(_parse(task.label, reply))
        except (ModelFailed, ValueError, RecursionError) as error:
            failed, in_a_row = failed + 1, in_a_row + 1
            if in_a_row == FAILURES_IN_A_ROW:
                why = error.failure if isinstance(error, ModelFailed) else "no JSON as asked for"
                message = (
                    f"The model {model.name} failed {in_a_row} times in a row ({why}). "
                    f"{number - failed} passages are done; the same command goes on from there."
                )
                raise ModelUnusable(message) from error
        else:
            in_a_row = 0
            path = folder / f"{task.document_id}{EXPANSIONS_SUFFIX}"
            if task.document_id not in written:
                written[task.document_id] = read_expansions(path)
            written[task.document_id] += expansions
            write_expansions(path, written[task.document_id])
        if progress:
            progress(number, len(tasks))
    return ExpansionReport(len(tasks) - failed, failed)


def _parse(label: str, reply: str) -> Iterator[Expansion]:
    """The expansions in a reply. Raises ValueError when it holds no JSON object of that form."""
    raw = json.loads(reply[reply.find("{") : reply.rfind("}") + 1])
    seen = set()
    for kind in ExpansionKind:
        entry = raw.get(kind)
        if kind is ExpansionKind.CONTENT:
            pairs = list(entry.items()) if isinstance(entry, dict) else []
        else:
            pairs = [("en", text) for text in entry] if isinstance(entry, list) else []
        texts = [
            (language, text.strip())
            for language, text in pairs
            if language in LANGUAGES and isinstance(text, str) and not SURROGATES.search(text)
        ]
        if kind is ExpansionKind.TERMS:
            texts = [("en", ", ".join(text for _, text in texts))]
        for language, text in texts:
            if 0 < len(text) <= MAX_CHARACTERS and (kind, language, text) not in seen:
                seen.add((kind, language, text))
                yield Expansion(label, kind, language, text)
    if not any(kind is ExpansionKind.SITUATION for kind, _, _ in seen):
        message = "no situation in the reply"
        raise ValueError(message)
