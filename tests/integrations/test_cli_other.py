import json
import re
from pathlib import Path

import pytest

from tests.integrations.command import Aide

PLAN = "action-plan-2020-2024"
QUESTION = "What does the plan say about the death penalty?"
SET = (
    {
        "id": "a",
        "category": "direct",
        "question": QUESTION,
        "gold": ["I.A.1"],
        "quotes": ["Work towards the worldwide abolition of the death penalty."],
    },
    {"id": "b", "category": "multilingual", "lang": "de", "question": "I.A.2", "gold": ["I.A.2"]},
    {"id": "c", "category": "unanswerable", "question": "I.A.99", "gold": []},
)


@pytest.fixture
def questions(aide: Aide) -> str:
    file = aide.folder / "set.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in SET), encoding="utf-8")
    return str(file)


def counts(errors: str) -> list[int]:
    """The figures of the report of a build: skipped, written, deleted, encoded."""
    return [int(number) for number in re.findall(r"\d+", errors)]


def test_search_lists_passages_best_first(aide: Aide) -> None:
    run = aide("search", "what ends executions", "--limit", "3")

    assert run.code == 0
    assert 1 <= len(run.lines) <= 3
    assert run.lines[0].startswith("I.A.1")


def test_search_as_json_gives_the_fields_of_the_contract(aide: Aide) -> None:
    run = aide("search", "what ends executions", "--limit", "5", "--json")
    found = [json.loads(line) for line in run.lines]
    fields = {"document", "label", "heading_path", "text", "start", "end", "page", "score"}

    assert run.code == 0
    assert 1 <= len(found) <= 5
    assert all(fields <= set(passage) for passage in found)
    assert found[0]["label"] == "I.A.1"
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)


def test_show_prints_a_passage(aide: Aide) -> None:
    run = aide("show", "i.a.1")

    assert run.code == 0
    assert run.output.startswith("I.A.1\tWork towards the worldwide abolition")


def test_show_prints_the_list_of_a_section(aide: Aide) -> None:
    run = aide("show", "II.C", "--document", PLAN)
    labels = [line.split("\t")[0] for line in run.lines]

    assert run.code == 0
    assert labels == ["II.C", "II.C.1", "II.C.2", "II.C.3", "II.C.4"]


def test_show_of_a_label_that_does_not_exist_is_one_sentence(aide: Aide) -> None:
    run = aide("show", "I.A.99")

    assert run.code == 1
    assert run.output == ""
    assert len(run.errors.strip().split("\n")) == 1


def test_documents_are_listed_before_they_are_indexed(fresh: Aide) -> None:
    run = fresh("documents")

    assert run.code == 0
    assert run.lines[0].startswith(PLAN)
    assert "JOIN(2020) 5 final" in run.lines[0]
    assert "not indexed" in run.lines[0]


def test_documents_as_json_have_the_fields_of_the_contract(aide: Aide) -> None:
    (row,) = [json.loads(line) for line in aide("documents", "--json").lines]
    fields = {"id", "title", "reference", "kind", "status", "source_url", "digest"}

    assert {name for name in fields if isinstance(row[name], str)} == fields
    assert row["id"] == PLAN
    assert isinstance(row["passages"], int)
    assert row["indexed"] is True


def test_the_text_of_a_document_that_does_not_exist_is_one_sentence(aide: Aide) -> None:
    run = aide("documents", "--text", "no-such-plan")

    assert run.code == 1
    assert run.output == ""
    assert PLAN in run.errors


def test_a_second_build_has_nothing_to_do(fresh: Aide) -> None:
    first, second = fresh("index"), fresh("index")
    skipped, written, deleted, _ = counts(first.errors)

    assert (first.code, second.code) == (0, 0)
    assert first.output == second.output == ""
    assert (skipped, deleted) == (0, 0)
    assert written > 100
    assert counts(second.errors) == [written, 0, 0, 0]


def test_expanding_passages_that_all_have_expansions_uses_no_model(spoilt: Aide) -> None:
    run = spoilt("index", "--expand", variables={"AIDE_MODEL": "no-such-provider:large"})
    first, second = run.errors.strip().split("\n")

    assert run.code == 0
    assert run.output == ""
    assert first == "Every passage has expansions; there is nothing to write."
    assert counts(second)[1:] == [0, 0, 0]
    assert not (spoilt.home / "expansions").exists()


def test_expansions_that_were_written_and_can_not_be_read_are_named(spoilt: Aide) -> None:
    folder = spoilt.home / "expansions"
    folder.mkdir()
    (folder / f"{PLAN}.expansions.jsonl").write_text("{\n", encoding="utf-8")
    run = spoilt("index", "--expand")

    assert run.code == 1
    assert run.errors.startswith(f"{PLAN}.expansions.jsonl, line 1: it is not JSON")
    assert len(run.errors.strip().split("\n")) == 1


def test_eval_prints_a_line_for_every_group_and_compares_with_a_saved_run(
    aide: Aide, questions: str
) -> None:
    file = aide.folder / "run.jsonl"
    saved = aide("eval", questions, "--save", str(file))
    compared = aide("eval", questions, "--compare", str(file))
    changes = [line for line in compared.lines if line.startswith("hit@1: ")]

    assert (saved.code, compared.code) == (0, 0)
    assert len(file.read_text(encoding="utf-8").strip().split("\n")) == len(SET)
    assert changes == ["hit@1: +0.000 [+0.000, +0.000]"]
    assert [line.split("  ")[0].strip() for line in saved.lines[1:]] == [
        "direct",
        "multilingual",
        "unanswerable",
        "language de",
        "all answerable",
        "all unanswerable",
    ]


def test_eval_as_json_gives_an_object_for_every_group(aide: Aide, questions: str) -> None:
    run = aide("eval", questions, "--json")
    rows = {row["group"]: row for row in map(json.loads, run.lines)}

    assert run.code == 0
    assert {name: row["n"] for name, row in rows.items()} == {
        "direct": 1,
        "multilingual": 1,
        "unanswerable": 1,
        "language de": 1,
        "all answerable": 2,
        "all unanswerable": 1,
    }
    assert rows["all answerable"]["figures"]["hit@1"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert rows["all unanswerable"]["figures"]["refused"]["mean"] == 1.0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.jsonl", None),
        ("bad.jsonl", '{"id": "a"}\n'),
        (
            "bad.jsonl",
            '{"id": "a", "category": "direct", "question": "torture", "gold": ["X.99"]}\n',
        ),
    ],
)
def test_a_question_set_that_is_none_is_one_sentence(
    aide: Aide, name: str, content: str | None
) -> None:
    if content is not None:
        (aide.folder / name).write_text(content, encoding="utf-8")
    run = aide("eval", name)

    assert run.code == 1
    assert name in run.errors or "X.99" in run.errors
    assert len(run.errors.strip().split("\n")) == 1


def test_a_run_that_can_not_be_saved_is_one_sentence_that_names_it(
    spoilt: Aide,
) -> None:
    file = spoilt.folder / "set.jsonl"
    file.write_text(json.dumps(SET[1]), encoding="utf-8")
    run = spoilt("eval", str(file), "--save", str(Path("no-such-folder") / "run.jsonl"))

    assert run.code == 1
    assert "no-such-folder" in run.errors
    assert len(run.errors.strip().split("\n")) == 1


def test_a_run_to_compare_with_that_is_none_is_one_sentence(aide: Aide, questions: str) -> None:
    run = aide("eval", questions, "--compare", questions)

    assert run.code == 1
    assert questions in run.errors


def test_doctor_finds_everything_in_place(aide: Aide) -> None:
    run = aide("doctor")

    assert run.code == 0
    assert "MISSING" not in run.output
    assert str(aide.home) in run.output


def test_doctor_names_what_is_missing_and_the_command_that_mends_it(fresh: Aide) -> None:
    run = fresh("doctor")

    assert run.code == 1
    assert "aide index" in run.output
    assert run.output.count("MISSING") == 1


def test_chat_answers_every_line_and_ends_at_an_empty_one(aide: Aide) -> None:
    run = aide("chat", standard_input=f"{QUESTION}\nI.A.2\n\nI.A.3\n".encode())

    assert run.code == 0
    assert "worldwide abolition of the death penalty" in run.output
    assert "eradicate torture globally" in run.output
    assert "I.A.3" not in run.output


def test_chat_goes_on_after_a_line_that_is_no_question(aide: Aide) -> None:
    lines = [b"\xff\xfe", b"\x07", "\U0001f642".encode(), b"torture " * 12_500, b"I.A.2"]
    run = aide("chat", standard_input=b"\n".join(lines))

    assert run.code == 0
    assert "eradicate torture globally" in run.output
    assert len(run.errors.strip().split("\n")) == 4


def test_help_names_every_command(aide: Aide) -> None:
    run = aide("--help")

    assert run.code == 0
    assert {"ask", "chat", "search", "show", "documents", "index", "eval", "doctor"} <= set(
        re.findall(r"\w+", run.output)
    )
