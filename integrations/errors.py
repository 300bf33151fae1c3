"""What can go wrong outside of documents, index and assistant."""


class DatabaseFailed(Exception):
    """The database can't be opened, read or written; the message says which and what to do."""
