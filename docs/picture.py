"""Draw `docs/terminal.svg`, the picture in README.md: `python docs/picture.py`, after a change."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from integrations.bootstrap import load_assistant
from integrations.settings import read_settings
from integrations.terminal import render_answer

QUESTIONS = (
    "villagers' lawyer is followed, her kids too. what can we do?",
    "How many euros does the plan set aside for defenders?",
)


def main() -> None:
    """Ask the real assistant and keep what the terminal shows."""
    assistant = load_assistant(read_settings())
    out = Console(record=True, width=96, force_terminal=True, highlight=False, file=StringIO())
    for question in QUESTIONS:
        out.print(f'[bold]$ aide ask "{question}"[/bold]')
        render_answer(assistant.ask(question), out)
    # rich names fonts on a third party's server; the reader's own will do.
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", out.export_svg(title="aide"))
    (Path(__file__).parent / "terminal.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
