import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integrations.command import COMMAND, SECONDS, Aide

QUESTION = "What does the plan say about the death penalty?"
OBJECTIVE = "Work towards the worldwide abolition of the death penalty."
linux = pytest.mark.skipif(sys.platform != "linux", reason="bytes in arguments are Linux's")


def write_lines(file: Path, *objects: object) -> Path:
    file.write_text("\n".join(json.dumps(o) for o in objects) + "\n", encoding="utf-8")
    return file


def current_snapshot(home: Path) -> Path:
    index = home / "index"
    return index / (index / "CURRENT").read_text(encoding="utf-8").strip()


def assert_one_sentence(errors: str) -> None:
    """One line for a person, no more."""
    assert len(errors.strip().split("\n")) == 1
    assert errors.strip()


def test_an_answer_in_a_pipe_is_plain_text(aide: Aide) -> None:
    run = aide("ask", QUESTION)

    assert run.code == 0
    assert f"“{OBJECTIVE}" in run.output
    assert "[1]" in run.output
    assert "I.A.1" in run.output
    assert "\x1b" not in run.output
    assert "**" not in run.output
    assert run.errors == ""


def test_an_answer_as_json_is_one_object_on_one_line(aide: Aide) -> None:
    run = aide("ask", QUESTION, "--json")
    (line,) = run.lines
    answer = json.loads(line)

    assert run.code == 0
    assert answer["status"] == "answered"
    assert answer["citations"][0]["label"] == "I.A.1"
    assert answer["citations"][0]["quote"].startswith(OBJECTIVE)
    assert run.errors == ""


@pytest.mark.parametrize("question", ["What is I.A.99?", "How do I bake sourdough bread?"])
def test_a_refusal_is_an_answer(aide: Aide, question: str) -> None:
    run = aide("ask", question)

    assert run.code == 0
    assert run.output.strip()


def test_a_question_in_any_script_is_read(aide: Aide) -> None:
    run = aide("ask", "Τι λέει το σχέδιο για τη θανατική ποινή;", "--json")

    assert run.code == 0
    assert json.loads(run.output)["language"] == "el"
    assert json.loads(run.output)["citations"][0]["label"] == "I.A.1"


def test_an_answer_needs_no_home_and_no_locale(aide: Aide) -> None:
    variables = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "HOME": None}
    run = aide("ask", QUESTION, variables=variables)

    assert run.code == 0
    assert f"“{OBJECTIVE}" in run.output


def test_a_document_is_searched_alone(aide: Aide) -> None:
    run = aide("ask", QUESTION, "--document", "action-plan-2020-2024", "--json")

    assert run.code == 0
    assert {c["document"] for c in json.loads(run.output)["citations"]} == {"action-plan-2020-2024"}


def test_a_batch_gives_an_answer_for_every_line_also_behind_an_unusable_one(aide: Aide) -> None:
    questions = [
        {"id": "first", "question": QUESTION},
        {"id": "blank", "question": "   "},
        {"id": "long", "question": "torture " * 12_500},
        {"id": "surrogate", "question": "\ud800 torture"},
        {"id": "second", "question": "What is I.A.2?", "category": "direct"},
    ]
    file = write_lines(aide.folder / "questions.jsonl", *questions)
    run = aide("ask", "--batch", str(file), "--json")
    answers = [json.loads(line) for line in run.lines]

    assert run.code == 0
    assert [answer["id"] for answer in answers] == [question["id"] for question in questions]
    assert [answer["status"] for answer in answers] == [
        "answered",
        "error",
        "error",
        "error",
        "answered",
    ]
    assert all(answer["text"].strip() for answer in answers)
    assert [len(answer["citations"]) for answer in answers][1:4] == [0, 0, 0]
    assert [set(answer) for answer in answers] == [set(answers[0])] * len(answers)


def test_only_a_line_feed_ends_a_line_of_a_batch(aide: Aide) -> None:
    questions = ["death\u2028penalty", "death\u0085penalty"]
    rows = [{"id": str(n), "question": question} for n, question in enumerate(questions)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    file = aide.folder / "questions.jsonl"
    file.write_text("\n\n".join(lines) + "\n\n", encoding="utf-8")
    run = aide("ask", "--batch", str(file), "--json")

    assert run.code == 0
    assert [json.loads(line)["id"] for line in run.lines] == ["0", "1"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"id": "1", "question": "torture"}\nno json\n',
        b"[1]\n",
        b"\xff\xfe\n",
    ],
)
def test_a_batch_that_is_no_batch_is_a_failure_in_one_sentence(aide: Aide, content: bytes) -> None:
    file = aide.folder / "questions.jsonl"
    file.write_bytes(content)
    run = aide("ask", "--batch", str(file), "--json")

    assert run.code == 1
    assert run.output == ""
    assert str(file) in run.errors
    assert_one_sentence(run.errors)


def test_a_batch_that_can_not_be_read_is_a_failure_in_one_sentence(aide: Aide) -> None:
    run = aide("ask", "--batch", "missing.jsonl", "--json")

    assert run.code == 1
    assert_one_sentence(run.errors)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "torture", "prevention"),
        ("ask", "--batch", "questions.jsonl"),
        ("ask", "torture", "--batch", "questions.jsonl", "--json"),
        ("no-such-command",),
        ("search", "torture", "--limit", "0"),
        ("show",),
        (),
    ],
)
def test_wrong_usage_exits_with_two(aide: Aide, arguments: tuple[str, ...]) -> None:
    run = aide(*arguments)

    assert run.code == 2
    assert (run.errors + run.output).strip()


@pytest.mark.parametrize(
    "question",
    [" \n\t ", "\x07\x1b", "torture " * 12_500],
    ids=["blank", "control", "long"],
)
def test_a_question_that_can_not_be_answered_is_one_sentence(aide: Aide, question: str) -> None:
    run = aide("ask", question)

    assert run.code == 2
    assert run.output == ""
    assert_one_sentence(run.errors)


@linux
def test_bytes_that_are_no_text_are_one_sentence(aide: Aide) -> None:
    run = aide("ask", os.fsencode("torture caf") + b"\xe9", "--json")

    assert run.code == 2
    assert run.output == ""
    assert "UTF-8" in run.errors
    assert_one_sentence(run.errors)


def test_control_characters_do_not_reach_the_terminal(aide: Aide) -> None:
    run = aide("ask", "the death\x07 penalty \x1b[31m in red \u202e and back")

    assert run.code == 0
    assert not {"\x07", "\x1b", "\u202e"} & set(run.output + run.errors)


def test_a_document_that_does_not_exist_is_wrong_usage_and_the_others_are_named(
    aide: Aide,
) -> None:
    run = aide("ask", QUESTION, "--document", "no-such-plan")

    assert run.code == 2
    assert run.output == ""
    assert "action-plan-2020-2024" in run.errors
    assert_one_sentence(run.errors)


@pytest.mark.parametrize("arguments", [("ask", QUESTION), ("search", "torture"), ("chat",)])
def test_without_an_index_the_command_that_builds_it_is_named(
    fresh: Aide, arguments: tuple[str, ...]
) -> None:
    run = fresh(*arguments)

    assert run.code == 1
    assert run.output == ""
    assert "aide index" in run.errors
    assert_one_sentence(run.errors)


@pytest.mark.parametrize("name", ["documents.jsonl", "vectors.npy", "segment.json"])
def test_a_damaged_index_is_one_sentence_with_the_command_that_mends_it(
    spoilt: Aide, name: str
) -> None:
    file = next((spoilt.home / "index" / "segments").glob(f"*/{name}"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    run = spoilt("ask", QUESTION)

    assert run.code == 1
    assert run.output == ""
    assert "aide index --rebuild" in run.errors
    assert_one_sentence(run.errors)


def test_a_damaged_index_is_mended_by_the_command_named(spoilt: Aide) -> None:
    for file in current_snapshot(spoilt.home).rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    mended = spoilt("index", "--rebuild")
    answer = spoilt("ask", QUESTION)

    assert (mended.code, answer.code) == (0, 0)
    assert OBJECTIVE in answer.output


def test_a_pointer_to_nowhere_is_a_damaged_index(spoilt: Aide) -> None:
    (spoilt.home / "index" / "CURRENT").write_text("snapshot-gone", encoding="utf-8")
    run = spoilt("ask", QUESTION)

    assert run.code == 1
    assert "aide index --rebuild" in run.errors
    assert_one_sentence(run.errors)


@pytest.mark.parametrize("field", [{"format": 0}, {"embedder": "another model"}])
def test_an_index_of_another_version_names_the_command_that_builds_it_anew(
    spoilt: Aide, field: dict[str, object]
) -> None:
    file = current_snapshot(spoilt.home) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | field), encoding="utf-8")
    run = spoilt("ask", QUESTION)

    assert run.code == 1
    assert "aide index --rebuild" in run.errors
    assert_one_sentence(run.errors)


def test_a_home_that_is_a_file_is_one_sentence(aide: Aide) -> None:
    file = aide.folder / "home"
    file.write_text("", encoding="utf-8")
    asked = aide("ask", QUESTION, variables={"AIDE_HOME": str(file)})
    built = aide("index", variables={"AIDE_HOME": str(file)})

    assert (asked.code, built.code) == (1, 1)
    assert "AIDE_HOME" in built.errors
    assert_one_sentence(asked.errors)
    assert_one_sentence(built.errors)


def test_without_a_home_variable_a_question_is_answered_or_says_what_to_do(aide: Aide) -> None:
    data = aide.folder / "data"
    variables = {"HOME": None, "USERPROFILE": None, "AIDE_HOME": None, "XDG_DATA_HOME": str(data)}
    run = aide("ask", QUESTION, variables=variables)

    assert run.code == 1
    assert "aide index" in run.errors
    assert_one_sentence(run.errors)


def test_the_home_of_a_user_that_does_not_exist_is_one_sentence(aide: Aide) -> None:
    run = aide("ask", QUESTION, variables={"AIDE_HOME": "~no-such-user/aide"})

    assert run.code == 1
    assert_one_sentence(run.errors)


def test_a_settings_file_that_is_no_text_is_one_sentence(aide: Aide) -> None:
    (aide.folder / ".env").write_bytes(b"AIDE_HOME=\xff\xfe\n")
    run = aide("ask", QUESTION)

    assert run.code == 1
    assert_one_sentence(run.errors)


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's pipes are POSIX")
@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", QUESTION),
        ("search", "human rights", "--limit", "100", "--json"),
        ("documents", "--text", "action-plan-2020-2024"),
    ],
)
def test_a_reader_that_goes_away_is_no_error(aide: Aide, arguments: tuple[str, ...]) -> None:
    """As with `| head`: the pipe is closed before the first line is written."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=aide.folder,
        env=aide.environment(),
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        check=False,
    )
    os.close(writer)

    assert done.stderr == b""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_behind_standard_output_is_one_sentence(spoilt: Aide) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "ask", QUESTION],
            cwd=spoilt.folder,
            env=spoilt.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert_one_sentence(done.stderr.decode())
