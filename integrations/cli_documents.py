"""The commands that add, list, compare and remove documents, and index them."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from integrations import terminal
from integrations.bootstrap import (
    build_index,
    connect_model,
    load_assistant,
    open_library,
    unexpanded,
)
from integrations.settings import Settings
from integrations.speaking import (
    FAILURE,
    WRONG_USAGE,
    documents_searched,
    print_json,
    speaking_errors,
    stop,
    usable_settings,
)

# Someone else may be indexing a library of documents.
PATIENCE_SECONDS = 1800.0

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def documents(
    text: Annotated[
        str, typer.Option("--text", metavar="ID", help="Print this document's text, exactly.")
    ] = "",
    diff: Annotated[
        str,
        typer.Option("--diff", metavar="ID", help="What the last update of this one changed."),
    ] = "",
    register: Annotated[
        bool, typer.Option("--register", help="The 13 EU human rights guidelines instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the documents."""
    from integrations.listing import (
        changed_rows,
        document_rows,
        document_text,
        register_rows,
    )

    settings = usable_settings()
    with speaking_errors():
        if text:
            sys.stdout.buffer.write(document_text(settings, text).encode())
            return
        if diff:
            changes = changed_rows(open_library(settings), diff)
            for change in changes:
                if as_json:
                    print_json(change.to_json())
                else:
                    terminal.print_change(change)
            if not changes:
                typer.echo(f"Nothing has changed in {diff}: there is one version.", err=True)
            return
        rows = register_rows(settings) if register else document_rows(settings)
    if as_json:
        for row in rows:
            print_json(row)
    else:
        terminal.print_rows((row["id"], terminal.document_line(row)) for row in rows)


def ingest(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="PATH_OR_URL...", help="Files or addresses.")
    ] = None,
    guidelines: Annotated[
        bool, typer.Option("--guidelines", help="Download the 13 EU human rights guidelines.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the outline; keep and index nothing.")
    ] = False,
    identifier: Annotated[
        str, typer.Option("--id", help="The document's id: a-z, 0-9 and hyphens.")
    ] = "",
    title: Annotated[str, typer.Option(help="Its title, if the one found is wrong.")] = "",
    reference: Annotated[str, typer.Option(help='Its reference, e.g. "12107/19".')] = "",
    kind: Annotated[
        str, typer.Option(help="guidelines, conclusions, strategy, report, law, note, document.")
    ] = "",
    status: Annotated[str, typer.Option(help='E.g. "in force" or "replaced by 6279/21".')] = "",
    language: Annotated[str, typer.Option(help="Its language, e.g. fr.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add documents, or new versions of them: PDF, DOCX, HTML, Markdown or text."""
    from ingest.expansions import LANGUAGES
    from ingest.identify import KINDS, Told
    from integrations.ingesting import Ingesting

    told = Told(identifier, title, reference, kind, status, language)
    if bool(sources) == guidelines:
        stop("Name files or addresses to add, or give --guidelines.", WRONG_USAGE)
    single = len(sources or ()) == 1 and not Path((sources or [""])[0]).is_dir()
    if (identifier or title or reference) and not single:
        stop("--id, --title and --reference are for a single document.", WRONG_USAGE)
    if kind and kind not in KINDS:
        stop(f'"{kind}" is no kind of document. There are: {", ".join(KINDS)}.', WRONG_USAGE)
    if language not in ("", *LANGUAGES):
        stop(
            f'"{language}" is no official language of the EU. Give a code such as fr.', WRONG_USAGE
        )
    settings = usable_settings()
    with speaking_errors():
        work = Ingesting(settings, told, dry_run=dry_run)
        outcomes = work.guidelines() if guidelines else work.each(sources or [])
        failed = added = 0
        for outcome in outcomes:
            failed += not outcome.good
            added += outcome.kept
            if as_json:
                print_json(outcome.to_json())
            else:
                terminal.print_outcome(outcome, outline=dry_run)
        if added:
            _index(settings, patience_seconds=PATIENCE_SECONDS)
    if failed:
        raise typer.Exit(FAILURE)


def compare(
    themes: Annotated[list[str], typer.Argument(metavar="THEME...", help='E.g. "torture".')],
    document: Annotated[
        list[str] | None, typer.Option("--document", help="Only this document; repeatable.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only documents of this kind; repeatable.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the table's frame.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Say what each document says on some themes, as one table of checked quotes."""
    from assistant.theme_table import theme_table

    with speaking_errors():
        assistant = load_assistant(replace(usable_settings(), model=""))
        searched = documents_searched(assistant, document, kind)
        table = theme_table(assistant, themes, searched)
    if as_json:
        print_json(table.to_json())
    else:
        typer.echo(table.to_markdown(language))


def remove(
    document_id: Annotated[str, typer.Argument(metavar="ID", help="The document's id.")],
    with_texts: Annotated[
        bool,
        typer.Option(
            "--with-texts", help="Forget its texts too; old receipts can't be verified then."
        ),
    ] = False,
) -> None:
    """Take a document out of the answers."""
    from ingest.shipped import shipped_files

    settings = usable_settings()
    with speaking_errors():
        if document_id in {files.id for files in shipped_files()}:
            stop(f"{document_id} ships with aide and can't be removed.")
        open_library(settings).remove(document_id, with_texts=with_texts)
        typer.echo(f"{document_id} is removed.", err=True)
        _index(settings, patience_seconds=PATIENCE_SECONDS)


def index(
    rebuild: Annotated[bool, typer.Option(help="Forget what is there and begin anew.")] = False,
    expand: Annotated[
        bool,
        typer.Option(help="First let the configured model write expansions where there are none."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before the model is used.")] = False,
) -> None:
    """Bring the index in line with the documents."""
    settings = usable_settings()
    if expand:
        _expand(settings, yes)
    with speaking_errors():
        _index(settings, rebuild=rebuild)


def _index(settings: Settings, *, rebuild: bool = False, patience_seconds: float = 0.0) -> None:
    with terminal.progress_bar("Indexing") as progress:
        report = build_index(
            settings, rebuild=rebuild, patience_seconds=patience_seconds, progress=progress
        )
    typer.echo(
        f"Passages: {report.skipped} skipped, {report.written} written, "
        f"{report.deleted} deleted. Texts encoded: {report.encoded}.",
        err=True,
    )


def _expand(settings: Settings, yes: bool) -> None:
    """Say what it would cost, ask, and let the model write."""
    from assistant.expand import expand, tokens_needed

    with speaking_errors():
        tasks = unexpanded(settings)
        if not tasks:
            typer.echo("Every passage has expansions; there is nothing to write.", err=True)
            return
        model = connect_model(settings)
        read, written = tokens_needed(tasks)
        typer.echo(
            f"{len(tasks)} passages have no expansions. {model.name} would read about {read:,} "
            f"tokens and write about {written:,}.",
            err=True,
        )
        if not yes and not typer.confirm("Go on?", err=True):
            raise typer.Exit(FAILURE)
        with terminal.progress_bar("Expanding") as progress:
            report = expand(tasks, model, settings.expansions_folder, progress)
    typer.echo(
        f"Expanded: {report.expanded}; nothing usable came for {report.failed}. "
        f"The texts are in {settings.expansions_folder}; correct them as you like.",
        err=True,
    )


def verify(
    file: Annotated[Path, typer.Argument(help="A receipt, or an answer from aide ask --json.")],
) -> None:
    """Check offline that every quotation of a stored answer stands in its document."""
    import json

    from assistant.receipt import verify as check
    from index.snapshot import load

    try:
        raw = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = "can't be read" if isinstance(error, OSError) else "is no JSON"
        stop(f"{file} {reason}. Give a file that aide receipt or aide ask --json wrote.")
    settings = usable_settings()
    with speaking_errors():
        snapshot = load(settings.index_folder)
        here = {document.facts.id: document for document in snapshot.documents}
        findings = check(raw, here, snapshot.passages, open_library(settings).version)
    terminal.print_rows((("ok" if f.good else "WRONG"), f.text) for f in findings)
    if not all(finding.good for finding in findings):
        raise typer.Exit(FAILURE)
