"""What a process of its own does with a database; imports little, so that it starts fast."""

from contextlib import closing

from integrations.database import Database, now


def save_many(url: str, prefix: str, count: int) -> int:
    """Save receipts, one of them under an id that others use too, all in one conversation."""
    with closing(Database(url)) as database:
        for number in range(count):
            for identifier in (f"{prefix}-{number}", "shared"):
                database.save_receipt({"answer": {"id": identifier}, "given_at": now()})
            database.use_conversation("shared", f"Asked by {prefix}")
    return count
