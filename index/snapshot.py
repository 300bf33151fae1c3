"""The index as questions read it: one folder, written once, replaced as a whole.

    index/CURRENT                 the name of the snapshot in use
    index/snapshot-<random>/      manifest.json documents.json passages.json
                                  vectors.npy keys.npz words/ grams/ decoys/

`CURRENT` is replaced in one step after everything else is on disk. A build that dies at any
moment leaves it naming the old snapshot, which is untouched.
"""

import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexBroken, IndexMissing, StorageFailed
from index.key import Group, Key
from index.lexical import LexicalField
from index.vectors import Vectors
from ingest.decoys import DecoyKind
from ingest.document import Document, DocumentFacts, Kind, NoteMark, PageStart, Span
from ingest.passage import Passage

FORMAT = 2
CURRENT = "CURRENT"
PREFIX = "snapshot-"
# What numpy, bm25s and json raise for files that are cut off or hold something else.
UNREADABLE = (
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, BadZipFile,
)  # fmt: skip
BUILD_COMMAND = "aide index --rebuild"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as the index holds it: enough to cite from it and to check a quote."""

    facts: DocumentFacts
    text: str
    digest: str
    notes: tuple[NoteMark, ...] = ()
    pages: tuple[PageStart, ...] = ()

    @classmethod
    def of(cls, document: Document) -> "IndexedDocument":
        """Take over what the index keeps of a document."""
        return cls(
            document.facts, document.text, document.digest, document.notes, document.pages
        )


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys without their texts: arrays of one length, ordered by group and passage."""

    passage: NDArray[np.int32]
    group: NDArray[np.int8]
    digest: NDArray[np.uint8]

    @classmethod
    def of(cls, keys: list[Key]) -> "KeyTable":
        """The table of `keys`, which must be in the order that make_keys gives."""
        return cls(
            np.array([key.passage for key in keys], dtype=np.int32),
            np.array([key.group for key in keys], dtype=np.int8),
            np.array([list(bytes.fromhex(key.digest)) for key in keys], dtype=np.uint8),
        )

    def digests(self) -> list[str]:
        """The digest of every key's text, in hexadecimal."""
        return [bytes(row).hex() for row in self.digest]

    def rows(self, group: Group) -> slice:
        """Where the keys of one group stand."""
        start, end = np.searchsorted(self.group, [group, group + 1])
        return slice(int(start), int(end))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a search needs, in memory or mapped from disk."""

    inputs: str
    embedder: str
    documents: tuple[IndexedDocument, ...]
    passages: tuple[Passage, ...]
    keys: KeyTable
    vectors: Vectors
    words: LexicalField
    grams: LexicalField
    decoys: tuple[DecoyKind, ...]
    decoy_grams: LexicalField

    @property
    def is_whole(self) -> bool:
        """Whether the parts fit together; a file of another snapshot would not."""
        rows = len(self.passages)
        return (
            len(self.vectors) == len(self.keys.passage) == len(self.keys.group)
            and rows == self.words.rows == self.grams.rows
            and len(self.decoys) == self.decoy_grams.rows
            and {passage.document_id for passage in self.passages}
            <= {document.facts.id for document in self.documents}
        )

    def document(self, document_id: str) -> IndexedDocument:
        """The document with this id. Raises KeyError."""
        return {document.facts.id: document for document in self.documents}[document_id]


def current_name(folder: Path) -> str | None:
    """The name of the snapshot in use, None when nothing was built."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        message = f"The index in {folder} is damaged. Build it again: {BUILD_COMMAND}"
        raise IndexBroken(message) from error


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself: its format, what it was made from, and how much it holds."""

    format: int
    inputs: str
    embedder: str
    passages: int
    decoys: tuple[str, ...]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the snapshot in use, None when there is no readable one of this format."""
    try:
        name = current_name(folder)
        manifest = Manifest(**_read_json(folder / str(name) / "manifest.json"))
    except (OSError, ValueError, TypeError, IndexBroken):
        return None
    return manifest if manifest.format == FORMAT else None


def load(folder: Path) -> Snapshot:
    """Open the snapshot in use. Raises IndexMissing or IndexBroken."""
    while True:
        name = current_name(folder)
        try:
            return _load(folder, name)
        except IndexBroken:
            # A build may have switched to another snapshot and deleted this one meanwhile.
            if current_name(folder) == name:
                raise


def _load(folder: Path, name: str | None) -> Snapshot:
    if name is None:
        message = f"No index was built in {folder.parent} yet. Build it with: aide index"
        raise IndexMissing(message)
    place = folder / name
    try:
        raw = _read_json(place / "manifest.json")
        if raw["format"] != FORMAT:
            message = (
                f"The index has format {raw['format']}, this version reads {FORMAT}. "
                f"Build it again: {BUILD_COMMAND}"
            )
            raise IndexBroken(message)
        manifest = Manifest(**raw)
        with (place / "keys.npz").open("rb") as file, np.load(file) as archive:
            keys = KeyTable(archive["passage"], archive["group"], archive["digest"])
        snapshot = Snapshot(
            inputs=manifest.inputs,
            embedder=manifest.embedder,
            documents=tuple(_document(raw) for raw in _read_json(place / "documents.json")),
            passages=tuple(_passage(raw) for raw in _read_json(place / "passages.json")),
            keys=keys,
            vectors=np.load(place / "vectors.npy", mmap_mode="r"),
            words=LexicalField.load("words", place / "words"),
            grams=LexicalField.load("grams", place / "grams"),
            decoys=tuple(DecoyKind(kind) for kind in manifest.decoys),
            decoy_grams=LexicalField.load("grams", place / "decoys"),
        )
    except UNREADABLE as error:
        message = f"The index in {folder} is damaged. Build it again: {BUILD_COMMAND}"
        raise IndexBroken(message) from error
    if not snapshot.is_whole:
        message = f"The index in {folder} is incomplete. Build it again: {BUILD_COMMAND}"
        raise IndexBroken(message)
    return snapshot


def publish(folder: Path, snapshot: Snapshot) -> None:
    """Write a snapshot beside the one in use, then switch to it, then drop the older ones.

    Raises StorageFailed; the snapshot in use is untouched then.
    """
    name = f"{PREFIX}{secrets.token_hex(8)}"
    place = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place.mkdir()
        np.save(place / "vectors.npy", snapshot.vectors)
        np.savez(place / "keys.npz", **asdict(snapshot.keys))
        snapshot.words.save(place / "words")
        snapshot.grams.save(place / "grams")
        snapshot.decoy_grams.save(place / "decoys")
        _write_json(place / "documents.json", [asdict(entry) for entry in snapshot.documents])
        _write_json(place / "passages.json", [asdict(entry) for entry in snapshot.passages])
        manifest = Manifest(
            FORMAT,
            snapshot.inputs,
            snapshot.embedder,
            len(snapshot.passages),
            tuple(snapshot.decoys),
        )
        _write_json(place / "manifest.json", asdict(manifest))
        pointer = folder / f"{CURRENT}.{os.getpid()}"
        pointer.write_text(name, encoding="utf-8")
        _flush(place, pointer)
        pointer.replace(folder / CURRENT)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        message = (
            f"The index could not be written to {folder} ({error.strerror or error}). "
            "Free some space or set AIDE_HOME to a folder that can be written."
        )
        raise StorageFailed(message) from error
    for old in folder.glob(f"{PREFIX}*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    for abandoned in folder.glob(f"{CURRENT}.*"):
        abandoned.unlink(missing_ok=True)


def _flush(place: Path, pointer: Path) -> None:
    """Put every byte on disk before the switch, so that a power cut can't leave half a snapshot."""
    for path in [*place.rglob("*"), pointer]:
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _document(raw: dict[str, Any]) -> IndexedDocument:
    facts = raw["facts"] | {"dates": tuple((name, date) for name, date in raw["facts"]["dates"])}
    notes = tuple(NoteMark(**note) for note in raw["notes"])
    pages = tuple(PageStart(**page) for page in raw["pages"])
    return IndexedDocument(DocumentFacts(**facts), raw["text"], raw["digest"], notes, pages)


def _passage(raw: dict[str, Any]) -> Passage:
    return Passage(
        **raw
        | {
            "kind": Kind(raw["kind"]),
            "heading_path": tuple(raw["heading_path"]),
            "items": tuple(Span(**item) for item in raw["items"]),
        }
    )
