"""Answers, passages and lists for a terminal: colours and width there, plain text in a pipe."""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Status
from assistant.events import Delta, Event, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.status import Status as RichStatus
    from rich.text import Text

    from assistant.events import Listener
    from ingest.diff import LabelChange
    from ingest.document import Document
    from integrations.evaluate import Scored
    from integrations.ingesting import Outcome

MAX_WIDTH = 100
MARK = re.compile(r"(\[\d+\])")
TREE_CHARACTERS = 70
BOLD = re.compile(r"\*\*(.+?)\*\*")


def console(*, error: bool = False) -> "Console":
    """A console on standard output (or error), never wider than is pleasant to read."""
    from rich.console import Console  # 50 ms that `--json` need not pay

    made = Console(stderr=error, highlight=False, soft_wrap=False)
    if made.is_terminal and made.width > MAX_WIDTH:
        made = Console(stderr=error, highlight=False, width=MAX_WIDTH)
    return made


def print_answer(answer: Answer) -> None:
    """The answer as a person reads it; in a pipe the Markdown without colours or folding."""
    if sys.stdout.isatty():
        render_answer(answer, console())
        return
    sys.stdout.write(plain(answer.text) + "\n")
    print_warnings(answer)


@contextmanager
def streamed() -> "Iterator[Listener]":
    """A listener that writes an answer while it is made, and says meanwhile what is done."""
    if not sys.stdout.isatty():
        parts: list[str] = []
        yield lambda event: parts.append(event.text) if isinstance(event, Delta) else None
        sys.stdout.write(plain("".join(parts)) + "\n")
        return
    out = console()
    with out.status("") as status:
        writer = _Writing(out, status)
        yield writer.hear
    writer.finish()


class _Writing:
    """Writes whole blocks as they become complete; a half-written block is never coloured wrong."""

    def __init__(self, out: "Console", status: "RichStatus") -> None:
        self._out = out
        self._status = status
        self._waiting = ""
        out.print()

    def hear(self, event: Event) -> None:
        if isinstance(event, Step):
            self._status.update(f"{event.text} ...")
            return
        *blocks, self._waiting = (self._waiting + event.text).split("\n\n")
        for block in blocks:
            render_block(block, self._out)

    def finish(self) -> None:
        if self._waiting.strip():
            render_block(self._waiting, self._out)


def print_warnings(answer: Answer) -> None:
    """How a follow-up was understood, and what there is to know about an answer."""
    notes = [f"Note: {warning}" for warning in answer.warnings]
    if answer.stand_alone_question:
        notes.insert(0, f"Understood as: {answer.stand_alone_question}")
    for note in notes:
        if sys.stdout.isatty():
            console().print(_styled(note, "yellow"))
        else:
            sys.stdout.write(f"\n{note}\n")


def render_answer(answer: Answer, out: "Console") -> None:
    """The answer in colours, quotes set in, on any console."""
    out.print()
    for block in answer.text.split("\n\n"):
        render_block(block, out, _style(answer.status))
    for warning in answer.warnings:
        out.print(_styled(f"Note: {warning}", "yellow"))


def render_block(block: str, out: "Console", style: str = "") -> None:
    """One block of an answer: a quote, a heading, the sources, or plain words in `style`."""
    from rich.padding import Padding

    if block.startswith("> "):
        out.print(Padding(_quote(block[2:]), (0, 2, 0, 2)))
    elif heading := BOLD.fullmatch(block):
        out.print(_styled(heading[1], "bold cyan"))
    else:
        out.print(_styled(plain(block), "dim" if block.startswith("Source: ") else style))
    out.print()


def plain(markdown: str) -> str:
    """The answer's Markdown without its bold marks."""
    return BOLD.sub(r"\1", markdown)


def print_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Pairs of a short name and a text, the names in a column of their own."""
    pairs = list(rows)
    if not sys.stdout.isatty():
        for left, right in pairs:
            sys.stdout.write(f"{left}\t{right}\n")
        return
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 1, 0))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column()
    for left, right in pairs:
        table.add_row(left, _styled(right, ""))
    console().print(table)


def document_line(row: "dict[str, Any]") -> str:
    """A document on one line: title, reference, kind, status, and how it stands with the index."""
    name = ", ".join(part for part in (row["title"], row["reference"]) if part)
    facts = f"{name} ({row['kind']}; {row['status']})"
    if "passages" not in row:
        return f"{facts}; {'added' if row['added'] else 'not added'}"
    indexed = "indexed" if row["indexed"] else "not indexed"
    return f"{facts}; {row['passages']} passages, {indexed}"


def guideline_lines(label: str) -> "Iterator[str]":
    """The EU guidelines that serve an objective of the plan."""
    from ingest.registry import entries_for

    for entry in entries_for(label):
        number = f", {entry.confirmed_number}" if entry.confirmed_number else ""
        yield f"Guidelines that serve {label}: {entry.title}{number} (register)"


def print_outcome(outcome: "Outcome", *, outline: bool) -> None:
    """What became of one source: the report, and its outline as a tree when it is wanted."""
    lines = list(outcome_lines(outcome))
    if outline and outcome.incoming:
        lines += outline_lines(outcome.incoming.document)
    sys.stdout.write("\n".join(lines) + "\n")


def outcome_lines(outcome: "Outcome") -> "Iterator[str]":
    """The report on one source, a fact a line."""
    if outcome.incoming is None or not outcome.good:
        yield f"NOT ADDED  {outcome.source}: {outcome.message}"
        return
    facts, report = outcome.incoming.document.facts, outcome.incoming.report
    yield f"{outcome.change or 'read'}  {facts.id}"
    yield f"  {facts.title}, {facts.reference} ({facts.kind}; {facts.status}; {facts.language})"
    pages = f", {report.pages} pages" if report.pages else ""
    yield f"  {report.passages} passages under {report.headings} headings{pages}"
    yield f"  {report.coverage:.2%} of the source's characters are in them or left out on purpose"
    if report.left_out:
        counted = report.left_out_by_reason.items()
        yield "  left out: " + ", ".join(f"{count} x {reason}" for reason, count in counted)
    if report.repeated:
        yield f"  stands there twice: {', '.join(report.repeated)}"
    for doubt in report.doubts:
        page = f"page {doubt.page}: " if doubt.page else ""
        yield f"  look at: {page}{doubt.text}"


def outline_lines(document: "Document") -> "Iterator[str]":
    """The outline as a tree: labels set in under their headings, with how each begins."""
    depths = {"": 0}
    for node in document.outline:
        depth = depths.get(node.parent, 0)
        depths[node.label] = depth + 1
        text = " ".join(document.text[node.start : node.end].split())
        shown = text if len(text) <= TREE_CHARACTERS else f"{text[:TREE_CHARACTERS]}..."
        yield f"  {'  ' * depth}{node.label}  [{node.kind}]  {shown}"


def print_change(change: "LabelChange") -> None:
    """One label of a new version: what is gone in [- -], what is new in {+ +}."""
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    text = "".join(marks[sign].format(piece) for sign, piece in change.diff)
    sys.stdout.write(f"{change.kind}  {change.label}\n  {text}\n")


def figure_table(groups: "dict[str, list[Scored]]") -> Iterator[str]:
    """A line for each group: how many questions, and its figures with half their intervals."""
    from integrations.evaluate import FIGURES, figures_of

    yield f"{'':18}{'n':>5}" + "".join(f"{name:>16}" for name in FIGURES)
    for name, entries in groups.items():
        found = figures_of(entries)
        cells = []
        for figure in FIGURES:
            if figure in found:
                spread = (found[figure].high - found[figure].low) / 2
                cells.append(f"{found[figure].mean:.3f} ±{spread:.3f}")
            else:
                cells.append("-")
        yield f"{name:18}{len(entries):>5}" + "".join(f"{cell:>16}" for cell in cells)


@contextmanager
def progress_bar(title: str) -> "Iterator[Callable[[int, int], None]]":
    """A progress bar on standard error; the function it gives takes (done, total).

    Nothing is drawn before it is called: work that needs no bar leaves no trace.
    """
    from rich.progress import Progress

    bar = Progress(console=console(error=True), transient=True)
    task = bar.add_task(title, total=None)

    def advance(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield advance
    finally:
        if bar.live.is_started:
            bar.stop()


def _quote(block: str) -> "Text":
    text = _styled("", "")
    for piece in MARK.split(block):
        text.append(piece, style="bold green" if MARK.fullmatch(piece) else "")
    return text


def _styled(text: str, style: str) -> "Text":
    from rich.text import Text  # as Text, so that "[1]" in a document is no markup

    return Text(text, style=style)


def _style(status: Status) -> str:
    return "" if status is Status.ANSWERED else "yellow"
