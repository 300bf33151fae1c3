import json
from typing import Any

import pytest

from prompts import prompt
from tests.integrations.command import Aide
from tests.openai_server import OpenAIServer, Reply, said

# Every command is a process of its own.
pytestmark = pytest.mark.slow

QUESTION = "What does the plan say about the death penalty?"
QUOTE = "Work towards the worldwide abolition of the death penalty."
WRITTEN = f'<quote id="P1">{QUOTE}</quote> [P1]'
FOLLOW_UP = "What does the plan say about torture?"
NAME = "openai:gpt-test"


def variables(url: str) -> dict[str, str]:
    return {
        "AIDE_MODEL": NAME,
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": "test",
        "LANGSMITH_TRACING": "false",
    }


def assert_one_sentence(errors: str) -> None:
    assert len(errors.strip().split("\n")) == 1
    assert errors.strip()


def test_an_answer_is_written_by_the_model_around_quotes(aide: Aide) -> None:
    with OpenAIServer([said(WRITTEN)]).running() as server:
        run = aide("ask", QUESTION, "--json", variables=variables(server.url))
    answer = json.loads(run.output)
    (request,) = server.requests

    assert (run.code, run.errors) == (0, "")
    assert (answer["status"], answer["composer"], answer["model"]) == ("answered", "model", NAME)
    assert answer["warnings"] == []
    assert answer["text"].startswith(f"“{QUOTE}” [1]")
    assert [citation["label"] for citation in answer["citations"]] == ["I.A.1"]
    assert request["model"] == "gpt-test"
    assert QUESTION in request["messages"][-1]["content"]


def test_the_receipt_of_a_model_s_answer_verifies_without_the_model(aide: Aide) -> None:
    with OpenAIServer([said(WRITTEN)]).running() as server:
        asked = aide("ask", QUESTION, "--json", variables=variables(server.url))
    receipt = aide("receipt", json.loads(asked.output)["id"])
    file = aide.folder / "receipt.json"
    file.write_text(receipt.output, encoding="utf-8")
    run = aide("verify", str(file), variables=variables(server.url))

    assert json.loads(receipt.output)["prompts"]["answer"] == prompt("answer").digest
    assert run.code == 0


def test_an_answer_is_streamed_into_a_pipe_as_plain_text(aide: Aide) -> None:
    with OpenAIServer([said(WRITTEN)]).running() as server:
        run = aide("ask", QUESTION, variables=variables(server.url))

    assert (run.code, run.errors) == (0, "")
    assert run.output.startswith(f"“{QUOTE}” [1]")
    assert "I.A.1" in run.output
    assert "\x1b" not in run.output


@pytest.mark.parametrize("as_json", [True, False])
def test_a_stream_that_is_cut_is_followed_by_quotes_and_a_warning(
    aide: Aide, *, as_json: bool
) -> None:
    cut = Reply(said(WRITTEN).pieces, cut_after=4)
    with OpenAIServer([cut]).running() as server:
        run = aide(
            "ask", QUESTION, *(["--json"] if as_json else []), variables=variables(server.url)
        )
    warning = "The language model's answer broke off; this answer is composed from quotes."

    assert (run.code, run.errors) == (0, "")
    assert warning in run.output
    assert QUOTE in run.output
    if as_json:
        answer = json.loads(run.output)
        assert (answer["composer"], answer["model"]) == ("quotes", None)
        assert answer["citations"][0]["label"] == "I.A.1"


def test_a_server_that_is_not_there_costs_a_warning(aide: Aide) -> None:
    with OpenAIServer([said(WRITTEN)]).running() as server:
        pass
    run = aide("ask", QUESTION, "--json", variables=variables(server.url))
    answer = json.loads(run.output)

    assert (run.code, run.errors) == (0, "")
    assert answer["composer"] == "quotes"
    assert answer["citations"][0]["label"] == "I.A.1"
    assert answer["warnings"] == [
        "The language model could not be reached; this answer is composed from quotes."
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [("nonsense", "test"), ("no-such-provider:large", "test"), (NAME, None)],
)
@pytest.mark.parametrize("command", [("ask", QUESTION), ("chat",)])
def test_a_model_that_can_not_be_set_up_is_one_sentence(
    aide: Aide, name: str, key: str | None, command: tuple[str, ...]
) -> None:
    run = aide(*command, variables={"AIDE_MODEL": name, "OPENAI_API_KEY": key})

    assert run.code == 1
    assert run.output == ""
    assert name in run.errors
    assert_one_sentence(run.errors)


def test_a_search_needs_no_model(aide: Aide) -> None:
    run = aide("search", "torture", "--limit", "1", variables={"AIDE_MODEL": "nonsense"})

    assert (run.code, run.errors) == (0, "")


def test_chat_lets_the_model_write_a_follow_up_out(aide: Aide) -> None:
    def script(request: dict[str, Any]) -> Reply:
        if request["messages"][0]["content"] == prompt("stand_alone").text:
            return said(FOLLOW_UP)
        return said(WRITTEN)

    with OpenAIServer(script).running() as server:
        run = aide(
            "chat",
            standard_input=f"{QUESTION}\nAnd torture?\n".encode(),
            variables=variables(server.url),
        )
    rewriting = [
        request["messages"][-1]["content"]
        for request in server.requests
        if request["messages"][0]["content"] == prompt("stand_alone").text
    ]

    assert (run.code, run.errors) == (0, "")
    assert len(rewriting) == 1
    assert QUESTION in rewriting[0]
    assert "And torture?" in rewriting[0]
    assert run.output.count(f"Understood as: {FOLLOW_UP}") == 1
