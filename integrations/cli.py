"""The command line `aide`. Commands import what they need when they need it: a start is cheap."""

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.answer import Answer, Status
from assistant.errors import QuestionUnusable
from assistant.pipeline import Assistant
from integrations import cli_documents, terminal
from integrations.bootstrap import (
    forget_conversations,
    keep,
    load_assistant,
    open_conversations,
)
from integrations.errors import DatabaseFailed
from integrations.settings import Settings, SettingsUnusable, read_settings
from integrations.speaking import (
    FAILURE,
    WRONG_USAGE,
    documents_searched,
    print_json,
    speaking_errors,
    stop,
    usable_settings,
)

INTERRUPTED = 130

app = typer.Typer(
    name="aide",
    help="Ask the EU Action Plan on Human Rights and Democracy; every quote is checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Documents = Annotated[
    list[str] | None, typer.Option("--document", help="Search this document only; repeatable.")
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Search documents of this kind only, e.g. guidelines; repeatable."),
]


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")] = "",
    batch: Annotated[
        Path | None, typer.Option(help='A file of lines {"id", "question"}; needs --json.')
    ] = None,
    document: Documents = None,
    kind: Kinds = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question, or every question of a file."""
    if batch is not None:
        if question or not as_json:
            stop("Give either a question or --batch FILE --json.", WRONG_USAGE)
        _ask_batch(batch, document, kind)
        return
    settings = usable_settings()
    with speaking_errors():
        assistant = _assistant(settings)
        searched = documents_searched(assistant, document, kind)
        if as_json or assistant.model is None:
            answer = assistant.ask(question, searched)
            _print(answer, as_json)
        else:
            with terminal.streamed() as listener:
                answer = assistant.ask(question, searched, listener=listener)
            terminal.print_warnings(answer)
        _keep(settings, assistant, [answer])


@app.command()
def chat(document: Documents = None, kind: Kinds = None) -> None:
    """Ask one question after the other; an empty line or Ctrl-D ends."""
    settings = usable_settings()
    with speaking_errors():
        assistant = _assistant(settings)
        searched = documents_searched(assistant, document, kind)
    if sys.stdin.isatty():
        typer.echo("Ask about the EU Action Plan. An empty line ends.", err=True)
    first = _next_question()
    if first is None:
        return
    conversation_id = secrets.token_hex(8)
    with speaking_errors(), open_conversations(settings, assistant) as conversations:
        question: str | None = first
        while question is not None:
            try:
                with terminal.streamed() as listener:
                    answer = conversations.ask(
                        conversation_id, question, searched, listener=listener
                    )
                terminal.print_warnings(answer)
                _keep(settings, assistant, [answer])
            except QuestionUnusable as error:
                typer.echo(str(error), err=True)
            question = _next_question()


def _next_question() -> str | None:
    """The next line that can be read, None when there is no more."""
    while True:
        try:
            question = input("\n> " if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            return None
        except UnicodeDecodeError:
            typer.echo("This line is not UTF-8 text. Type it again.", err=True)
            continue
        return question if question.strip() else None


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 10,
    document: Documents = None,
    kind: Kinds = None,
    as_json: AsJson = False,
) -> None:
    """List the passages nearest to a query, best first."""
    with speaking_errors():
        assistant = _assistant(usable_settings(), with_model=False)
        hits = assistant.search(query, limit, documents_searched(assistant, document, kind))
    if as_json:
        for hit in hits:
            print_json(hit.to_json())
        return
    several = len(assistant.documents) > 1
    terminal.print_rows(
        (f"{hit.document + '  ' if several else ''}{hit.label}  {hit.score:.2f}", hit.text)
        for hit in hits
    )


@app.command()
def show(
    label: Annotated[str, typer.Argument(help='A label such as "I.A.3", "II.C" or "COM.2".')],
    document: Documents = None,
) -> None:
    """Show the passage with a label, or the list of a section or line."""
    with speaking_errors():
        assistant = _assistant(usable_settings(), with_model=False)
        passages = assistant.show(label, documents_searched(assistant, document, None))
    several = len({passage.document_id for passage in passages}) > 1
    terminal.print_rows(
        (f"{passage.document_id} {passage.label}" if several else passage.label, passage.text)
        for passage in passages
    )
    for line in terminal.guideline_lines(passages[0].label):
        typer.echo(line)


@app.command()
def receipt(
    answer_id: Annotated[str, typer.Argument(help="The id of an answer.")] = "",
) -> None:
    """Print the stored receipt of an answer as JSON, to send along or to verify later."""
    from integrations.database import Database

    with speaking_errors(), closing(Database(usable_settings().database)) as database:
        found = database.receipt(answer_id)
    if found is None:
        stop(f'There is no receipt of an answer "{answer_id}". The id stands in aide ask --json.')
    print_json(found)


@app.command()
def conversations(
    delete: Annotated[str, typer.Option(metavar="ID", help="Forget this conversation.")] = "",
    delete_all: Annotated[bool, typer.Option(help="Forget every conversation.")] = False,
) -> None:
    """List the conversations that are kept, or forget them."""
    from integrations.database import Database

    settings = usable_settings()
    with speaking_errors():
        with closing(Database(settings.database)) as database:
            rows = database.conversations()
        doomed = [row[0] for row in rows] if delete_all else [delete] if delete else []
        if doomed:
            if forget_conversations(settings, doomed):
                stop(f'There is no conversation "{delete}". List them: aide conversations')
            typer.echo(f"Forgotten: {len(doomed)}.", err=True)
            return
    terminal.print_rows((row[0], f"{row[2]}  {row[1]}") for row in rows)


@app.command("eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="A question set (tests/evals/README.md).")],
    as_json: AsJson = False,
    save: Annotated[Path | None, typer.Option(help="Keep this run for a comparison.")] = None,
    compare: Annotated[Path | None, typer.Option(help="A kept run to compare with.")] = None,
) -> None:
    """Quality figures on a question set, by category and language, with 95 % intervals."""
    from integrations import evaluate as evaluation

    with speaking_errors():
        scored = evaluation.score_set(
            evaluation.read_questions(questions), _assistant(usable_settings())
        )
        earlier = evaluation.read_run(compare) if compare else []
        if save:
            evaluation.save_run(scored, save)
    groups = evaluation.groups(scored)
    if as_json:
        for name, entries in groups.items():
            figures = {key: asdict(f) for key, f in evaluation.figures_of(entries).items()}
            print_json({"group": name, "n": len(entries), "figures": figures})
        return
    for line in terminal.figure_table(groups):
        typer.echo(line)
    for name, change in evaluation.differences(scored, earlier).items():
        typer.echo(f"{name}: {change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]")


@app.command()
def doctor() -> None:
    """Say what is installed, configured and built, and what mends what is missing."""
    from integrations.doctor import examine

    findings = examine(usable_settings())
    terminal.print_rows((("ok" if f.good else "MISSING"), f.text) for f in findings)
    if not all(finding.good for finding in findings):
        raise typer.Exit(FAILURE)


for command in (
    cli_documents.documents,
    cli_documents.ingest,
    cli_documents.remove,
    cli_documents.compare,
    cli_documents.index,
    cli_documents.verify,
):
    app.command()(command)


def _assistant(settings: Settings, *, with_model: bool = True) -> Assistant:
    return load_assistant(settings if with_model else replace(settings, model=""))


def _ask_batch(file: Path, documents: list[str] | None, kinds: list[str] | None) -> None:
    settings = usable_settings()
    with speaking_errors():
        questions = list(_batch_lines(file))
        assistant = _assistant(settings)
        searched = documents_searched(assistant, documents, kinds)
    answers = []
    for identifier, question in questions:
        try:
            answer = assistant.ask(question, searched)
            answers.append(answer)
        except QuestionUnusable as error:
            answer = Answer("", question, Status.ERROR, str(error))
        print_json(answer.to_json() | {"id": identifier})
    _keep(settings, assistant, answers)


def _keep(settings: Settings, assistant: Assistant, answers: list[Answer]) -> None:
    """Store the receipts. The answers are out already: when that fails, say so and go on."""
    try:
        keep(settings, assistant, answers)
    except (DatabaseFailed, OSError) as error:
        typer.echo(f"No receipt was stored. {error}", err=True)


def _batch_lines(file: Path) -> Iterator[tuple[Any, str]]:
    try:
        # By line feed alone: U+2028 may stand inside a JSON string.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{file} can't be read ({error}). Give a UTF-8 file with a JSON object a line.")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            if not isinstance(raw["question"], str):
                raise TypeError
            yield raw["id"], raw["question"]
        except (ValueError, KeyError, TypeError):
            stop(f'{file}, line {number} is no JSON object with "id" and "question". Correct it.')


def _print(answer: Answer, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_json())
    else:
        terminal.print_answer(answer)


def main() -> None:
    """Entry point. What nobody foresaw is logged; the user sees one sentence."""
    logging.basicConfig(level=logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        # The reader of a pipe went away (`aide search ... | head`); nothing is wrong.
        sys.stderr.close()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        _log_unforeseen(error)
        sys.exit(FAILURE)


def _log_unforeseen(error: Exception) -> None:
    """One sentence for the user; the traceback goes to a file that a report can include."""
    try:
        folder = read_settings().home
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / "errors.log"
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        where = f"The details are in {log}"
    except (OSError, SettingsUnusable):
        where = f"The details could not be written; the error is a {type(error).__name__}"
    typer.echo(f"Something unforeseen went wrong. {where}. Try: aide doctor", err=True)
