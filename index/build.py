"""Bring the index in line with the documents: skip what is there, write what is new, delete.

The order makes a kill harmless: vectors, Chroma, the new snapshot, the switch, and only then the
deletion of what nobody needs any more.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from index.embed import Embedder
from index.errors import IndexBroken, IndexBusy, IndexMissing, StorageFailed
from index.key import Group, Key, make_keys
from index.prebuilt import Prebuilt
from index.snapshot import (
    IndexedDocument,
    KeyTable,
    Snapshot,
    load,
    publish,
    read_manifest,
)
from index.vectors import Scores, Vectors
from ingest.decoys import Decoy, read_decoys
from ingest.expansions import Expansion, ExpansionKind
from ingest.passage import Passage
from ingest.source import Source

CHROMA_FOLDER = "chroma"
# Names the inputs that Chroma was brought in line with; absent while a build is under way.
CHROMA_INPUTS = "chroma.inputs"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: passages skipped, written and deleted, and how many texts it encoded."""

    skipped: int
    written: int
    deleted: int
    encoded: int


def build(
    read_sources: Callable[[], Sequence[Source]],
    inputs: str,
    folder: Path,
    embedder_name: str,
    make_embedder: Callable[[], Embedder],
    *,
    rebuild: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Index the sources in `folder` and nothing else; `rebuild` forgets what is there.

    `inputs` names all that the index is made from; while it stays the same, nothing is even read.
    `make_embedder` is called only when a text must be encoded; `progress` is told how many of how
    many texts are encoded. Raises IndexBusy or StorageFailed; the index in use stays as it was.
    """
    lock = _locked(folder)
    try:
        if rebuild:
            (folder / CHROMA_INPUTS).unlink(missing_ok=True)
            shutil.rmtree(folder / CHROMA_FOLDER, ignore_errors=True)
        elif (report := _unchanged(folder, inputs)) is not None:
            return report
        return _build(
            read_sources(), inputs, folder, embedder_name, make_embedder, rebuild, progress
        )
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


def _unchanged(folder: Path, inputs: str) -> BuildReport | None:
    """The report of a build that has nothing to do, None when it has."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.inputs != inputs or not (folder / CHROMA_FOLDER).is_dir():
        return None
    in_line = folder / CHROMA_INPUTS
    if not in_line.is_file() or in_line.read_text(encoding="utf-8") != inputs:
        return None
    return BuildReport(skipped=manifest.passages, written=0, deleted=0, encoded=0)


def _build(
    sources: Sequence[Source],
    inputs: str,
    folder: Path,
    embedder_name: str,
    make_embedder: Callable[[], Embedder],
    rebuild: bool,
    progress: Callable[[int, int], None] | None,
) -> BuildReport:
    passages = [passage for source in sources for passage in source.passages]
    chroma = folder / CHROMA_FOLDER
    decoys = read_decoys()
    old = None if rebuild else _loaded(folder, embedder_name)
    if old is None:
        shutil.rmtree(chroma, ignore_errors=True)
    _, snapshot, encoded = make_snapshot(
        sources, decoys, embedder_name, make_embedder, inputs=inputs, old=old, progress=progress
    )
    _publish_with_chroma(chroma, folder, snapshot)
    before = {passage.id: passage.digest for passage in old.passages} if old else {}
    kept = sum(before.get(passage.id) == passage.digest for passage in passages)
    return BuildReport(
        skipped=kept,
        written=len(passages) - kept,
        deleted=len(before.keys() - {passage.id for passage in passages}),
        encoded=encoded,
    )


def make_snapshot(
    sources: Sequence[Source],
    decoys: Sequence[Decoy],
    embedder_name: str,
    make_embedder: Callable[[], Embedder],
    *,
    inputs: str = "",
    prebuilt: Prebuilt | None = None,
    old: Snapshot | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Key], Snapshot, int]:
    """The keys, the snapshot in memory, and how many keys had to be encoded for it.

    Vectors are taken from `prebuilt` (what ships, unless given) and from `old` where they fit.
    """
    ready = prebuilt or Prebuilt()
    known = ready.vectors(embedder_name)
    if old:
        known |= zip(old.keys.digests(), old.vectors, strict=True)
    passages = [passage for source in sources for passage in source.passages]
    keys = make_keys(passages, _by_passage(sources), decoys)
    vectors, encoded = _vectors(keys, known, make_embedder, progress)
    rows = lexical_rows(sources, decoys)
    snapshot = Snapshot(
        inputs=inputs,
        embedder=embedder_name,
        documents=tuple(IndexedDocument.of(source.document) for source in sources),
        passages=tuple(passages),
        keys=KeyTable.of(keys),
        vectors=vectors,
        words=ready.lexical("words", "words", rows["words"]),
        grams=ready.lexical("grams", "grams", rows["grams"]),
        decoys=tuple(decoy.kind for decoy in decoys),
        decoy_grams=ready.lexical("decoys", "grams", rows["decoys"]),
    )
    return keys, snapshot, encoded


def lexical_rows(sources: Sequence[Source], decoys: Sequence[Decoy]) -> dict[str, list[str]]:
    """What each lexical field is made of, under the field's name: a text for each row."""
    passages = [passage for source in sources for passage in source.passages]
    expansions = _by_passage(sources)
    return {
        "words": _rows(passages, expansions, "en"),
        "grams": _rows(passages, expansions),
        "decoys": [
            "\n".join([*decoy.questions, *(words for _, words in decoy.words)]) for decoy in decoys
        ],
    }


def _publish_with_chroma(chroma: Path, folder: Path, snapshot: Snapshot) -> None:
    # chromadb takes a second to import; a build that finds nothing to do never pays for it.
    from index.store import ChromaStore, record_id

    rows = snapshot.keys.rows(Group.TEXT)
    positions = snapshot.keys.passage[rows]
    passages = [snapshot.passages[position] for position in positions]
    in_line = folder / CHROMA_INPUTS
    in_line.unlink(missing_ok=True)
    store = ChromaStore(chroma)
    present = store.ids()
    new = [row for row, passage in enumerate(passages) if record_id(passage) not in present]
    store.write([passages[row] for row in new], snapshot.vectors[rows][new])
    publish(folder, snapshot)
    store.delete(sorted(present - {record_id(passage) for passage in passages}))
    in_line.write_text(snapshot.inputs, encoding="utf-8")


def _loaded(folder: Path, embedder_name: str) -> Snapshot | None:
    """The snapshot in use, when its vectors can be taken over."""
    try:
        old = load(folder)
    except (IndexMissing, IndexBroken):
        return None
    return old if old.embedder == embedder_name else None


def _vectors(
    keys: Sequence[Key],
    known: dict[str, Scores],
    make_embedder: Callable[[], Embedder],
    progress: Callable[[int, int], None] | None,
) -> tuple[Vectors, int]:
    """One vector for each key, and how many texts had to be encoded for it."""
    unknown = {key.digest: key for key in keys if key.digest not in known}
    found = dict(known)
    if unknown:
        texts = [line for key in unknown.values() for line in key.lines]
        finished = 0

        def advance(count: int) -> None:
            nonlocal finished
            finished += count
            if progress:
                progress(finished, len(texts))

        rows = iter(make_embedder().encode(texts, advance))
        for digest, key in unknown.items():
            mean = np.mean([next(rows) for _ in key.lines], axis=0)
            found[digest] = mean / np.linalg.norm(mean)
    return np.stack([found[key.digest] for key in keys]).astype(np.float32), len(unknown)


def _by_passage(sources: Sequence[Source]) -> dict[str, list[Expansion]]:
    """The expansions under the ids of the passages they lead to: all parts of their label."""
    found: dict[str, list[Expansion]] = {}
    for source in sources:
        by_label: dict[str, list[Expansion]] = {}
        for expansion in source.expansions:
            by_label.setdefault(expansion.label, []).append(expansion)
        found |= {passage.id: by_label.get(passage.label, []) for passage in source.passages}
    return found


def _rows(
    passages: Sequence[Passage],
    expansions: dict[str, list[Expansion]],
    language: str | None = None,
) -> list[str]:
    """For each passage all that words may match: its headings, its text and its expansions."""
    return [
        "\n".join(
            [
                *passage.heading_path,
                passage.text,
                *(
                    expansion.text
                    for expansion in expansions[passage.id]
                    if language in (None, expansion.language)
                    and expansion.kind is not ExpansionKind.UNANSWERED
                ),
            ]
        )
        for passage in passages
    ]
