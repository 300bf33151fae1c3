"""Draw `docs/terminal.svg`, the picture in README.md: `python docs/picture.py`, after a change."""

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
    out = Console(record=True, width=96, force_terminal=True, highlight=False, quiet=False)
    for question in QUESTIONS:
        out.print(f'[bold]$ aide ask "{question}"[/bold]')
        render_answer(assistant.ask(question), out)
    out.save_svg(str(Path(__file__).parent / "terminal.svg"), title="aide")


if __name__ == "__main__":
    main()
