import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import make_snapshot
from index.embed import MiniLM
from index.errors import IndexBroken, IndexMissing, StorageFailed
from index.key import Group
from index.search import Searcher
from index.snapshot import (
    Snapshot,
    current_name,
    from_line,
    load,
    open_parts,
    publish,
    read_manifest,
    to_line,
)
from ingest.decoys import Decoy, DecoyKind
from ingest.document import Kind, NoteMark, PageStart
from tests.index.samples import COURTS, MEDIA, TORTURE, build_sample, expansion, sample_source

DECOY = Decoy("recipes", DecoyKind.OFF_TOPIC, ("How long do eggs boil?",), (("en", "egg"),))
IN_SEGMENT = [
    "segment.json",
    "documents.jsonl",
    "passage.npy",
    "group.npy",
    "digest.npy",
    "vectors.npy",
    *(
        f"{field}/{name}"
        for field in ("words", "grams")
        for name in ("tokens.json", "starts.npy", "rows.npy", "weights.npy", "best.npy")
    ),
]
FILES = [
    "snapshot/manifest.json",
    "snapshot/words.npz",
    "snapshot/grams.npz",
    *(f"{segment}/{name}" for segment in ("first", "second", "decoys") for name in IN_SEGMENT),
]
MENDED = r"Build it again: aide index --rebuild$"


@pytest.fixture(scope="module")
def made(embedder: MiniLM) -> Snapshot:
    source = sample_source((TORTURE, MEDIA), [expansion("I.A.1", "A man was beaten.")])
    _, snapshot, _ = make_snapshot([source], [DECOY], MiniLM.NAME, lambda: embedder, inputs="one")
    return snapshot


@pytest.fixture(scope="module")
def other(embedder: MiniLM) -> Snapshot:
    _, snapshot, _ = make_snapshot(
        [sample_source((COURTS,))], [DECOY], MiniLM.NAME, lambda: embedder, inputs="three"
    )
    return snapshot


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments; in the first of them a document is dead."""
    folder = tmp_path_factory.mktemp("original") / "index"
    long = [f"{TORTURE} {MEDIA} Number {number}." for number in range(8)]
    first = [sample_source(long, name="long"), sample_source((MEDIA,), name="short")]
    second = [first[0], sample_source((COURTS,), name="short")]
    for inputs, sources in (("one", first), ("two", second)):
        build_sample(folder, *sources, inputs=inputs)
    shutil.rmtree(folder / "chroma")
    for name in ("chroma.inputs", "build.lock"):
        (folder / name).unlink(missing_ok=True)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A published snapshot to damage."""
    return shutil.copytree(original, tmp_path / "index")


def place(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text(encoding="utf-8")


def file(folder: Path, name: str) -> Path:
    """A file by the name that FILES gives it."""
    manifest = json.loads((place(folder) / "manifest.json").read_text(encoding="utf-8"))
    first, second = manifest["segments"]
    part, _, rest = name.partition("/")
    if part == "snapshot":
        return place(folder) / (f"{first}-{rest}" if rest.endswith(".npz") else rest)
    names = {"first": first, "second": second, "decoys": manifest["decoys"]}
    return folder / "segments" / str(names[part]) / rest


def outcome(folder: Path) -> str:
    """What loading raises; an error that is kept would keep files open."""
    try:
        load(folder)
    except IndexBroken as error:
        return "IndexBroken" if re.search(MENDED, str(error)) else str(error)
    except Exception as error:
        return repr(error)
    return "loaded"


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_its_end(content: bytes) -> bytes:
    return content[:-1]


def nothing(content: bytes) -> bytes:
    return content[:0]


def garbage(content: bytes) -> bytes:
    return b"\xff\x00" * len(content)


def test_a_snapshot_is_loaded_as_it_was_published(made: Snapshot, tmp_path: Path) -> None:
    publish(tmp_path, made.parts)
    loaded = load(tmp_path)

    assert loaded.inputs == "one"
    assert loaded.embedder == made.embedder
    assert loaded.documents == made.documents
    assert loaded.passages == made.passages
    assert loaded.decoys == made.decoys
    np.testing.assert_array_equal(loaded.keys.passage, made.keys.passage)
    np.testing.assert_array_equal(loaded.keys.group, made.keys.group)
    np.testing.assert_array_equal(loaded.vectors.whole(), made.vectors.whole())
    for question in ("torture", "jounalist", "egg"):
        np.testing.assert_array_equal(loaded.words.scores(question), made.words.scores(question))
        np.testing.assert_array_equal(loaded.grams.scores(question), made.grams.scores(question))
        np.testing.assert_array_equal(
            loaded.decoy_grams.scores(question), made.decoy_grams.scores(question)
        )


def test_the_index_to_damage_has_two_segments_and_a_dead_document(folder: Path) -> None:
    snapshot = load(folder)

    assert len(snapshot.parts.segments) == 2
    assert [document.facts.id for document in snapshot.documents] == ["long", "short"]
    assert snapshot.passages[-1].text == COURTS
    assert all(file(folder, name).is_file() for name in FILES)


def test_a_document_goes_through_its_line_unchanged(made: Snapshot) -> None:
    document = replace(
        made.documents[0],
        notes=(NoteMark("1", 4),),
        pages=(PageStart(1, 0), PageStart(2, 9)),
        facts=replace(made.documents[0].facts, dates=(("adopted", "2020-11-18"),)),
    )
    line = to_line(document, made.passages)

    assert from_line(line) == (document, list(made.passages))
    assert b"\n" not in line


def test_the_rows_of_each_group_hold_its_keys_and_follow_one_another(made: Snapshot) -> None:
    rows = [made.keys.rows(group) for group in Group]

    assert [made.keys.group[part].tolist() for part in rows] == [
        [group] * (part.stop - part.start) for group, part in zip(Group, rows, strict=True)
    ]
    assert sum(part.stop - part.start for part in rows) == len(made.vectors)


def test_a_document_is_found_by_its_id(made: Snapshot) -> None:
    assert made.document("sample") is made.documents[0]
    with pytest.raises(KeyError):
        made.document("another")


def test_every_passage_stands_in_its_document_at_its_offsets(searcher: Searcher) -> None:
    snapshot = searcher.snapshot

    assert len(snapshot.passages) > 100
    for passage in snapshot.passages:
        document = snapshot.document(passage.document_id)
        assert document.text[passage.start : passage.end] == passage.text


def test_the_kinds_of_passages_survive_the_way_through_the_files(searcher: Searcher) -> None:
    kinds = {passage.kind for passage in searcher.snapshot.passages}

    assert all(isinstance(kind, Kind) for kind in kinds)
    assert {Kind.HEADING, Kind.OBJECTIVE, Kind.MEANS, Kind.LIST} <= kinds


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_an_index_is_a_missing_index(tmp_path: Path, *, exists: bool) -> None:
    folder = tmp_path / "index"
    if exists:
        folder.mkdir()

    with pytest.raises(IndexMissing, match=r"No index was built .* Build it with: aide index$"):
        load(folder)
    assert current_name(folder) is None
    assert read_manifest(folder) is None


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_a_broken_index(folder: Path, name: str) -> None:
    file(folder, name).unlink()

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name in FILES for damage in (half, without_its_end, nothing, garbage)],
)
# numpy leaves an archive open that it can't read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_damaged_file_is_a_broken_index(
    folder: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    path = file(folder, name)
    path.write_bytes(damage(path.read_bytes()))

    assert outcome(folder) == "IndexBroken"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
        )
        for name in FILES
        if name.endswith(".json")
    ],
)
def test_json_that_is_of_another_shape_is_a_broken_index(folder: Path, name: str) -> None:
    file(folder, name).write_bytes(b"null")

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


def test_a_manifest_without_documents_is_a_broken_index(folder: Path) -> None:
    path = place(folder) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "documents": []}), encoding="utf-8")

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


@pytest.mark.parametrize("name", ["vectors.npy", "passage.npy", "words/weights.npy"])
def test_arrays_that_are_too_short_are_a_broken_index(folder: Path, name: str) -> None:
    path = file(folder, f"first/{name}")
    np.save(path, np.load(path)[:-1])

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


def test_the_line_of_another_document_is_a_broken_index(folder: Path) -> None:
    path = file(folder, "second/documents.jsonl")
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"id": "short"', b'"id": "shart"'))

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


@pytest.mark.parametrize("version", [0, 1, 99, "2", None])
def test_another_format_is_a_broken_index(folder: Path, version: object) -> None:
    path = place(folder) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "format": version}), encoding="utf-8")

    with pytest.raises(IndexBroken, match=rf"has format {version}, this version reads .* {MENDED}"):
        load(folder)
    assert read_manifest(folder) is None


@pytest.mark.parametrize("changes", [{"passages": None}, {"inputs": None}, {"colour": "blue"}])
def test_a_manifest_with_fields_too_few_or_too_many_is_a_broken_index(
    folder: Path, changes: dict[str, object]
) -> None:
    path = place(folder) / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    kept = {name: value for name, value in manifest.items() if value is not None}
    path.write_text(json.dumps(kept), encoding="utf-8")

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)
    assert read_manifest(folder) is None


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\xff", b"snapshot-0", b"../nowhere", b"a\x00b", b"x" * 5000, b"{}"]
)
def test_a_pointer_to_nothing_is_a_broken_index(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)
    assert read_manifest(folder) is None


def test_a_pointer_that_is_a_folder_is_a_broken_index(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    (folder / "CURRENT").mkdir()

    with pytest.raises(IndexBroken, match=MENDED):
        load(folder)


def test_the_manifest_is_read_without_the_rest(folder: Path) -> None:
    whole = load(folder)
    shutil.rmtree(folder / "segments")
    manifest = read_manifest(folder)

    assert manifest
    assert (manifest.inputs, manifest.embedder) == ("two", MiniLM.NAME)
    assert manifest.passages == len(whole.passages)


def test_publishing_replaces_the_snapshot_and_deletes_the_older_ones(
    folder: Path, other: Snapshot
) -> None:
    before = current_name(folder)
    (folder / "snapshot-abandoned").mkdir()
    (folder / "segments" / "abandoned").mkdir()
    publish(folder, other.parts)

    assert current_name(folder) != before
    assert load(folder).inputs == "three"
    assert sorted(path.name for path in folder.iterdir()) == [
        "CURRENT",
        "segments",
        current_name(folder),
    ]
    assert len(list((folder / "segments").iterdir())) == 2


def test_a_snapshot_that_is_in_use_stays_readable_when_it_is_replaced(
    folder: Path, other: Snapshot
) -> None:
    in_use = load(folder)
    copy = load(folder).vectors.whole()
    publish(folder, other.parts)

    np.testing.assert_array_equal(in_use.vectors.whole(), copy)


def test_segments_that_stay_are_not_written_again(folder: Path) -> None:
    parts = open_parts(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.glob("segments/*/*")}
    publish(folder, replace(parts, inputs="three"))

    assert load(folder).inputs == "three"
    assert {path: path.stat().st_mtime_ns for path in folder.glob("segments/*/*")} == before


def test_a_place_that_cannot_be_written_is_named_with_the_next_step(
    tmp_path: Path, other: Snapshot
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StorageFailed, match=r"could not be written to .*file/index .*AIDE_HOME"):
        publish(tmp_path / "file" / "index", other.parts)


def test_a_publication_that_fails_leaves_the_snapshot_in_use_and_no_rest(
    folder: Path, other: Snapshot
) -> None:
    name = current_name(folder)
    (folder / f"CURRENT.{os.getpid()}").mkdir()

    with pytest.raises(StorageFailed):
        publish(folder, other.parts)
    assert current_name(folder) == name
    assert load(folder).inputs == "two"
    assert [path.name for path in folder.glob("snapshot-*")] == [name]
    assert len(list(folder.glob("segments/*"))) == 3


def test_a_snapshot_that_is_replaced_while_it_is_loaded_gives_the_new_one(
    folder: Path, other: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = np.load

    def load_after_a_build(*arguments: Any, **options: Any) -> Any:
        monkeypatch.undo()
        publish(folder, other.parts)
        return read(*arguments, **options)

    monkeypatch.setattr("numpy.load", load_after_a_build)

    assert load(folder).inputs == "three"
