"""Keep passages and their vectors in Chroma. The only module that imports chromadb.

Chroma is the store of record: each passage with its text, its vector and its label, as any
LangChain program can read it. Questions are answered from the snapshot beside it
(index/snapshot.py; docs/decisions/0001-snapshot.md says why). Chroma's server is never started
(SECURITY.md).
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings

from index.errors import StorageFailed
from index.vectors import Vectors
from ingest.passage import Passage

COLLECTION = "aide-memoire"
RECORDS_PER_CALL = 2000


def record_id(passage: Passage) -> str:
    """The id of a passage's record; a changed text is a new record."""
    return f"{passage.id}#{passage.digest[:16]}"


class ChromaStore:
    """One persistent Chroma collection, cosine distance, our own vectors."""

    def __init__(self, folder: Path) -> None:
        """Open or create the collection in `folder`.

        A damaged folder is cleared and begun anew, since all it holds can be built again.
        Raises StorageFailed when the folder can't be written.
        """
        try:
            self._collection = self._open(folder)
        except Exception:  # chromadb raises its own, SQLite's and Rust's errors here
            shutil.rmtree(folder, ignore_errors=True)
            try:
                self._collection = self._open(folder)
            except Exception as error:
                message = f"The vector store in {folder} can't be written. Check the disk."
                raise StorageFailed(message) from error

    @staticmethod
    def _open(folder: Path) -> chromadb.Collection:
        # Chroma keeps clients by folder; one of files that were deleted would go on with them.
        SharedSystemClient.clear_system_cache()
        client = chromadb.PersistentClient(
            path=str(folder), settings=Settings(anonymized_telemetry=False)
        )
        collection = client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        collection.count()
        return collection

    def ids(self) -> set[str]:
        """The ids of all records."""
        return set(self._collection.get(include=[])["ids"])

    def write(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add passages, each with the vector of the same row."""
        for part in _slices(len(passages)):
            batch = passages[part]
            with _storage_errors():
                self._collection.upsert(
                    ids=[record_id(passage) for passage in batch],
                    embeddings=vectors[part],
                    documents=[passage.text for passage in batch],
                    metadatas=[
                        {
                            "document": passage.document_id,
                            "label": passage.label,
                            "start": passage.start,
                            "end": passage.end,
                        }
                        for passage in batch
                    ],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Take records out."""
        for part in _slices(len(ids)):
            with _storage_errors():
                self._collection.delete(ids=list(ids[part]))


@contextmanager
def _storage_errors() -> Iterator[None]:
    """A failed write, of whatever kind, as the error of this folder."""
    try:
        yield
    except Exception as error:  # chromadb raises its own, SQLite's and Rust's errors here
        message = f"The vector store could not be written ({error}). Check the disk."
        raise StorageFailed(message) from error


def _slices(length: int) -> Iterator[slice]:
    return (slice(start, start + RECORDS_PER_CALL) for start in range(0, length, RECORDS_PER_CALL))
