"""Answers, passages and lists for a terminal: colours and width there, plain text in a pipe."""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.text import Text

    from integrations.evaluate import Scored

MAX_WIDTH = 100
MARK = re.compile(r"(\[\d+\])")
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
    if not sys.stdout.isatty():
        sys.stdout.write(plain(answer.text) + "\n")
        for warning in answer.warnings:
            sys.stdout.write(f"\nNote: {warning}\n")
        return
    render_answer(answer, console())


def render_answer(answer: Answer, out: "Console") -> None:
    """The answer in colours, quotes set in, on any console."""
    from rich.padding import Padding

    out.print()
    for block in answer.text.split("\n\n"):
        if block.startswith("> "):
            out.print(Padding(_quote(block[2:]), (0, 2, 0, 2)))
        elif heading := BOLD.fullmatch(block):
            out.print(_styled(heading[1], "bold cyan"))
        else:
            style = "dim" if block.startswith("Source: ") else _style(answer.status)
            out.print(_styled(plain(block), style))
        out.print()
    for warning in answer.warnings:
        out.print(_styled(f"Note: {warning}", "yellow"))


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
