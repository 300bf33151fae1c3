"""The documents that were added, with every version of their texts, in one folder.

    documents/<id>/<digest>.json    a version: the whole Document, and when it came
    documents/<id>/CURRENT          the digest of the version in use; absent when it was removed

A version is written once and `CURRENT` replaced in one step, so that a kill leaves the old or the
new one. The texts of former versions stay, so that old receipts can be verified.
"""

import json
import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ingest.document import Document
from ingest.document_json import from_json, to_json
from ingest.errors import DocumentMissing, LibraryBusy, LibraryFailed

log = logging.getLogger(__name__)

CURRENT = "CURRENT"
SECONDS_TO_WAIT = 30.0
DIGEST_CHARACTERS = 32
SAFE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
# What json and the shape of a document raise for a file that holds something else.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Change(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document's text: its digest and when it came (ISO 8601, UTC)."""

    digest: str
    came: str


class Library:
    """The added documents in one folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made before it is asked for."""
        self._folder = folder

    def add(self, document: Document) -> Change:
        """Keep a document as the version in use. Raises LibraryBusy or LibraryFailed."""
        with self._locked():
            try:
                before = self._current(document.facts.id)
            except LibraryFailed:
                # What is damaged is replaced.
                before = None
            if before == document:
                return Change.UNCHANGED
            self.keep(document)
            self._switch(document.facts.id, _name(document.digest))
            return Change.UPDATED if before else Change.ADDED

    def keep(self, document: Document) -> None:
        """Keep a version without taking it in use. Raises LibraryFailed."""
        path = self._place(document.facts.id) / f"{_name(document.digest)}.json"
        came = datetime.now(UTC).isoformat(timespec="microseconds")
        raw = {"came": came, "document": to_json(document)}
        with _writing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, json.dumps(raw, ensure_ascii=False))

    def remove(self, document_id: str, *, with_texts: bool = False) -> None:
        """Take a document out of use; `with_texts` forgets all its versions too.

        Raises DocumentMissing, LibraryBusy or LibraryFailed.
        """
        place = self._place(document_id)
        with self._locked(), _writing(place):
            kept = place.is_dir() and (with_texts or (place / CURRENT).is_file())
            if not kept:
                known = ", ".join(self.ids()) or "none"
                message = f'No document "{document_id}" was added. Added documents: {known}.'
                raise DocumentMissing(message)
            (place / CURRENT).unlink(missing_ok=True)
            if with_texts:
                shutil.rmtree(place)

    def ids(self) -> list[str]:
        """The ids of the documents in use, in alphabetical order."""
        names = (path.parent.name for path in self._folder.glob(f"*/{CURRENT}"))
        return sorted(name for name in names if SAFE_ID.fullmatch(name))

    def digest(self, document_id: str) -> str:
        """Names all that is kept of the version in use. Raises DocumentMissing."""
        return sha256(self._read_current(document_id).encode()).hexdigest()

    def document(self, document_id: str) -> Document:
        """The version in use. Raises DocumentMissing or LibraryFailed."""
        found = self._current(document_id)
        if found is None:
            message = f'There is no document "{document_id}" among those that were added.'
            raise DocumentMissing(message)
        return found

    def documents(self) -> Iterator[Document]:
        """Every document in use that can be read, by id."""
        for document_id in self.ids():
            try:
                yield self.document(document_id)
            except LibraryFailed as error:
                log.warning("%s", error)

    def version(self, document_id: str, digest: str) -> Document | None:
        """The version whose text has this digest ("sha256:..."), None when it is not kept."""
        if not SAFE_ID.fullmatch(document_id):
            return None
        try:
            raw = _read(self._place(document_id) / f"{_name(digest)}.json")
            document = from_json(raw["document"])
        except UNREADABLE:
            return None
        return document if document.digest == digest else None

    def versions(self, document_id: str) -> list[Version]:
        """The versions that are kept, the oldest first."""
        if not SAFE_ID.fullmatch(document_id):
            return []
        found = []
        for path in self._place(document_id).glob("*.json"):
            try:
                raw = _read(path)
                found.append(Version(from_json(raw["document"]).digest, str(raw["came"])))
            except UNREADABLE:
                continue
        return sorted(found, key=lambda version: version.came)

    def _place(self, document_id: str) -> Path:
        if not SAFE_ID.fullmatch(document_id):
            message = f'"{document_id}" can\'t be the id of a document. Use a-z, 0-9 and hyphens.'
            raise DocumentMissing(message)
        return self._folder / document_id

    def _current(self, document_id: str) -> Document | None:
        if not (self._place(document_id) / CURRENT).is_file():
            return None
        try:
            return from_json(json.loads(self._read_current(document_id))["document"])
        except UNREADABLE as error:
            raise self._damaged(document_id) from error

    def _read_current(self, document_id: str) -> str:
        place = self._place(document_id)
        try:
            name = (place / CURRENT).read_text(encoding="utf-8").strip()
            return (place / f"{name}.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged(document_id) from error

    def _damaged(self, document_id: str) -> LibraryFailed:
        return LibraryFailed(
            f"What was kept of the document {document_id} in {self._folder} is damaged. Ingest it "
            f"again, or take it out: aide remove {document_id}"
        )

    def _switch(self, document_id: str, name: str) -> None:
        with _writing(self._place(document_id)):
            _replace(self._place(document_id) / CURRENT, name)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One change at a time, across processes."""
        with _writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / "library.lock", timeout=SECONDS_TO_WAIT)
            try:
                lock.acquire()
            except Timeout as error:
                message = "Another process is adding documents. Wait until it has finished."
                raise LibraryBusy(message) from error
        try:
            yield
        finally:
            lock.release()


def _name(digest: str) -> str:
    """The file name of a version: digests may come from a receipt and hold anything."""
    return re.sub(r"[^0-9a-f]", "", digest.removeprefix("sha256:"))[:DIGEST_CHARACTERS] or "none"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, on disk before its name is."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """A failed write as the error of this folder."""
    try:
        yield
    except OSError as error:
        message = (
            f"The documents could not be written to {place} ({error.strerror or error}). "
            "Free some space or set AIDE_HOME to a folder that can be written."
        )
        raise LibraryFailed(message) from error
