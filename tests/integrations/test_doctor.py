from dataclasses import replace
from pathlib import Path

import pytest

from integrations.doctor import Finding, examine
from integrations.settings import Settings
from tests.integrations.postgres import Cluster
from tests.openai_server import OpenAIServer, Reply, said

MODEL = "openai:gpt-test"


@pytest.fixture(autouse=True)
def provider_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    monkeypatch.setenv("OPENAI_API_KEY", "test")


def last_two(settings: Settings) -> list[Finding]:
    """What is said of the database and of the model."""
    return examine(settings)[-2:]


def test_everything_is_in_place_and_no_model_is_needed(settings: Settings) -> None:
    findings = examine(settings)

    assert all(finding.good for finding in findings)
    assert [finding.text for finding in findings[-2:]] == [
        "Receipts and conversations: sqlite, 365 days",
        "Answers are composed from quotes alone; no model is configured.",
    ]


def test_nothing_is_made_when_nothing_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    database, _ = last_two(Settings(home, retention_days=0.0))

    assert database == Finding(True, "Nothing is kept: AIDE_RETENTION_DAYS is 0.")
    assert not home.exists()


def test_a_database_on_a_server_is_looked_at(settings: Settings, cluster: Cluster) -> None:
    database, _ = last_two(replace(settings, database_url=cluster.new_database()))

    assert database == Finding(True, "Receipts and conversations: postgresql, 365 days")


def test_a_database_that_can_not_be_used_is_named(settings: Settings, tmp_path: Path) -> None:
    url = f"postgresql://desk:secret@/aide?host={tmp_path}"
    database, _ = last_two(replace(settings, database_url=url))

    assert not database.good
    assert "AIDE_DATABASE_URL" in database.text
    assert "secret" not in database.text


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("", encoding="utf-8")
    database, _ = last_two(Settings(home))

    assert not database.good
    assert str(home) in database.text


def test_a_model_that_answers_is_good(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer([said("ready")]).running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        _, model = last_two(replace(settings, model=MODEL))

    assert model == Finding(True, f"Answers are written by {MODEL}; it answers.")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (Reply(status=401), "refused"),
        (Reply(status=404), "refused"),
        (said(" "), "empty"),
        (Reply(("rea",), ends=False), "cut_off"),
    ],
)
def test_a_model_that_gives_no_answer_is_named_with_the_reason(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, reply: Reply, failure: str
) -> None:
    with OpenAIServer([reply]).running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        _, model = last_two(replace(settings, model=MODEL))

    assert model == Finding(
        False,
        f"The model {MODEL} gave no answer ({failure}). "
        "Check its key, its address and the network.",
    )


def test_a_model_that_is_not_there_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OpenAIServer([said("ready")]).running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    _, model = last_two(replace(settings, model=MODEL))

    assert not model.good
    assert "(unreachable)" in model.text


@pytest.mark.parametrize("name", ["nonsense", "no-such-provider:large"])
def test_a_model_that_can_not_be_set_up_is_named(settings: Settings, name: str) -> None:
    _, model = last_two(replace(settings, model=name))

    assert not model.good
    assert name in model.text
