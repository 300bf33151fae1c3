"""How every command ends: one sentence and an exit code instead of a traceback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from assistant.errors import AssistantError, QuestionUnusable
from assistant.pipeline import Assistant
from index.errors import IndexProblem
from ingest.errors import IngestError
from integrations.errors import DatabaseFailed
from integrations.settings import Settings, SettingsUnusable, read_settings

FAILURE = 1
WRONG_USAGE = 2


def stop(message: str, code: int = FAILURE) -> NoReturn:
    """Say why, and end the command."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def speaking_errors() -> Iterator[None]:
    """Turn the errors that this project raises into one sentence and an exit code."""
    try:
        yield
    except QuestionUnusable as error:
        stop(str(error), WRONG_USAGE)
    except (IndexProblem, IngestError, AssistantError, DatabaseFailed) as error:
        stop(str(error))


def usable_settings() -> Settings:
    """The settings; a wrong one ends the command."""
    try:
        return read_settings()
    except SettingsUnusable as error:
        stop(str(error))


def print_json(value: Any) -> None:
    """One JSON object on a line of standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def documents_searched(
    assistant: Assistant, documents: list[str] | None, kinds: list[str] | None
) -> tuple[str, ...]:
    """The ids of the documents named and of those of the kinds named; none are all."""
    known = {name: document.facts for name, document in assistant.documents.items()}
    for name in documents or ():
        if name not in known:
            stop(f'There is no document "{name}". There are: {", ".join(known)}.', WRONG_USAGE)
    there = {facts.kind for facts in known.values()}
    for kind in kinds or ():
        if kind not in there:
            there_are = ", ".join(sorted(there))
            stop(f'There is no document of the kind "{kind}". There are: {there_are}.', WRONG_USAGE)
    of_kinds = [name for name, facts in known.items() if facts.kind in (kinds or ())]
    return tuple(dict.fromkeys([*(documents or ()), *of_kinds]))
