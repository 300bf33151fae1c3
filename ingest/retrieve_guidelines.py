"""Downloads the guidelines of the registry that are not there yet, one outcome for each."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from ingest.download import Downloader, FileKind
from ingest.errors import DownloadFailed, HostUnreachable
from ingest.registry import RegistryEntry, read_registry

# The endings under which a guideline may lie in the folder, the better to read first.
ENDINGS = (FileKind.HTML.value, FileKind.PDF.value, FileKind.WORD.value)

# Told the guideline, the bytes so far and, where known, of how many.
GuidelineProgress = Callable[[RegistryEntry, int, int | None], None]


class Result(StrEnum):
    """What became of one guideline."""

    DOWNLOADED = "downloaded"
    ALREADY_THERE = "already there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one guideline: the file with its digest, or why there is none.

    `address` is where the file came from, "" for one that was there; of a failure it is the first
    address, to open by hand, and `reason` holds a sentence for each address with what to do.
    """

    entry: RegistryEntry
    result: Result
    path: Path | None = None
    sha256: str = ""
    address: str = ""
    reason: str = ""


def retrieve_guidelines(
    folder: Path,
    downloader: Downloader,
    entries: Sequence[RegistryEntry] | None = None,
    progress: GuidelineProgress | None = None,
) -> Iterator[Outcome]:
    """Download each guideline to `folder` as `<id>.pdf` or `<id>.html`; a failure stops no other.

    A run that is broken off goes on where it stopped. An unconfirmed number may lead to another
    document: what came is recognised when it is read (`ingest.registry.recognise`).
    """
    unreachable: dict[str, str] = {}
    for entry in read_registry() if entries is None else entries:
        there = _already_there(folder, entry)
        if there:
            digest = hashlib.sha256(there.read_bytes()).hexdigest()
            yield Outcome(entry, Result.ALREADY_THERE, there, digest)
        else:
            yield _retrieve(folder, downloader, entry, progress, unreachable)


def _retrieve(
    folder: Path,
    downloader: Downloader,
    entry: RegistryEntry,
    progress: GuidelineProgress | None,
    unreachable: dict[str, str],
) -> Outcome:
    """Try the addresses of a guideline; `unreachable` gathers the hosts not to try again."""
    reasons: dict[str, None] = {}
    for address in entry.addresses:
        host = urlsplit(address.url).netloc
        if host in unreachable:
            reasons[unreachable[host]] = None
            continue
        try:
            got = downloader.fetch(
                address.url,
                folder,
                name=entry.id,
                kinds=(FileKind(address.kind),),
                progress=_for_entry(entry, progress),
            )
        except HostUnreachable as error:
            unreachable[host] = str(error)
            reasons[str(error)] = None
        except DownloadFailed as error:
            reasons[str(error)] = None
        else:
            return Outcome(entry, Result.DOWNLOADED, got.path, got.sha256, got.address)
    first = entry.addresses[0]
    by_hand = f"By hand: save {first.url} as {folder / entry.id}.{first.kind} and run it again."
    return Outcome(entry, Result.FAILED, address=first.url, reason=" ".join([*reasons, by_hand]))


def _already_there(folder: Path, entry: RegistryEntry) -> Path | None:
    paths = (folder / f"{entry.id}.{ending}" for ending in ENDINGS)
    return next((path for path in paths if path.is_file() and path.stat().st_size), None)


def _for_entry(
    entry: RegistryEntry, progress: GuidelineProgress | None
) -> Callable[[int, int | None], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(entry, done, total)
