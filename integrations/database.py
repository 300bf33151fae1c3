"""Receipts and the list of conversations, in SQLite or PostgreSQL. Alone imports SQLAlchemy."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
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
# A century: the calendar ends not far before it.
MOST_DAYS = 36_500
ATTEMPTS = 20
SECONDS_BETWEEN_ATTEMPTS = 0.1


class Database:
    """One database. Safe to share between threads."""

    def __init__(self, place: str | Path) -> None:
        """Open a database by URL, or SQLite in a file; make the tables that are missing.

        Raises DatabaseFailed.
        """
        self._place = place
        self._kind = "sqlite" if isinstance(place, Path) else place.partition(":")[0]
        try:
            if isinstance(place, Path):
                place.parent.mkdir(parents=True, exist_ok=True)
                self._engine = create_engine(URL.create("sqlite", database=str(place)))
            else:
                self._engine = create_engine(place)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _tune_sqlite)
            self._make_tables()
        except (SQLAlchemyError, ImportError, ValueError, OSError) as error:
            raise self._failed(error) from error

    def _make_tables(self) -> None:
        """Several processes may open a new database at once; then one makes each table."""
        for attempt in range(ATTEMPTS):
            try:
                TABLES.create_all(self._engine)
            except SQLAlchemyError:
                if attempt == ATTEMPTS - 1:
                    self._engine.dispose()
                    raise
                time.sleep(SECONDS_BETWEEN_ATTEMPTS)
            else:
                return

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
        limit = now(timedelta(days=min(days, MOST_DAYS)))
        old = CONVERSATIONS.c.last_used < limit

        def forget(connection: Connection) -> list[str]:
            ids = list(connection.execute(select(CONVERSATIONS.c.id).where(old)).scalars())
            connection.execute(delete(CONVERSATIONS).where(old))
            connection.execute(delete(RECEIPTS).where(RECEIPTS.c.given_at < limit))
            return ids

        found: list[str] = self._do(forget)
        return found

    def forget_receipts(self, days: float) -> None:
        """Delete the receipts that are older than that."""
        old = RECEIPTS.c.given_at < now(timedelta(days=min(days, MOST_DAYS)))
        self._do(lambda connection: connection.execute(delete(RECEIPTS).where(old)))

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
        if isinstance(error, ImportError):
            extra = ' Install it: pip install "aide-memoire[postgres]"'
            return DatabaseFailed(
                f"AIDE_DATABASE_URL names a {self._kind} database, and its package is not "
                f"installed.{extra if self._kind.startswith('postgres') else ''}"
            )
        if isinstance(self._place, Path):
            # A URL may hold a password and is not shown.
            return DatabaseFailed(
                f"The database {self._place} can't be used ({type(error).__name__}). Set AIDE_HOME "
                "to a folder that can be written."
            )
        return DatabaseFailed(
            f"The {self._kind} database can't be used ({type(error).__name__}). Check "
            "AIDE_DATABASE_URL, and that the server runs or the folder can be written."
        )


def now(ago: timedelta = timedelta()) -> str:
    """The time in UTC, ISO 8601 to the second, or that long ago."""
    return (datetime.now(UTC) - ago).isoformat(timespec="seconds")


def _tune_sqlite(connection: Any, _: Any) -> None:
    """Readers beside a writer, and patience for other processes that write."""
    connection.execute("PRAGMA busy_timeout=5000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
