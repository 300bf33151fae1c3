"""The index as questions read it: segments, and a snapshot that says what of them is in use.

    index/CURRENT                 the name of the snapshot in use
    index/snapshot-<random>/      manifest.json, counts of segments that hold dead rows
    index/segments/<random>/      documents with all that is searched of them (index/segment.py)

Segments never change. `CURRENT` is replaced in one step after everything else is on disk; what no
snapshot in use names is deleted only then. A build that dies at any moment leaves `CURRENT` naming
the old snapshot, which is untouched.
"""

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexBroken, IndexMissing, StorageFailed
from index.key import Group
from index.lexical import FieldPart, LexicalField
from index.postings import Postings
from index.segment import FOLDER as SEGMENTS
from index.segment import Entry, Segment
from index.vector_table import VectorTable
from index.vectors import Positions
from ingest.decoys import DecoyKind
from ingest.document import Document, DocumentFacts, Kind, NoteMark, PageStart, Span
from ingest.document_json import facts_from_json
from ingest.passage import Passage

FORMAT = 2
CURRENT = "CURRENT"
PREFIX = "snapshot-"
FIELDS = ("words", "grams")
# What numpy and json raise for files that are cut off or hold something else.
UNREADABLE = (
    OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, IndexError, BadZipFile,
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
        return cls(document.facts, document.text, document.digest, document.notes, document.pages)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself.

    `documents` names each document in reading order by its segment (a position in `segments`) and
    its place there; `records` counts the passages that are searched.
    """

    format: int
    inputs: str
    embedder: str
    passages: int
    records: int
    segments: tuple[str, ...]
    decoys: str
    documents: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> "Manifest":
        """The manifest that its file holds. Raises TypeError or ValueError."""
        pairs = tuple((int(segment), int(place)) for segment, place in raw["documents"])
        return cls(**raw | {"segments": tuple(raw["segments"]), "documents": pairs})


# The size and the highest weight of every column of a field, of the living rows alone.
Counts = tuple[NDArray[np.int32], NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class Parts:
    """Segments, and which of their documents are in use in which order; `decoys` is one of its own.

    `counts` has an entry for each field of each segment that has dead rows.
    """

    inputs: str
    embedder: str
    segments: tuple[Segment, ...]
    decoys: Segment
    documents: tuple[tuple[int, int], ...]
    counts: dict[tuple[int, str], Counts]

    @cached_property
    def positions(self) -> tuple[Positions, ...]:
        """For every segment the position of each row among all passages, -1 for dead rows."""
        found = tuple(np.full(segment.length, -1, np.int32) for segment in self.segments)
        position = 0
        for number, place in self.documents:
            first, end = self.segments[number].starts[place : place + 2]
            found[number][first:end] = np.arange(position, position + end - first)
            position += end - first
        return found

    @property
    def passages(self) -> int:
        """How many passages are in use."""
        return sum(self.entry(place).passages for place in self.documents)

    @cached_property
    def records(self) -> int:
        """How many passages are searched: those that have a vector of their whole text."""
        return sum(
            int((positions[segment.keys.passage[segment.keys.rows(Group.TEXT)]] >= 0).sum())
            for segment, positions in zip(self.segments, self.positions, strict=True)
        )

    def counted(self) -> "Parts":
        """The same with `counts`."""
        counts = {
            (number, name): self._postings(number, name).among(positions >= 0)
            for number, positions in enumerate(self.positions)
            if (positions < 0).any()
            for name in FIELDS
        }
        return replace(self, counts=counts)

    def field(self, name: str) -> LexicalField:
        """The field `words` or `grams` over all passages."""
        parts = []
        for number, positions in enumerate(self.positions):
            postings = self._postings(number, name)
            sizes, best = self.counts.get((number, name), (postings.sizes, postings.best))
            parts.append(FieldPart(postings, positions, sizes, best))
        return LexicalField(name, parts, self.passages)

    def entry(self, place: tuple[int, int]) -> Entry:
        """What the segment says of one document."""
        number, place_there = place
        return self.segments[number].entries[place_there]

    def document(self, number: int, place: int) -> tuple[IndexedDocument, list[Passage]]:
        """A document of one segment, with its passages."""
        return from_line(self.segments[number].lines[place])

    def _postings(self, number: int, name: str) -> Postings:
        segment = self.segments[number]
        return segment.words if name == "words" else segment.grams


@dataclass(frozen=True, eq=False)
class KeyPlaces:
    """The keys of a snapshot: arrays of one length, ordered by group and passage."""

    passage: Positions
    group: NDArray[np.int8]

    def rows(self, group: Group) -> slice:
        """Where the keys of one group stand."""
        start, end = np.searchsorted(self.group, [group, group + 1])
        return slice(int(start), int(end))


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that a search needs, in memory or mapped from disk."""

    parts: Parts
    documents: tuple[IndexedDocument, ...]
    passages: tuple[Passage, ...]
    keys: KeyPlaces
    vectors: VectorTable
    words: LexicalField
    grams: LexicalField
    decoys: tuple[DecoyKind, ...]
    decoy_grams: LexicalField

    @property
    def inputs(self) -> str:
        """Names all that the snapshot was made from."""
        return self.parts.inputs

    @property
    def embedder(self) -> str:
        """Names the model that the vectors were made with."""
        return self.parts.embedder

    @cached_property
    def _by_id(self) -> dict[str, IndexedDocument]:
        return {document.facts.id: document for document in self.documents}

    def document(self, document_id: str) -> IndexedDocument:
        """The document with this id. Raises KeyError."""
        return self._by_id[document_id]

    @classmethod
    def of(cls, parts: Parts) -> "Snapshot":
        """Read the documents and put the keys of all segments in one order.

        Raises ValueError when a document has other passages than its segment says.
        """
        documents, passages = [], []
        for number, place in parts.documents:
            document, own = parts.document(number, place)
            entry = parts.segments[number].entries[place]
            if (document.facts.id, len(own)) != (entry.document_id, entry.passages):
                message = f"the segment holds another document than {entry.document_id}"
                raise ValueError(message)
            documents.append(document)
            passages += own
        keys, vectors = _keys_and_vectors(parts)
        decoys = json.loads(parts.decoys.lines[0])
        return cls(
            parts=parts,
            documents=tuple(documents),
            passages=tuple(passages),
            keys=keys,
            vectors=vectors,
            words=parts.field("words"),
            grams=parts.field("grams"),
            decoys=tuple(DecoyKind(kind) for kind in decoys),
            decoy_grams=LexicalField(
                "grams", [FieldPart.whole(parts.decoys.grams)], parts.decoys.length
            ),
        )


def _keys_and_vectors(parts: Parts) -> tuple[KeyPlaces, VectorTable]:
    segments = (*parts.segments, parts.decoys)
    identity = np.arange(parts.decoys.length, dtype=np.int32)
    passages, groups, sources, rows = [], [], [], []
    for number, (segment, positions) in enumerate(
        zip(segments, (*parts.positions, identity), strict=True)
    ):
        position = positions[segment.keys.passage]
        living = np.flatnonzero(position >= 0).astype(np.int32)
        passages.append(position[living])
        groups.append(segment.keys.group[living])
        sources.append(np.full(len(living), number, np.int16))
        rows.append(living)
    passage, group = np.concatenate(passages), np.concatenate(groups)
    order = np.argsort(group.astype(np.int64) << 40 | passage, kind="stable")
    table = VectorTable(
        tuple(segment.vectors for segment in segments),
        np.concatenate(sources)[order],
        np.concatenate(rows)[order],
    )
    return KeyPlaces(passage[order], group[order]), table


def current_name(folder: Path) -> str | None:
    """The name of the snapshot in use, None when nothing was built."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        message = f"The index in {folder} is damaged. Build it again: {BUILD_COMMAND}"
        raise IndexBroken(message) from error


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the snapshot in use, None when there is no readable one of this format."""
    try:
        name = current_name(folder)
        raw = _read_json(folder / str(name) / "manifest.json")
        manifest = Manifest.of(raw)
    except (*UNREADABLE, IndexBroken):
        return None
    return manifest if manifest.format == FORMAT else None


def load(folder: Path) -> Snapshot:
    """Open the snapshot in use for questions. Raises IndexMissing or IndexBroken."""

    def opened(name: str | None) -> Snapshot:
        parts = _open_parts(folder, name)
        try:
            return Snapshot.of(parts)
        except UNREADABLE as error:
            raise _damaged(folder) from error

    while True:
        name = current_name(folder)
        try:
            return opened(name)
        except IndexBroken:
            # A build may have switched to another snapshot and deleted this one meanwhile.
            if current_name(folder) == name:
                raise


def open_parts(folder: Path) -> Parts:
    """Open the snapshot in use for a build. Raises IndexMissing or IndexBroken."""
    return _open_parts(folder, current_name(folder))


def _open_parts(folder: Path, name: str | None) -> Parts:
    if name is None:
        message = f"No index was built in {folder.parent} yet. Build it with: aide index"
        raise IndexMissing(message)
    try:
        raw = _read_json(folder / name / "manifest.json")
        if raw["format"] != FORMAT:
            message = (
                f"The index has format {raw['format']}, this version reads {FORMAT}. "
                f"Build it again: {BUILD_COMMAND}"
            )
            raise IndexBroken(message)
        manifest = Manifest.of(raw)
        parts = Parts(
            inputs=manifest.inputs,
            embedder=manifest.embedder,
            segments=tuple(Segment.open(folder, segment) for segment in manifest.segments),
            decoys=Segment.open(folder, manifest.decoys),
            documents=manifest.documents,
            counts={},
        )
        whole = (manifest.passages, manifest.records) == (parts.passages, parts.records)
        counts = {
            (number, field): _read_counts(folder / name, segment, field)
            for number, (segment, positions) in enumerate(
                zip(parts.segments, parts.positions, strict=True)
            )
            if (positions < 0).any()
            for field in FIELDS
        }
    except UNREADABLE as error:
        raise _damaged(folder) from error
    if not whole:
        message = f"The index in {folder} is incomplete. Build it again: {BUILD_COMMAND}"
        raise IndexBroken(message)
    return replace(parts, counts=counts)


def _damaged(folder: Path) -> IndexBroken:
    return IndexBroken(f"The index in {folder} is damaged. Build it again: {BUILD_COMMAND}")


def _read_counts(place: Path, segment: Segment, field: str) -> Counts:
    with (place / f"{segment.name}-{field}.npz").open("rb") as file, np.load(file) as archive:
        sizes, best = archive["sizes"], archive["best"]
    postings = segment.words if field == "words" else segment.grams
    if not len(sizes) == len(best) == len(postings.best):
        message = f"the counts in {place} belong to another segment"
        raise ValueError(message)
    return sizes, best


def publish(folder: Path, parts: Parts) -> None:
    """Write what is new beside what is in use, then switch to it, then drop what is not needed.

    Raises StorageFailed; the snapshot in use is untouched then.
    """
    name = f"{PREFIX}{secrets.token_hex(8)}"
    place = folder / name
    written: list[Path] = [place]

    def kept(segment: Segment) -> str:
        if segment.name:
            return segment.name
        new = secrets.token_hex(8)
        written.append(folder / SEGMENTS / new)
        segment.save(written[-1])
        return new

    try:
        place.mkdir(parents=True)
        manifest = Manifest(
            format=FORMAT,
            inputs=parts.inputs,
            embedder=parts.embedder,
            passages=parts.passages,
            records=parts.records,
            segments=tuple(kept(segment) for segment in parts.segments),
            decoys=kept(parts.decoys),
            documents=parts.documents,
        )
        for (number, field), (sizes, best) in parts.counts.items():
            np.savez(place / f"{manifest.segments[number]}-{field}.npz", sizes=sizes, best=best)
        (place / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        pointer = folder / f"{CURRENT}.{os.getpid()}"
        pointer.write_text(name, encoding="utf-8")
        _flush([*written, pointer])
        pointer.replace(folder / CURRENT)
    except OSError as error:
        for path in written:
            shutil.rmtree(path, ignore_errors=True)
        message = (
            f"The index could not be written to {folder} ({error.strerror or error}). "
            "Free some space or set AIDE_HOME to a folder that can be written."
        )
        raise StorageFailed(message) from error
    _clear(folder, {name, *manifest.segments, manifest.decoys})


def _clear(folder: Path, used: set[str]) -> None:
    """Delete what the snapshot in use does not name."""
    for old in [*folder.glob(f"{PREFIX}*"), *folder.glob(f"{SEGMENTS}/*")]:
        if old.name not in used:
            shutil.rmtree(old, ignore_errors=True)
    for abandoned in folder.glob(f"{CURRENT}.*"):
        abandoned.unlink(missing_ok=True)


def _flush(places: Sequence[Path]) -> None:
    """Put every byte on disk before the switch, so that a power cut can't leave half a snapshot."""
    for place in places:
        for path in [place, *place.rglob("*")]:
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def to_line(document: IndexedDocument, passages: Sequence[Passage]) -> bytes:
    """A document and its passages as one line of JSON; it has the text of the passages once."""
    raw = {
        "document": asdict(document),
        "passages": [
            {
                name: value
                for name, value in asdict(passage).items()
                if name not in ("document_id", "text")
            }
            for passage in passages
        ],
    }
    return json.dumps(raw, ensure_ascii=False).encode()


def from_line(line: bytes) -> tuple[IndexedDocument, list[Passage]]:
    """What `to_line` wrote. Raises ValueError, KeyError or TypeError when it is damaged."""
    raw = json.loads(line)
    document = IndexedDocument(
        facts=facts_from_json(raw["document"]["facts"]),
        text=raw["document"]["text"],
        digest=raw["document"]["digest"],
        notes=tuple(NoteMark(**note) for note in raw["document"]["notes"]),
        pages=tuple(PageStart(**page) for page in raw["document"]["pages"]),
    )
    # Passages under one heading share its path, and most other strings come again too.
    paths: dict[tuple[str, ...], tuple[str, ...]] = {}
    names: dict[str, str] = {}
    passages = []
    for fields in raw["passages"]:
        path = tuple(fields["heading_path"])
        start, end = fields["start"], fields["end"]
        passages.append(
            Passage(
                **fields
                | {
                    "document_id": document.facts.id,
                    "text": document.text[start:end],
                    "kind": Kind(fields["kind"]),
                    "heading_path": paths.setdefault(path, path),
                    "parent": names.setdefault(fields["parent"], fields["parent"]),
                    "items": tuple(Span(**item) for item in fields["items"]),
                }
            )
        )
    return document, passages
