"""Keep passages and their vectors in Chroma. The only module that imports chromadb.

Chroma is the store of record: each passage with its text, its vector and its label, as any
LangChain program can read it. Questions are answered from the snapshot beside it
(index/snapshot.py; docs/decisions/0001-snapshot.md says why). Chroma's server is never started
(SECURITY.md); one that others run can be written to.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings

from index.errors import StorageFailed
from index.vectors import Vectors
from ingest.passage import Passage

COLLECTION = "aide-memoire"
RECORDS_PER_CALL = 2000
# Chroma Cloud takes no more in one call.
RECORDS_PER_REQUEST = 300


def record_id(passage: Passage) -> str:
    """The id of a passage's record; a changed text is a new record."""
    return f"{passage.id}#{passage.digest[:16]}"


class ChromaStore:
    """One Chroma collection, cosine distance, our own vectors."""

    def __init__(self, collection: chromadb.Collection, per_call: int) -> None:
        """`open` and `connect` make stores; `per_call` records are sent at once."""
        self._collection = collection
        self._per_call = per_call

    @classmethod
    def open(cls, folder: Path, embedder: str, *, empty: bool = False) -> "ChromaStore":
        """Open or create the collection in `folder`, `empty` without what it held.

        A damaged folder, or one with the vectors of another embedding model, is cleared and begun
        anew, since all it holds can be built again. Raises StorageFailed when it can't be written.
        """
        if empty:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            return cls(_collection(_client(folder), embedder), RECORDS_PER_CALL)
        except Exception:  # chromadb raises its own, SQLite's and Rust's errors here
            shutil.rmtree(folder, ignore_errors=True)
            try:
                return cls(_collection(_client(folder), embedder), RECORDS_PER_CALL)
            except Exception as error:
                message = f"The vector store in {folder} can't be written. Check the disk."
                raise StorageFailed(message) from error

    @classmethod
    def connect(cls, url: str, embedder: str, *, empty: bool = False) -> "ChromaStore":
        """Open or create the collection of a Chroma service, `empty` without what it held.

        The address is https://TOKEN@HOST:PORT/TENANT/DATABASE, of which token, port, tenant and
        database may be left out. Raises StorageFailed when the service can't be used.
        """
        try:
            client = _http_client(url)
            return cls(_collection(client, embedder, empty=empty), RECORDS_PER_REQUEST)
        except Exception as error:  # chromadb, httpx and urllib each raise their own
            place = url.rpartition("@")[2]
            message = (
                f"The Chroma service at {place} can't be used ({type(error).__name__}). "
                "Check that it runs, and AIDE_CHROMA_URL."
            )
            raise StorageFailed(message) from error

    def count(self) -> int:
        """How many records there are."""
        with _storage_errors():
            return self._collection.count()

    def ids(self) -> set[str]:
        """The ids of all records."""
        found: set[str] = set()
        with _storage_errors():
            while ids := self._collection.get(limit=self._per_call, offset=len(found), include=[])[
                "ids"
            ]:
                found.update(ids)
        return found

    def write(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add passages, each with the vector of the same row."""
        for part in self._slices(len(passages)):
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
        for part in self._slices(len(ids)):
            with _storage_errors():
                self._collection.delete(ids=list(ids[part]))

    def _slices(self, length: int) -> Iterator[slice]:
        step = self._per_call
        return (slice(start, start + step) for start in range(0, length, step))


def _client(folder: Path) -> ClientAPI:
    # Chroma keeps clients by folder; one of files that were deleted would go on with them.
    SharedSystemClient.clear_system_cache()
    return chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )


def _http_client(url: str) -> ClientAPI:
    SharedSystemClient.clear_system_cache()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = "no address that begins with http:// or https://"
        raise ValueError(message)
    names = [unquote(name) for name in parts.path.strip("/").split("/") if name]
    tenant, database = names if len(names) == 2 else (DEFAULT_TENANT, DEFAULT_DATABASE)  # noqa: PLR2004
    return chromadb.HttpClient(
        host=parts.hostname,
        port=parts.port or (443 if parts.scheme == "https" else 80),
        ssl=parts.scheme == "https",
        headers={"x-chroma-token": unquote(parts.username)} if parts.username else None,
        settings=Settings(anonymized_telemetry=False),
        tenant=tenant,
        database=database,
    )


def _collection(client: ClientAPI, embedder: str, *, empty: bool = False) -> chromadb.Collection:
    def made() -> chromadb.Collection:
        return client.get_or_create_collection(
            COLLECTION,
            metadata={"embedder": embedder},
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
        )

    collection = made()
    if empty or (collection.metadata or {}).get("embedder") != embedder:
        client.delete_collection(COLLECTION)
        collection = made()
    collection.count()
    return collection


@contextmanager
def _storage_errors() -> Iterator[None]:
    """A failed call, of whatever kind, as the error of this folder."""
    try:
        yield
    except Exception as error:  # chromadb raises its own, SQLite's and Rust's errors here
        message = f"The vector store could not be written ({error}). Check the disk."
        raise StorageFailed(message) from error
