import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.receipt import verify
from integrations.bootstrap import keep, load_assistant, open_conversations
from integrations.database import Database, now
from integrations.errors import DatabaseFailed
from integrations.settings import Settings
from tests.integrations.postgres import Cluster

QUESTION = "What does the plan say about the death penalty?"


@pytest.fixture(params=["sqlite", "postgresql", "postgresql+psycopg"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings for a data folder that does not exist yet and an empty database of each kind."""
    made = Settings(tmp_path / "home")
    if request.param == "sqlite":
        return made
    cluster: Cluster = request.getfixturevalue("cluster")
    driver = request.param.removeprefix("postgresql")
    return replace(made, database_url=cluster.new_database(driver))


@pytest.fixture
def nothing_kept(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", retention_days=0.0)


def wait(days: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database's clock stand that many days later."""
    monkeypatch.setattr(
        "integrations.database.now", lambda ago=timedelta(): now(ago - timedelta(days=days))
    )


def test_the_model_reads_as_much_as_the_settings_say(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    made = load_assistant(replace(settings, model="openai:test", model_timeout_seconds=2.5))

    assert made.model is not None
    assert (made.model.name, made.model.timeout_seconds) == ("openai:test", 2.5)


def test_receipts_of_answers_are_kept(kept: Settings, assistant: Assistant) -> None:
    answers = [assistant.ask(QUESTION), assistant.ask("I.A.2")]
    keep(kept, assistant, answers)
    with closing(Database(kept.database)) as database:
        receipts = [database.receipt(answer.id) for answer in answers]
        listed = database.conversations()
    passages = assistant.searcher.snapshot.passages

    assert all(
        finding.good
        for receipt in receipts
        for finding in verify(receipt, assistant.documents, passages)
    )
    assert listed == []


def test_an_answer_of_a_conversation_puts_it_on_the_list(
    kept: Settings, assistant: Assistant
) -> None:
    with open_conversations(kept, assistant) as conversations:
        for question in (QUESTION, "And torture?"):
            keep(kept, assistant, [conversations.ask("a", question)])
    with closing(Database(kept.database)) as database:
        listed = database.conversations()

    assert [row[:2] for row in listed] == [("a", QUESTION)]


def test_a_conversation_goes_on_when_it_is_opened_again(
    kept: Settings, assistant: Assistant
) -> None:
    with open_conversations(kept, assistant) as conversations:
        keep(kept, assistant, [conversations.ask("a", QUESTION)])
    with open_conversations(kept, assistant) as conversations:
        answer = conversations.ask("a", "And torture?")

    assert answer.stand_alone_question is not None


def test_old_conversations_are_forgotten_with_what_was_said(
    kept: Settings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_conversations(kept, assistant) as conversations:
        answer = conversations.ask("a", QUESTION)
        keep(kept, assistant, [answer])
    wait(366, monkeypatch)
    with open_conversations(kept, assistant) as conversations:
        turns = conversations.turns("a")
    with closing(Database(kept.database)) as database:
        left = (database.receipt(answer.id), database.conversations())

    assert turns == []
    assert left == (None, [])


def test_young_conversations_stay(
    kept: Settings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_conversations(kept, assistant) as conversations:
        keep(kept, assistant, [conversations.ask("a", QUESTION)])
    wait(364, monkeypatch)
    with open_conversations(kept, assistant) as conversations:
        turns = conversations.turns("a")

    assert len(turns) == 1


def test_old_receipts_are_forgotten_when_a_new_one_is_kept(
    kept: Settings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = assistant.ask(QUESTION)
    keep(kept, assistant, [old])
    wait(366, monkeypatch)
    keep(kept, assistant, [assistant.ask("I.A.2")])
    with closing(Database(kept.database)) as database:
        left = database.receipt(old.id)

    assert left is None


def test_nothing_is_on_disk_when_nothing_is_to_be_kept(
    nothing_kept: Settings, assistant: Assistant
) -> None:
    with open_conversations(nothing_kept, assistant) as conversations:
        answers: list[Answer] = [
            conversations.ask("a", question) for question in (QUESTION, "And torture?")
        ]
        keep(nothing_kept, assistant, answers)

    assert answers[1].stand_alone_question is not None
    assert not nothing_kept.home.exists()


def test_many_days_are_as_good_as_for_ever(tmp_path: Path, assistant: Assistant) -> None:
    settings = Settings(tmp_path / "home", retention_days=1e7)
    with open_conversations(settings, assistant) as conversations:
        answer = conversations.ask("a", QUESTION)

    assert answer.citations


def test_a_data_folder_with_signs_of_an_address_holds_the_database(
    tmp_path: Path, assistant: Assistant
) -> None:
    settings = Settings(tmp_path / "what? 100% #1")
    answer = assistant.ask(QUESTION)
    keep(settings, assistant, [answer])

    assert (settings.home / "aide.sqlite").is_file()


def open_and_close(settings: Settings, assistant: Assistant) -> None:
    with open_conversations(settings, assistant):
        pass


def test_a_server_that_is_not_there_is_named(tmp_path: Path, assistant: Assistant) -> None:
    settings = Settings(tmp_path / "home", database_url=f"postgresql://@/aide?host={tmp_path}")

    with pytest.raises(DatabaseFailed, match="AIDE_DATABASE_URL"):
        open_and_close(settings, assistant)


def test_a_file_of_conversations_that_is_no_database_is_named(
    tmp_path: Path, assistant: Assistant
) -> None:
    settings = Settings(tmp_path)
    settings.conversations_file.write_text("no database " * 1000, encoding="utf-8")

    with pytest.raises(DatabaseFailed):
        open_and_close(settings, assistant)


def test_a_copied_data_folder_holds_everything_kept(tmp_path: Path, assistant: Assistant) -> None:
    settings = Settings(tmp_path / "home")
    with open_conversations(settings, assistant) as conversations:
        keep(settings, assistant, [conversations.ask("a", QUESTION)])
    shutil.copytree(settings.home, tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy" / "aide.sqlite")) as reader:
        ((count,),) = reader.execute("SELECT count(*) FROM receipts").fetchall()
    with open_conversations(Settings(tmp_path / "copy"), assistant) as conversations:
        turns = conversations.turns("a")

    assert count == 1
    assert len(turns) == 1
