import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from integrations.settings import Settings
from tests.integrations.command import Aide
from tests.integrations.questions import QUESTIONS

PLAN = "action-plan-2020-2024"


@pytest.fixture(scope="module")
def text(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The document text as the command prints it."""
    run = Aide(settings.home, tmp_path_factory.mktemp("working"))("documents", "--text", PLAN)

    assert run.code == 0
    return run.output


def answers_to(aide: Aide, questions: Path) -> list[dict[str, Any]]:
    run = aide("ask", "--batch", str(questions), "--json")

    assert run.code == 0
    return [json.loads(line) for line in run.lines]


def assert_quotes_stand_in(text: str, answers: list[dict[str, Any]]) -> None:
    """Every quote is, character for character, at its place in the text that the command prints."""
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    citations = [citation for answer in answers for citation in answer["citations"]]
    wrong = [c for c in citations if c["quote"] != text[c["start"] : c["end"]]]

    assert len(citations) > len(answers) // 2
    assert not wrong
    assert {citation["document"] for citation in citations} == {PLAN}
    assert {citation["document_digest"] for citation in citations} == {digest}
    assert all(citation["quote"].strip() for citation in citations)


def assert_texts_quote_their_citations_alone(answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        rest = answer["text"]
        for citation in answer["citations"]:
            assert f"“{citation['quote']}”" in rest
            rest = rest.replace(f"“{citation['quote']}”", "", 1)

        assert "“" not in rest
        assert "”" not in rest


def test_every_quote_stands_in_the_text_at_its_place(aide: Aide, text: str) -> None:
    file = aide.folder / "questions.jsonl"
    rows = [{"id": str(n), "question": question} for n, question in enumerate(QUESTIONS)]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = answers_to(aide, file)

    assert [(answer["id"], answer["question"]) for answer in answers] == [
        (row["id"], row["question"]) for row in rows
    ]
    assert_quotes_stand_in(text, answers)
    assert_texts_quote_their_citations_alone(answers)


def test_every_quote_for_the_development_questions_stands_in_the_text(
    aide: Aide, text: str, samples: Path
) -> None:
    file = samples / "questions" / "dev.jsonl"
    if not file.is_file():
        pytest.skip("the development questions are not here")
    answers = answers_to(aide, file)

    assert len(answers) == len(file.read_text(encoding="utf-8").strip().split("\n"))
    assert_quotes_stand_in(text, answers)
    assert_texts_quote_their_citations_alone(answers)


def test_every_passage_that_is_shown_stands_in_the_text_at_its_place(aide: Aide, text: str) -> None:
    run = aide("search", "human rights and democracy", "--limit", "100", "--json")
    found = [json.loads(line) for line in run.lines]

    assert len(found) > 10
    assert all(text[p["start"] : p["end"]] == p["text"] for p in found)
