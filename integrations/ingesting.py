"""Files and addresses -> documents in the library, one outcome each; one that fails stops none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import IngestError
from ingest.identify import Told
from ingest.incoming import ADDRESSES, Incoming, read_incoming
from ingest.known_as import known_as
from ingest.library import Change
from integrations.bootstrap import open_library
from integrations.settings import Settings

HIDDEN = "."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; `message` says why it was not added, or what to know."""

    source: str
    good: bool
    message: str = ""
    incoming: Incoming | None = None
    change: Change | None = None

    @property
    def kept(self) -> bool:
        """Whether the documents are other than before."""
        return self.change in (Change.ADDED, Change.UPDATED)

    def to_json(self) -> dict[str, Any]:
        """The outcome with the report of what was read."""
        found: dict[str, Any] = {"source": self.source, "good": self.good, "message": self.message}
        if self.incoming is None:
            return found
        facts, report = self.incoming.document.facts, self.incoming.report
        return found | {
            "id": facts.id,
            "title": facts.title,
            "reference": facts.reference,
            "kind": facts.kind,
            "status": facts.status,
            "language": facts.language,
            "digest": self.incoming.document.digest,
            "change": self.change,
            "passages": report.passages,
            "headings": report.headings,
            "pages": report.pages,
            "labels": list(report.labels),
            "coverage": report.coverage,
            "left_out": report.left_out_by_reason,
            "repeated": list(report.repeated),
            "doubts": [{"page": doubt.page, "text": doubt.text} for doubt in report.doubts],
        }


class Ingesting:
    """One run of `aide ingest`."""

    def __init__(self, settings: Settings, told: Told, *, dry_run: bool = False) -> None:
        """`told` is what the person said of the document; `dry_run` keeps nothing."""
        self._settings = settings
        self._told = told
        self._dry_run = dry_run
        self._library = open_library(settings)

    def each(self, sources: Sequence[str]) -> Iterator[Outcome]:
        """Read files, folders of files, and addresses, one after the other."""
        for source in sources:
            if source.startswith(ADDRESSES):
                yield self._from_address(source)
            elif Path(source).is_dir():
                yield from self._from_folder(Path(source))
            else:
                yield self._from_file(Path(source), source)

    def _from_folder(self, folder: Path) -> Iterator[Outcome]:
        """Every file in a folder and the folders in it, but what is hidden."""
        paths = [
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
            and not any(part.startswith(HIDDEN) for part in path.relative_to(folder).parts)
        ]
        if not paths:
            message = "There is no file in this folder. Name one with documents."
            yield Outcome(str(folder), good=False, message=message)
        else:
            yield from (self._from_file(path, str(path)) for path in paths)

    def guidelines(self) -> Iterator[Outcome]:
        """Download the guidelines of the registry and read them."""
        from ingest.download import Downloader
        from ingest.retrieve_guidelines import retrieve_guidelines

        with Downloader() as downloader:
            for got in retrieve_guidelines(self._settings.downloads_folder, downloader):
                if got.path is None:
                    yield Outcome(got.entry.id, good=False, message=got.reason)
                else:
                    address = got.address or got.entry.addresses[0].url
                    yield self._from_file(got.path, got.entry.id, address, expected=got.entry.id)

    def _from_address(self, address: str) -> Outcome:
        from ingest.download import Downloader

        try:
            with Downloader() as downloader:
                path = downloader.fetch(address, self._settings.downloads_folder).path
        except IngestError as error:
            return Outcome(address, good=False, message=str(error))
        return self._from_file(path, address, address)

    def _from_file(
        self, path: Path, source: str, address: str = "", *, expected: str = ""
    ) -> Outcome:
        try:
            incoming = read_incoming(path, self._told, address)
            facts = incoming.document.facts
            if expected and facts.id != expected:
                # An unconfirmed number can lead to another document.
                message = (
                    f"What came from {address} is another document: {facts.title}. Download the "
                    f"right one by hand, save it as {path} and run it again."
                )
                return Outcome(source, good=False, message=message)
            known = known_as(incoming.document, self._library, self._told)
            if known.problem:
                return Outcome(source, good=False, message=known.problem)
            document = replace(incoming.document, facts=replace(facts, id=known.id))
            incoming = replace(incoming, document=document)
            if self._dry_run:
                return Outcome(source, good=True, incoming=incoming)
            change = self._library.add(document)
        except IngestError as error:
            return Outcome(source, good=False, message=str(error))
        return Outcome(source, good=True, incoming=incoming, change=change)
