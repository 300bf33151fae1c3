import json
import sqlite3
from contextlib import closing

import pytest

from tests.integrations.command import Aide

# Every command is a process of its own.
pytestmark = pytest.mark.slow

PLAN = "action-plan-2020-2024"
QUESTION = "What does the plan say about the death penalty?"
QUOTE = "worldwide abolition of the death penalty"
# Another quotation of the same length, so that offsets still fit.
TAMPERED = "worldwide retention of the death penalty"


def assert_one_sentence(errors: str) -> None:
    assert len(errors.strip().split("\n")) == 1
    assert errors.strip()


def count_of_turns(aide: Aide) -> int:
    """How much the file of conversations holds."""
    with closing(sqlite3.connect(aide.home / "conversations.sqlite")) as reader:
        ((count,),) = reader.execute("SELECT count(*) FROM checkpoints").fetchall()
    return int(count)


def identifiers(aide: Aide) -> list[str]:
    run = aide("conversations")

    assert run.code == 0
    return [line.split("\t")[0] for line in run.lines]


def test_an_answer_leaves_a_receipt_that_verifies_until_it_is_tampered_with(aide: Aide) -> None:
    answer = json.loads(aide("ask", QUESTION, "--json").output)
    receipt = aide("receipt", answer["id"])
    file = aide.folder / "receipt.json"
    file.write_text(receipt.output, encoding="utf-8")
    good = aide("verify", str(file))
    file.write_text(receipt.output.replace(QUOTE, TAMPERED), encoding="utf-8")
    bad = aide("verify", str(file))

    assert receipt.code == 0
    assert json.loads(receipt.output)["answer"] == answer
    assert (good.code, bad.code) == (0, 1)
    assert all(line.startswith("ok\t") for line in good.lines)
    assert QUOTE in receipt.output
    assert bad.lines[0] == "WRONG\tThe receipt has been changed since it was written."
    assert "WRONG\t[1]" in bad.output
    assert good.errors == bad.errors == ""


def test_an_answer_from_a_pipe_verifies(aide: Aide) -> None:
    file = aide.folder / "answer.json"
    file.write_text(f"\ufeff{aide('ask', QUESTION, '--json').output}", encoding="utf-8")
    run = aide("verify", str(file))

    assert run.code == 0
    assert f"ok\t[1] {PLAN} I.A.1: the quotation stands in the text" in run.output


def test_every_answer_of_a_batch_leaves_a_receipt(fresh: Aide) -> None:
    fresh("index")
    file = fresh.folder / "questions.jsonl"
    rows = [
        {"id": "1", "question": QUESTION},
        {"id": "2", "question": " "},
        {"id": "3", "question": "I.A.2"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = fresh("ask", "--batch", str(file), "--json")
    with closing(sqlite3.connect(fresh.home / "aide.sqlite")) as reader:
        bodies = [json.loads(body) for (body,) in reader.execute("SELECT body FROM receipts")]

    assert run.code == 0
    assert sorted(body["answer"]["question"] for body in bodies) == ["I.A.2", QUESTION]


@pytest.mark.parametrize("identifier", ["0000000000000000", "a'; --", ""])
def test_an_answer_that_has_no_receipt_is_one_sentence(aide: Aide, identifier: str) -> None:
    run = aide("receipt", identifier)

    assert run.code == 1
    assert run.output == ""
    assert "aide ask --json" in run.errors
    assert_one_sentence(run.errors)


def test_before_there_is_a_data_folder_there_is_no_receipt(fresh: Aide) -> None:
    run = fresh("receipt", "0000000000000000")

    assert run.code == 1
    assert "There is no receipt" in run.errors
    assert_one_sentence(run.errors)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "can't be read"),
        (b"no json", "is no JSON"),
        (b"", "is no JSON"),
        (b"\xff\xfe", "is no JSON"),
        (b'{"a": 1}', "neither a receipt nor an answer"),
        (b'{"receipt": 1, "a": "\\ud800"}', "neither a receipt nor an answer"),
        (b"[" * 100_000, "is no JSON"),
    ],
    ids=["missing", "no JSON", "empty", "no text", "another object", "surrogate", "deep"],
)
def test_a_file_that_is_no_receipt_is_one_sentence(
    aide: Aide, content: bytes | None, said: str
) -> None:
    file = aide.folder / "receipt.json"
    if content is not None:
        file.write_bytes(content)
    run = aide("verify", str(file))

    assert run.code == 1
    assert run.output == ""
    assert said in run.errors
    assert_one_sentence(run.errors)


def test_a_receipt_that_can_not_be_stored_does_not_cost_the_answer(aide: Aide) -> None:
    variables = {"AIDE_DATABASE_URL": f"sqlite:///{aide.folder}/missing/aide.sqlite"}
    run = aide("ask", QUESTION, variables=variables)

    assert run.code == 0
    assert QUOTE in run.output
    assert run.errors.startswith("No receipt was stored. ")
    assert_one_sentence(run.errors)


def test_nothing_is_stored_when_nothing_is_to_be_kept(fresh: Aide) -> None:
    fresh("index")
    variables = {"AIDE_RETENTION_DAYS": "0"}
    asked = fresh("ask", QUESTION, variables=variables)
    chatted = fresh("chat", standard_input=QUESTION.encode(), variables=variables)

    assert (asked.code, chatted.code) == (0, 0)
    assert {path.name for path in fresh.home.iterdir()} == {"index", "documents"}


def test_conversations_are_listed_and_forgotten(spoilt: Aide) -> None:
    for name in ("aide.sqlite", "conversations.sqlite"):
        for file in spoilt.home.glob(f"{name}*"):
            file.unlink()
    for question in (QUESTION, "What is I.A.2?"):
        spoilt("chat", standard_input=question.encode())
    listed = spoilt("conversations")
    first = next(line.split("\t")[0] for line in listed.lines if line.endswith(QUESTION))
    deleted = spoilt("conversations", "--delete", first)
    again = spoilt("conversations", "--delete", first)
    all_deleted = spoilt("conversations", "--delete-all")

    assert len(listed.lines) == 2
    assert (deleted.code, deleted.output, deleted.errors) == (0, "", "Forgotten: 1.\n")
    assert (again.code, again.output) == (1, "")
    assert again.errors == f'There is no conversation "{first}". List them: aide conversations\n'
    assert (all_deleted.code, all_deleted.errors) == (0, "Forgotten: 1.\n")
    assert identifiers(spoilt) == []
    assert count_of_turns(spoilt) == 0


def test_before_there_is_a_data_folder_there_are_no_conversations(fresh: Aide) -> None:
    run = fresh("conversations")

    assert (run.code, run.output, run.errors) == (0, "", "")


def test_conversations_are_forgotten_without_an_index(spoilt: Aide) -> None:
    spoilt("chat", standard_input=QUESTION.encode())
    (spoilt.home / "index" / "CURRENT").unlink()
    run = spoilt("conversations", "--delete-all")

    assert run.code == 0
    assert count_of_turns(spoilt) == 0


def test_conversations_are_forgotten_also_after_nothing_is_to_be_kept(spoilt: Aide) -> None:
    spoilt("chat", standard_input=QUESTION.encode())
    run = spoilt("conversations", "--delete-all", variables={"AIDE_RETENTION_DAYS": "0"})

    assert run.code == 0
    assert count_of_turns(spoilt) == 0


def test_chat_says_how_a_follow_up_was_understood(aide: Aide) -> None:
    lines = f"{QUESTION}\nAnd torture?\n".encode()
    run = aide("chat", standard_input=lines)
    first, _, second = run.output.partition("eradicate torture")

    assert run.code == 0
    assert "Understood as" not in first.split("\n\n")[0]
    assert run.output.count("Understood as: ") == 1
    assert "Understood as: torture" in second
    assert "\x1b" not in run.output


def test_chat_with_a_database_that_can_not_be_used_is_one_sentence(aide: Aide) -> None:
    variables = {"AIDE_DATABASE_URL": f"postgresql://@/aide?host={aide.folder}"}
    run = aide("chat", standard_input=QUESTION.encode(), variables=variables)

    assert run.code == 1
    assert run.output == ""
    assert "AIDE_DATABASE_URL" in run.errors
    assert_one_sentence(run.errors)
