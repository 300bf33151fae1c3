import json
import multiprocessing
import sqlite3
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import create_engine, insert

from assistant.answer import Answer
from assistant.graph import Conversations, in_postgres
from assistant.pipeline import Assistant
from integrations.database import CONVERSATIONS, RECEIPTS, TITLE_CHARACTERS, Database, now
from integrations.errors import DatabaseFailed
from tests.integrations.child_write import save_many
from tests.integrations.postgres import Cluster

QUESTION = "What does the plan say about the death penalty?"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'aide.sqlite'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()


def receipt(identifier: str = "a", **more: Any) -> dict[str, Any]:
    return {"answer": {"id": identifier}, "given_at": now(), **more}


def test_a_receipt_is_read_as_it_was_saved(url: str) -> None:
    saved = receipt(note="Ένα «σχόλιο» \U0001f642", numbers=[1, 2.5, None, True])
    with closing(Database(url)) as database:
        database.save_receipt(saved)
    with closing(Database(url)) as database:
        read = database.receipt("a")

    assert read == saved


def test_the_driver_may_be_named(cluster: Cluster) -> None:
    with closing(Database(cluster.new_database("+psycopg"))) as database:
        database.save_receipt(receipt("a"))
        found = database.receipt("a")

    assert found is not None


def test_there_is_no_receipt_under_another_id(url: str) -> None:
    with closing(Database(url)) as database:
        database.save_receipt(receipt("a"))
        found = [database.receipt(identifier) for identifier in ("", "A", "a'; --", "a" * 500)]

    assert found == [None] * 4


def test_a_receipt_is_not_written_over(url: str) -> None:
    with closing(Database(url)) as database:
        database.save_receipt(receipt("a", text="first"))
        database.save_receipt(receipt("a", text="second"))
        read = database.receipt("a")

    assert read is not None
    assert read["text"] == "first"


def test_conversations_are_listed_the_latest_first(url: str) -> None:
    rows = [("older", "2026-01-01"), ("latest", "2026-03-01"), ("middle", "2026-02-01")]
    with closing(Database(url)) as database:
        write(url, conversations=rows)
        listed = database.conversations()

    assert listed == [
        ("latest", "Title of latest", "2026-03-01"),
        ("middle", "Title of middle", "2026-02-01"),
        ("older", "Title of older", "2026-01-01"),
    ]


def test_a_conversation_in_use_moves_up_and_keeps_its_first_question_as_title(url: str) -> None:
    with closing(Database(url)) as database:
        write(url, conversations=[("a", "2026-01-01"), ("b", "2026-02-01")])
        database.use_conversation("a", "And torture?")
        listed = database.conversations()

    assert [row[:2] for row in listed] == [("a", "Title of a"), ("b", "Title of b")]
    assert listed[0][2] > "2026-02-01"


def test_a_long_question_is_cut_to_a_title(url: str) -> None:
    with closing(Database(url)) as database:
        database.use_conversation("a", "ελ" * 500)
        ((_, title, _),) = database.conversations()

    assert title == "ελ" * (TITLE_CHARACTERS // 2)


def test_a_conversation_is_forgotten_once(url: str) -> None:
    with closing(Database(url)) as database:
        database.use_conversation("a", QUESTION)
        database.use_conversation("b", QUESTION)
        forgotten = [database.forget_conversation(identifier) for identifier in ("a", "a", "c")]
        listed = database.conversations()

    assert forgotten == [True, False, False]
    assert [row[0] for row in listed] == ["b"]


def test_what_is_older_than_the_days_given_is_deleted(url: str) -> None:
    with closing(Database(url)) as database:
        write(
            url,
            conversations=[("old", ago(11)), ("older", ago(400)), ("young", ago(9))],
            receipts=[("old", ago(11)), ("young", ago(9))],
        )
        forgotten = database.forget_older_than(10)
        listed = database.conversations()
        found = [database.receipt(identifier) is not None for identifier in ("old", "young")]

    assert sorted(forgotten) == ["old", "older"]
    assert [row[0] for row in listed] == ["young"]
    assert found == [False, True]


def test_what_is_young_is_not_deleted(url: str) -> None:
    with closing(Database(url)) as database:
        database.use_conversation("a", QUESTION)
        database.save_receipt(receipt("a"))
        forgotten = database.forget_older_than(0.5)
        found = database.receipt("a")

    assert forgotten == []
    assert found is not None


def test_threads_share_a_database(url: str) -> None:
    with closing(Database(url)) as database, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: database.save_receipt(receipt(str(n))), range(40)))
        list(pool.map(lambda n: database.use_conversation(str(n % 4), QUESTION), range(40)))
        found = [database.receipt(str(n)) is not None for n in range(40)]
        listed = database.conversations()

    assert found == [True] * 40
    assert sorted(row[0] for row in listed) == ["0", "1", "2", "3"]


def test_processes_share_a_database(url: str) -> None:
    names = ("first", "second", "third")
    Database(url).close()
    # "spawn": a process that is forked would share the connections.
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        counts = list(pool.map(save_many, [url] * 3, names, [20] * 3))
    with closing(Database(url)) as database:
        found = [database.receipt(f"{name}-{n}") is not None for name in names for n in range(20)]
        listed = database.conversations()

    assert counts == [20] * 3
    assert all(found)
    assert [row[0] for row in listed] == ["shared"]


def test_a_new_database_is_opened_by_several_at_once(url: str) -> None:
    barrier = Barrier(6)

    def first_use(number: int) -> None:
        barrier.wait()
        with closing(Database(url)) as database:
            database.save_receipt(receipt(str(number)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(first_use, range(6)))
    with closing(Database(url)) as database:
        found = [database.receipt(str(number)) is not None for number in range(6)]

    assert found == [True] * 6


def test_readers_of_a_sqlite_database_need_not_wait_for_a_writer(tmp_path: Path) -> None:
    file = tmp_path / "aide.sqlite"
    with closing(Database(f"sqlite:///{file}")) as database:
        database.save_receipt(receipt("a"))
        with closing(sqlite3.connect(file)) as writer:
            mode = writer.execute("PRAGMA journal_mode").fetchone()
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM receipts")
            found = database.receipt("a")

    assert mode == ("wal",)
    assert found is not None


def test_the_receipt_in_the_database_is_json_that_any_tool_reads(tmp_path: Path) -> None:
    file = tmp_path / "aide.sqlite"
    with closing(Database(f"sqlite:///{file}")) as database:
        database.save_receipt(receipt("a", text="Ψ"))
    with closing(sqlite3.connect(file)) as reader:
        ((body,),) = reader.execute("SELECT body FROM receipts").fetchall()

    assert json.loads(body)["text"] == "Ψ"
    assert "Ψ" in body


@pytest.mark.parametrize("place", ["missing/aide.sqlite", "file/aide.sqlite", "."])
def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(DatabaseFailed, match=r"^The sqlite database can't be used .*folder"):
        Database(f"sqlite:///{tmp_path / place}")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "aide.sqlite"
    file.write_text("no database " * 1000, encoding="utf-8")

    with pytest.raises(DatabaseFailed, match=r"^The sqlite database can't be used"):
        Database(f"sqlite:///{file}")


@pytest.mark.parametrize(
    "nonsense",
    ["nonsense", "://", "postgres://localhost/aide", "no-such-kind://localhost/aide"],
)
def test_a_url_that_is_none_is_named(nonsense: str) -> None:
    with pytest.raises(DatabaseFailed, match=r"Check AIDE_DATABASE_URL"):
        Database(nonsense)


@pytest.mark.parametrize("nonsense", ["postgresql://host:port/aide", "sqlite:///a?timeout=soon"])
def test_a_url_with_a_number_that_is_none_is_named(
    nonsense: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(DatabaseFailed, match=r"Check AIDE_DATABASE_URL"):
        Database(nonsense)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseFailed) as caught:
        Database(f"postgresql://desk:secret@/aide?host={tmp_path}")

    assert "the server runs" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(DatabaseFailed, match=r'pip install "aide-memoire\[postgres\]"$'):
        Database("postgresql+psycopg://localhost/aide")


def test_a_database_that_breaks_later_is_named(tmp_path: Path) -> None:
    file = tmp_path / "aide.sqlite"
    with closing(Database(f"sqlite:///{file}")) as database:
        with closing(sqlite3.connect(file)) as other:
            other.execute("DROP TABLE receipts")
        with pytest.raises(DatabaseFailed, match=r"^The sqlite database can't be used"):
            database.receipt("a")


def test_conversations_in_postgresql_go_on_in_another_process(
    assistant: Assistant, cluster: Cluster
) -> None:
    url = cluster.new_database()
    with in_postgres(url) as kept:
        first = Conversations(assistant, kept).ask("a", QUESTION)
        Conversations(assistant, kept).ask("b", "I.A.2")
    with in_postgres(url) as kept:
        second = Conversations(assistant, kept).ask("a", "And torture?")
        turns = Conversations(assistant, kept).turns("a")

    assert [turn.answer_id for turn in turns] == [first.id, second.id]
    assert second.stand_alone_question is not None
    assert second.citations[0].label == "I.A.2"


def test_conversations_in_postgresql_are_deleted_alone(
    assistant: Assistant, cluster: Cluster
) -> None:
    with in_postgres(cluster.new_database()) as kept:
        conversations = Conversations(assistant, kept)
        answers: list[Answer] = [conversations.ask(name, QUESTION) for name in ("a", "b")]
        conversations.delete("a")
        turns = [conversations.turns(name) for name in ("a", "b")]

    assert turns[0] == []
    assert [turn.answer_id for turn in turns[1]] == [answers[1].id]


def ago(days: float) -> str:
    return now(timedelta(days=days))


def write(
    url: str,
    conversations: list[tuple[str, str]],
    receipts: list[tuple[str, str]] | None = None,
) -> None:
    """Rows with these ids and times, as if they had been written then."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for identifier, time in conversations:
            row = {"id": identifier, "title": f"Title of {identifier}", "last_used": time}
            connection.execute(insert(CONVERSATIONS).values(row))
        for identifier, time in receipts or ():
            row = {"id": identifier, "given_at": time, "body": json.dumps(receipt(identifier))}
            connection.execute(insert(RECEIPTS).values(row))
    engine.dispose()
