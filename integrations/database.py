"""Receipts and the list of conversations, in SQLite or PostgreSQL. Alone imports SQLAlchemy."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from integrations.errors import DatabaseFailed

# Times are ISO 8601 in UTC: readable in any tool, and in order when sorted as text.
TABLES = MetaData()
RECEIPTS = Table(
    "receipts",
    TABLES,
    Column("id", String(64), primary_key=True),
    Column("given_at", String(32), nullable=False, index=True),
    Column("body", Text, nullable=False),
)
CONVERSATIONS = Table(
    "conversations",
    TABLES,
    Column("id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("last_used", String(32), nullable=False, index=True),
)
TITLE_CHARACTERS = 120


class Database:
    """One database. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Open, and create the tables that are missing. Raises DatabaseFailed."""
        self._url = url
        try:
            self._engine = create_engine(url)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _tune_sqlite)
            TABLES.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def save_receipt(self, receipt: dict[str, Any]) -> None:
        """Keep a receipt under its answer's id. Raises DatabaseFailed."""
        row = {
            "id": receipt["answer"]["id"],
            "given_at": receipt["given_at"],
            "body": json.dumps(receipt, ensure_ascii=False),
        }
        self._do(lambda connection: connection.execute(insert(RECEIPTS).values(row)))

    def receipt(self, answer_id: str) -> dict[str, Any] | None:
        """The receipt of an answer, None when there is none. Raises DatabaseFailed."""
        wanted = select(RECEIPTS.c.body).where(RECEIPTS.c.id == answer_id)
        body = self._do(lambda connection: connection.execute(wanted).scalar())
        return json.loads(body) if body else None

    def use_conversation(self, conversation_id: str, question: str) -> None:
        """Note that a conversation is in use; its first question is its title."""

        def note(connection: Connection) -> None:
            here = CONVERSATIONS.c.id == conversation_id
            changed = connection.execute(update(CONVERSATIONS).where(here).values(last_used=now()))
            if not changed.rowcount:
                row = {
                    "id": conversation_id,
                    "title": question[:TITLE_CHARACTERS],
                    "last_used": now(),
                }
                connection.execute(insert(CONVERSATIONS).values(row))

        self._do(note)

    def conversations(self) -> list[tuple[str, str, str]]:
        """Id, title and time of last use of every conversation, the latest first."""
        wanted = select(CONVERSATIONS.c.id, CONVERSATIONS.c.title, CONVERSATIONS.c.last_used)
        ordered = wanted.order_by(CONVERSATIONS.c.last_used.desc())
        rows = self._do(lambda connection: connection.execute(ordered).all())
        return [(row[0], row[1], row[2]) for row in rows]

    def forget_conversation(self, conversation_id: str) -> bool:
        """Delete a conversation from the list; tells whether it was there."""
        gone = delete(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)
        return bool(self._do(lambda connection: connection.execute(gone).rowcount))

    def forget_older_than(self, days: float) -> list[str]:
        """Delete receipts and conversations older than that; the ids of the conversations."""
        limit = now(timedelta(days=days))
        old = CONVERSATIONS.c.last_used < limit

        def forget(connection: Connection) -> list[str]:
            ids = list(connection.execute(select(CONVERSATIONS.c.id).where(old)).scalars())
            connection.execute(delete(CONVERSATIONS).where(old))
            connection.execute(delete(RECEIPTS).where(RECEIPTS.c.given_at < limit))
            return ids

        found: list[str] = self._do(forget)
        return found

    def _do(self, work: Any) -> Any:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except IntegrityError:
            # Another process has written the same row in the meantime.
            return None
        except SQLAlchemyError as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> DatabaseFailed:
        kind = self._url.partition(":")[0]
        if isinstance(error, ImportError):
            return DatabaseFailed(
                f"AIDE_DATABASE_URL names a {kind} database, and its package is not installed. "
                'Install it: pip install "aide-memoire[postgres]"'
            )
        return DatabaseFailed(
            f"The {kind} database can't be used ({type(error).__name__}). Check AIDE_DATABASE_URL "
            "and that the server runs, or that the folder can be written."
        )


def now(ago: timedelta = timedelta()) -> str:
    """The time in UTC, ISO 8601 to the second, or that long ago."""
    return (datetime.now(UTC) - ago).isoformat(timespec="seconds")


def _tune_sqlite(connection: Any, _: Any) -> None:
    """Readers beside a writer, and patience for other processes that write."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=5000")
