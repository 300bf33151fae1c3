"""Keep vectors in Chroma. The only module that imports chromadb.

Chroma is the store of record: every key with its vector, its passage and its text. Questions are
answered from the snapshot that the build derives (index/snapshot.py; docs/decisions/0001 says why).
The Python *server* of Chroma is never started (SECURITY.md).
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings

from index.errors import StorageFailed
from index.key import Key
from index.vectors import Vectors
from ingest.passage import Passage

COLLECTION = "aide-memoire"
RECORDS_PER_CALL = 2000


def key_id(passage: Passage, key: Key) -> str:
    """The id of a key's record: passage, group and text, so that a changed text is a new record."""
    return f"{passage.id}#{int(key.group)}#{key.digest}"


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

    def write(self, passages: Sequence[Passage], keys: Sequence[Key], vectors: Vectors) -> None:
        """Add the records of `keys`; `keys[i].passage` is a position in `passages`."""
        for part in _slices(len(keys)):
            batch = keys[part]
            self._collection.upsert(
                ids=[key_id(passages[key.passage], key) for key in batch],
                embeddings=vectors[part],
                documents=[key.text for key in batch],
                metadatas=[
                    {
                        "document": passages[key.passage].document_id,
                        "label": passages[key.passage].label,
                        "group": key.group.name.lower(),
                    }
                    for key in batch
                ],
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Take records out."""
        for part in _slices(len(ids)):
            self._collection.delete(ids=list(ids[part]))


def _slices(length: int) -> Iterator[slice]:
    return (slice(start, start + RECORDS_PER_CALL) for start in range(0, length, RECORDS_PER_CALL))
