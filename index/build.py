"""Bring the index in line with the documents: skip what is there, write what is new, delete.

The order makes a kill harmless: vectors, Chroma, the new segment, the switch, and only then the
deletion of what nobody needs any more.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.drafts import Drafts
from index.embed import Embedder
from index.encoded import Encoded, forget
from index.encoding import Encoder
from index.errors import IndexBroken, IndexBusy, IndexMissing, StorageFailed
from index.key import Key
from index.making import Making, Place
from index.prebuilt import Prebuilt
from index.record import Change, Recording, StorePlace
from index.snapshot import (
    UNREADABLE,
    Parts,
    Snapshot,
    open_parts,
    publish,
    read_manifest,
)
from ingest.decoys import Decoy, read_decoys
from ingest.passage import Passage
from ingest.source import Source, SourceRef


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: passages skipped, written and deleted, and how many texts it encoded.

    `resumed` counts those that an interrupted build had encoded.
    """

    skipped: int
    written: int
    deleted: int
    encoded: int
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """What encodes: its name, how it is loaded once a text must be encoded, who hears of it."""

    name: str
    load: Callable[[], Embedder]
    progress: Callable[[int, int], None] | None = None


def build(
    read_refs: Callable[[], Sequence[SourceRef]],
    inputs: str,
    folder: Path,
    embedder_name: str,
    make_embedder: Callable[[], Embedder],
    *,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
    chroma_url: str = "",
) -> BuildReport:
    """Index the sources in `folder` and nothing else; `rebuild` forgets what is there.

    `inputs` names all that the index is made from; while it stays the same, nothing is even read.
    A source whose digest is the same is not read either. `make_embedder` is called only when a text
    must be encoded; `progress` is told how many of how many texts are encoded. The store of record
    is the service at `chroma_url`, if given. Raises IndexBusy or StorageFailed; the index in use
    stays as it was.
    """
    place = StorePlace(folder, chroma_url, embedder_name)
    lock = _locked(folder)
    try:
        if not rebuild and (report := _unchanged(place, inputs)) is not None:
            return report
        old = None if rebuild else _opened(folder, embedder_name)
        model = Model(embedder_name, make_embedder, progress)
        return _build(read_refs(), inputs, place, old, model, rebuild=rebuild)
    finally:
        lock.release()


def _locked(folder: Path) -> FileLock:
    """The lock of the index folder, held."""
    lock = FileLock(folder / "build.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = "Another process is building the index. Wait until it has finished."
        raise IndexBusy(message) from error
    except OSError as error:
        message = (
            f"The index folder {folder} can't be written ({error.strerror}). "
            "Set AIDE_HOME to a folder that can."
        )
        raise StorageFailed(message) from error
    return lock


def _unchanged(place: StorePlace, inputs: str) -> BuildReport | None:
    """The report of a build that has nothing to do, None when it has."""
    manifest = read_manifest(place.index_folder)
    if manifest is None or manifest.inputs != inputs:
        return None
    if not place.is_there or not place.is_in_line(inputs):
        return None
    return BuildReport(skipped=manifest.passages, written=0, deleted=0, encoded=0)


def _opened(folder: Path, embedder_name: str) -> Parts | None:
    """The index in use, when its vectors can be taken over."""
    try:
        old = open_parts(folder)
    except (IndexMissing, IndexBroken):
        return None
    return old if old.embedder == embedder_name else None


def _build(
    refs: Sequence[SourceRef],
    inputs: str,
    place: StorePlace,
    old: Parts | None,
    model: Model,
    *,
    rebuild: bool,
) -> BuildReport:
    folder = place.index_folder
    kept = _kept(refs, old)
    try:
        stale = _stale(old, kept)
    except UNREADABLE:
        return _build(refs, inputs, place, None, model, rebuild=rebuild)
    with closing(Recording(place, old, empty=rebuild)) as recording:
        drafts = Drafts(Prebuilt())
        staying = {old.entry(place).document_id for place in kept} if old else set()
        for ref in refs:
            if ref.document_id not in staying:
                drafts.add(ref.read(), ref.digest)
        change = Change(drafts, old, kept, stale)
        with _written_to(folder):
            encoder = Encoder(model.load, Encoded(folder, model.name), model.progress)
        making = Making(drafts, read_decoys(), model.name, encoder, old)
        with _written_to(folder):
            count = making.encode(lambda: recording.write(change, making.sources))
        parts = making.parts([ref.document_id for ref in refs], kept, inputs)
        recording.wait()
        publish(folder, parts)
        recording.finish(inputs)
    forget(folder)
    before = {passage.id: passage.digest for passage in stale}
    same = sum(before.get(passage.id) == passage.digest for passage in drafts.passages)
    return BuildReport(
        skipped=parts.passages - len(drafts.passages) + same,
        written=len(drafts.passages) - same,
        deleted=len(before.keys() - {passage.id for passage in drafts.passages}),
        encoded=count.now,
        resumed=count.resumed,
    )


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    """A failed write of what was encoded as the error of this folder."""
    try:
        yield
    except OSError as error:
        message = (
            f"The index could not be written to {folder} ({error.strerror or error}). "
            "Free some space or set AIDE_HOME to a folder that can be written."
        )
        raise StorageFailed(message) from error


def _kept(refs: Sequence[SourceRef], old: Parts | None) -> list[Place]:
    """Where the old index has the documents that stay as they are."""
    if old is None:
        return []
    places = {old.entry(place).document_id: place for place in old.documents}
    return [
        places[ref.document_id]
        for ref in refs
        if ref.document_id in places and old.entry(places[ref.document_id]).digest == ref.digest
    ]


def _stale(old: Parts | None, kept: Sequence[Place]) -> list[Passage]:
    """The passages of the other documents of the old index."""
    if old is None:
        return []
    going = sorted(set(old.documents) - set(kept))
    return [passage for place in going for passage in old.document(*place)[1]]


def make_snapshot(
    sources: Sequence[Source],
    decoys: Sequence[Decoy],
    embedder_name: str,
    make_embedder: Callable[[], Embedder],
    *,
    inputs: str = "",
    prebuilt: Prebuilt | None = None,
) -> tuple[list[Key], Snapshot, int]:
    """The keys, the snapshot in memory, and how many keys had to be encoded for it.

    Vectors and postings are taken from `prebuilt` (what ships, unless given) where they fit.
    """
    drafts = Drafts(prebuilt or Prebuilt())
    for source in sources:
        drafts.add(source, source.document.digest)
    making = Making(drafts, decoys, embedder_name, Encoder(make_embedder))
    encoded = making.encode(lambda: None)
    parts = making.parts([source.document.facts.id for source in sources], (), inputs)
    return making.keys, Snapshot.of(parts), encoded.now
