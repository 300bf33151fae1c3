import io
import re
from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from assistant.events import Delta, Step
from integrations.terminal import (
    console,
    print_answer,
    print_warnings,
    render_block,
    streamed,
)

ANSWER = Answer("1", "torture?", Status.ANSWERED, "**Torture**\n\nThe plan says so.")
# What a status line does beside writing.
OF_A_CURSOR = re.compile(r"\x1b\[(?:\?25[hl]|2K|1A)|\r")
BOLD_CYAN, DIM, GREEN = "\x1b[1;36m", "\x1b[2m", "\x1b[1;32m"


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard output a terminal; in the test, since pytest sets its own before each."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    made = Terminal()
    monkeypatch.setattr("sys.stdout", made)
    return made


def test_in_a_pipe_the_stretches_of_an_answer_are_written_as_one_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with streamed() as listener:
        listener(Step("compose", "Composing the answer"))
        for text in ("**Tor", "ture**\n", "\nThe [1] plan", " says so."):
            listener(Delta(text))

    assert capsys.readouterr().out == "Torture\n\nThe [1] plan says so.\n"


def test_in_a_pipe_nothing_is_written_when_there_is_no_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        with streamed() as listener:
            listener(Delta("half an ans"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert capsys.readouterr().out == ""


def test_in_a_terminal_a_block_is_written_when_it_is_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = open_terminal(monkeypatch)
    with streamed() as listener:
        listener(Delta("**Tor"))
        before = terminal.getvalue()
        listener(Delta("ture**\n\nThe plan"))
        between = terminal.getvalue()
        listener(Delta(" says so."))
    written = terminal.getvalue()

    assert "Tor" not in before
    assert f"{BOLD_CYAN}Torture" in between
    assert "The plan" not in between
    assert written.count("Torture") == written.count("The plan says so.") == 1
    assert "**" not in written


def test_in_a_terminal_what_is_done_is_said_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    with streamed() as listener:
        listener(Step("retrieve", "Searching the documents"))
        listener(Delta("The plan\n\n"))

    assert "Searching the documents ..." in terminal.getvalue()


def test_blocks_that_are_cut_anywhere_are_the_same_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    text = "**Torture**\n\n> “End torture.” [1]\n\nSource: the plan\n\nMore."
    outputs = []
    for size in (1, 3, len(text)):
        terminal.seek(0)
        terminal.truncate()
        with streamed() as listener:
            for start in range(0, len(text), size):
                listener(Delta(text[start : start + size]))
        outputs.append([OF_A_CURSOR.sub("", line) for line in terminal.getvalue().split("\n")])

    assert outputs[0] == outputs[1] == outputs[2]
    assert f"{BOLD_CYAN}Torture" in "".join(outputs[0])


def test_a_heading_a_quote_and_the_source_look_different(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    out = console()
    for block in (
        "**Torture**",
        "> “End [torture].” [1]",
        "Source: the plan [1]",
        "Plain **bold**",
    ):
        render_block(block, out)
    heading, quote, source, words = [line for line in terminal.getvalue().split("\n") if line]

    assert heading.startswith(f"{BOLD_CYAN}Torture")
    assert quote.startswith("  “End [torture].” ")
    assert f"{GREEN}[1]" in quote
    assert source.startswith(f"{DIM}Source: the plan [1]")
    assert words.strip() == "Plain bold"


def test_a_text_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    render_block("[bold red]not red[/] [link=a]b[/link] :warning:", console())

    assert "[bold red]not red[/] [link=a]b[/link] :warning:" in terminal.getvalue()


def test_in_a_pipe_a_follow_up_and_the_warnings_stand_below_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(
        replace(ANSWER, warnings=("One.", "Two."), stand_alone_question="What of torture?")
    )

    assert capsys.readouterr().out == (
        "Torture\n\nThe plan says so.\n\nUnderstood as: What of torture?\n\nNote: One.\n\n"
        "Note: Two.\n"
    )


def test_without_warnings_nothing_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    print_warnings(ANSWER)

    assert capsys.readouterr().out == ""


def test_in_a_terminal_warnings_are_written_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    print_warnings(replace(ANSWER, warnings=("See [1] and [b]this[/b].",)))

    assert "Note: See [1] and [b]this[/b]." in terminal.getvalue()
    assert "\x1b[33m" in terminal.getvalue()
