import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings as ChromaSettings

from index.build import BuildReport, build
from index.embed import Embedder, MiniLM
from index.errors import IndexBusy, StorageFailed
from index.key import NOT_SEARCHED
from index.snapshot import current_name, load
from ingest.source import SourceRef
from integrations.settings import Settings
from tests.index.samples import (
    COURTS,
    MEDIA,
    TORTURE,
    WATER,
    build_sample,
    chroma_records,
    expansion,
    ref_of,
    sample_source,
    searched,
)

HOLD_THE_LOCK = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "index"


def holding_the_lock(folder: Path) -> "subprocess.Popen[str]":
    """A process that holds the build lock of `folder`."""
    folder.mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(folder / "build.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def locked(folder: Path) -> Iterator[None]:
    """Another process holds the build lock."""
    process = holding_the_lock(folder)
    yield
    process.communicate()


def forbidden() -> NoReturn:
    message = "this must not be called"
    raise AssertionError(message)


def labels(folder: Path) -> list[str]:
    return [passage.label for passage in load(folder).passages]


def texts_on_disk(folder: Path, copy: Path) -> list[str]:
    return sorted(text for _, _, text in chroma_records(folder, copy))


def test_the_first_build_writes_every_passage(folder: Path) -> None:
    report = build_sample(folder, sample_source((TORTURE, MEDIA)))

    # Two headings and two objectives; each objective is a text, and there are three sentences.
    assert report == BuildReport(skipped=0, written=4, deleted=0, encoded=5)
    assert labels(folder) == ["I", "I.A", "I.A.1", "I.A.2"]


def test_a_second_build_of_the_same_inputs_skips_everything_and_reads_nothing(
    folder: Path,
) -> None:
    build_sample(folder, sample_source((TORTURE, MEDIA)))
    name = current_name(folder)
    report = build(forbidden, "first", folder, MiniLM.NAME, forbidden)

    assert report == BuildReport(skipped=4, written=0, deleted=0, encoded=0)
    assert current_name(folder) == name


def test_the_same_documents_under_other_inputs_encode_nothing(folder: Path) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_sample(folder, source)
    report = build(lambda: [ref_of(source)], "second", folder, MiniLM.NAME, forbidden)

    assert report == BuildReport(skipped=4, written=0, deleted=0, encoded=0)
    assert load(folder).inputs == "second"


def test_only_what_changed_in_a_document_is_replaced(folder: Path, tmp_path: Path) -> None:
    build_sample(folder, sample_source((TORTURE, MEDIA, COURTS)))
    before = load(folder)
    report = build_sample(folder, sample_source((TORTURE, WATER, COURTS)), inputs="second")
    after = load(folder)

    assert report == BuildReport(skipped=4, written=1, deleted=0, encoded=2)
    assert [p.text for p in after.passages][2:] == [TORTURE, WATER, COURTS]
    np.testing.assert_array_equal(after.vectors.whole()[0], before.vectors.whole()[0])
    assert texts_on_disk(folder, tmp_path / "copy") == sorted([TORTURE, WATER, COURTS])


def test_passages_that_are_gone_are_deleted(folder: Path, tmp_path: Path) -> None:
    build_sample(folder, sample_source((TORTURE, MEDIA, WATER)))
    report = build_sample(folder, sample_source((TORTURE,)), inputs="second")

    assert report == BuildReport(skipped=3, written=0, deleted=2, encoded=0)
    assert labels(folder) == ["I", "I.A", "I.A.1"]
    assert texts_on_disk(folder, tmp_path / "copy") == [TORTURE]


def test_a_document_that_is_gone_is_deleted_and_a_new_one_is_added(
    folder: Path, tmp_path: Path
) -> None:
    first, second = sample_source((TORTURE,), name="first"), sample_source((WATER,), name="second")
    build_sample(folder, first)
    added = build_sample(folder, first, second, inputs="both")
    removed = build_sample(folder, second, inputs="second")

    assert (added.skipped, added.written, added.deleted) == (3, 3, 0)
    assert (removed.skipped, removed.written, removed.deleted) == (3, 0, 3)
    assert [document.facts.id for document in load(folder).documents] == ["second"]
    assert chroma_records(folder, tmp_path / "copy") == [("second", "I.A.1", WATER)]


def test_new_expansions_are_encoded_and_rewrite_no_passage(folder: Path) -> None:
    build_sample(folder, sample_source((TORTURE,)))
    expanded = sample_source((TORTURE,), [expansion("I.A.1", "A man was beaten.")])
    report = build_sample(folder, expanded, inputs="second")

    assert (report.skipped, report.written, report.deleted) == (3, 0, 0)
    assert report.encoded > 0


def test_expansions_lead_to_a_passage_and_are_kept_nowhere_as_text(
    folder: Path, tmp_path: Path
) -> None:
    text = "A man was beaten with a cable."
    build_sample(folder, sample_source((TORTURE,), [expansion("I.A.1", text)]))

    assert texts_on_disk(folder, tmp_path / "copy") == [TORTURE]
    assert load(folder).words.scores("cable").any()
    for path in folder.glob("segments/*/*.json*"):
        assert text not in path.read_text(encoding="utf-8")


def test_a_rebuild_forgets_what_is_there(folder: Path) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_sample(folder, source)
    name = current_name(folder)
    report = build_sample(folder, source, rebuild=True)

    assert report == BuildReport(skipped=0, written=4, deleted=0, encoded=5)
    assert current_name(folder) != name


def test_a_rebuild_in_the_same_process_leaves_chroma_on_disk(folder: Path, tmp_path: Path) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_sample(folder, source)
    build_sample(folder, source, rebuild=True)

    assert (folder / "chroma").is_dir()
    assert texts_on_disk(folder, tmp_path / "copy") == sorted([TORTURE, MEDIA])


def test_the_vectors_of_another_model_are_not_taken_over(folder: Path) -> None:
    source = sample_source((TORTURE, MEDIA))
    build_sample(folder, source)

    def encoded(name: str) -> int:
        return build(lambda: [ref_of(source)], name, folder, name, OneVector).encoded

    first, again = encoded("another-model"), encoded("another-model ")
    assert first == again
    assert first > 5
    assert load(folder).embedder == "another-model "
    assert (load(folder).vectors.whole()[:, 0] == 1).all()


class OneVector:
    """A model that knows a single vector."""

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        if progress:
            progress(len(texts))
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        vectors[:, 0] = 1
        return vectors


def test_a_model_need_only_encode() -> None:
    model: Embedder = OneVector()

    assert model.encode(["a", "b"]).shape == (2, 384)


def test_the_progress_ends_with_all_texts(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    build(
        lambda: [ref_of(sample_source((TORTURE, MEDIA)))],
        "first",
        folder,
        MiniLM.NAME,
        MiniLM,
        progress=lambda finished, total: told.append((finished, total)),
    )

    assert told[-1] == (5, 5)
    assert told == sorted(told)


def test_the_offsets_hold_in_the_index(folder: Path) -> None:
    build_sample(folder, sample_source((TORTURE, MEDIA)), sample_source((WATER,), name="second"))
    snapshot = load(folder)

    for passage in snapshot.passages:
        text = snapshot.document(passage.document_id).text
        assert text[passage.start : passage.end] == passage.text


def test_a_document_that_cannot_be_read_leaves_the_index_in_use(folder: Path) -> None:
    build_sample(folder, sample_source((TORTURE,)))

    def unreadable() -> list[SourceRef]:
        message = "damaged"
        raise ValueError(message)

    with pytest.raises(ValueError, match="damaged"):
        build(unreadable, "second", folder, MiniLM.NAME, MiniLM)
    assert labels(folder) == ["I", "I.A", "I.A.1"]


@pytest.mark.usefixtures("locked")
def test_a_second_process_that_builds_makes_the_index_busy(folder: Path) -> None:
    with pytest.raises(IndexBusy, match=r"Another process is building the index\. Wait until"):
        build_sample(folder, sample_source())


def test_a_lock_of_a_process_that_ended_holds_nobody_up(folder: Path) -> None:
    process = holding_the_lock(folder)
    process.kill()
    process.communicate()

    assert build_sample(folder, sample_source((TORTURE,))).written == 3


def test_a_folder_that_cannot_be_made_is_named_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StorageFailed, match=r"file/index can't be written .* Set AIDE_HOME"):
        build_sample(tmp_path / "file" / "index", sample_source())


def test_a_file_in_the_place_of_the_folder_is_named_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("", encoding="utf-8")

    with pytest.raises(StorageFailed, match=r"index can't be written .* Set AIDE_HOME"):
        build_sample(tmp_path / "index", sample_source())


def test_a_source_that_is_not_there_is_no_failure_of_the_storage(folder: Path) -> None:
    def missing() -> list[SourceRef]:
        raise FileNotFoundError(2, "No such file or directory", "plan.txt")

    with pytest.raises(FileNotFoundError, match=r"plan\.txt"):
        build(missing, "first", folder, MiniLM.NAME, MiniLM)


def test_chroma_holds_a_record_for_each_searched_passage_of_the_plan(
    settings: Settings, tmp_path: Path
) -> None:
    snapshot = load(settings.index_folder)
    passages = [passage for passage in snapshot.passages if passage.kind not in NOT_SEARCHED]

    assert sorted(chroma_records(settings.index_folder, tmp_path / "copy")) == sorted(
        (passage.document_id, passage.label, passage.text) for passage in passages
    )


def test_chroma_finds_a_passage_by_its_vector_and_tells_its_place(
    folder: Path, embedder: MiniLM
) -> None:
    source = sample_source((TORTURE, MEDIA, WATER))
    build_sample(folder, source)
    client = chromadb.PersistentClient(
        str(folder / "chroma"), ChromaSettings(anonymized_telemetry=False)
    )
    found = client.get_collection("aide-memoire", embedding_function=None).query(
        query_embeddings=embedder.encode(["reporters under threat"]), n_results=1
    )
    passage = searched(source)[1]

    assert found["documents"] == [[MEDIA]]
    assert found["metadatas"] == [
        [{"document": "sample", "label": "I.A.2", "start": passage.start, "end": passage.end}]
    ]


@pytest.mark.parametrize(
    "damage",
    [
        "gone",
        "empty",
        pytest.param("garbage"),
        pytest.param("half"),
    ],
)
def test_a_damaged_chroma_folder_is_mended(folder: Path, tmp_path: Path, damage: str) -> None:
    # chromadb answers from memory in the process that opened a folder, so another one builds.
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.index.child_build", str(folder), "old"]
    subprocess.run(command, cwd=root, check=True, input=b"", capture_output=True)
    database = folder / "chroma" / "chroma.sqlite3"
    content = database.read_bytes()
    if damage == "gone":
        database.unlink()
    else:
        kept = {"empty": b"", "garbage": b"\xff\x00" * 999, "half": content[: len(content) // 2]}
        database.write_bytes(kept[damage])
    build_sample(folder, sample_source((TORTURE, WATER)), inputs="after the damage")

    assert texts_on_disk(folder, tmp_path / "copy") == sorted([TORTURE, WATER])


def test_a_chroma_folder_that_was_deleted_is_made_again(folder: Path, tmp_path: Path) -> None:
    source = sample_source((TORTURE, WATER))
    build_sample(folder, source)
    (folder / "chroma").rename(tmp_path / "away")
    report = build(lambda: [ref_of(source)], "first", folder, MiniLM.NAME, forbidden)

    assert report.encoded == 0


def run_child(folder: Path, *arguments: str) -> list[str]:
    """What a process that builds says."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.index.child_build", str(folder), *arguments],
        cwd=Path(__file__).parents[2],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of the size of files")
@pytest.mark.parametrize(
    ("size", "rebuild"), [("20000", []), ("300000", ["rebuild"]), ("1000000", ["rebuild"])]
)
def test_a_full_disk_is_a_failure_of_the_storage_and_leaves_the_index_in_use(
    folder: Path, tmp_path: Path, size: str, rebuild: list[str]
) -> None:
    run_child(folder, "old")
    said = run_child(folder, "new", f"full={size}", *rebuild)
    in_use = load(folder)
    again = run_child(folder, "new")

    assert in_use.inputs == "old"
    assert again == ["ready", "done"]
    assert load(folder).inputs == "new"
    assert texts_on_disk(folder, tmp_path / "copy") == sorted([TORTURE, WATER, COURTS])
    assert said[1:]
    assert said[1].startswith("StorageFailed: ")
    assert "None" not in said[1]


def test_a_document_without_passages_does_not_spoil_the_others(folder: Path) -> None:
    empty = replace(sample_source(name="empty"), passages=())
    build_sample(folder, sample_source((TORTURE,)), empty)

    assert labels(folder) == ["I", "I.A", "I.A.1"]


def test_a_document_that_stays_the_same_is_not_even_read(folder: Path) -> None:
    kept, changed = sample_source((TORTURE,), name="kept"), sample_source((MEDIA,), name="other")
    build_sample(folder, kept, changed)
    unread = SourceRef("kept", ref_of(kept).digest, forbidden)
    refs = [unread, ref_of(sample_source((WATER,), name="other"))]
    report = build(lambda: refs, "second", folder, MiniLM.NAME, MiniLM)

    assert (report.skipped, report.written) == (5, 1)
    assert [passage.text for passage in load(folder).passages if passage.level == 0] == [
        TORTURE,
        WATER,
    ]


class Interrupted:
    """A model that is interrupted after so many calls."""

    def __init__(self, calls: int) -> None:
        self._calls = calls
        self._model = MiniLM()

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        self._calls -= 1
        if self._calls < 0:
            raise KeyboardInterrupt
        return self._model.encode(texts, progress)


def test_an_interrupted_build_goes_on_where_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.encoding.TEXTS_PER_BATCH", 2)
    refs = [ref_of(sample_source((TORTURE, MEDIA, WATER)))]
    with pytest.raises(KeyboardInterrupt):
        build(lambda: refs, "first", folder, MiniLM.NAME, lambda: Interrupted(2))
    report = build(lambda: refs, "first", folder, MiniLM.NAME, MiniLM)

    # Three texts and four sentences; two batches were finished.
    assert (report.encoded, report.resumed) == (4, 3)
    assert not list(folder.glob("encoded-*"))
    assert len(load(folder).passages) == 5
