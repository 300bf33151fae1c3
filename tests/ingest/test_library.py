import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from ingest import library as library_module
from ingest.document import (
    Document,
    DocumentFacts,
    Kind,
    LeftOut,
    NoteMark,
    OutlineNode,
    PageStart,
    Span,
)
from ingest.document_json import from_json, to_json
from ingest.errors import DocumentMissing, LibraryBusy, LibraryFailed
from ingest.library import CURRENT, Change, Library

ROOT = Path(__file__).parents[2]
FACTS = DocumentFacts(
    "strategy",
    "A strategy",
    "Strategy",
    "1234/24",
    "strategy",
    "in force",
    "en",
    "strategy.pdf",
    dates=(("adopted", "2024-01-01"),),
)
BAD_IDS = ["", ".", "..", "../strategy", "a/b", "/etc", "A", "-a", "a b", "a\x00", "é", "a" * 101]


def document_of(text: str, document_id: str = "strategy") -> Document:
    node = OutlineNode("1", Kind.PARAGRAPH, 0, len(text), ("Strategy",), "")
    return Document(replace(FACTS, id=document_id), text, (node,), (), ())


OLD, NEW = document_of("The EU will act."), document_of("The EU shall act.")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "documents")


def version_files(folder: Path, document_id: str = "strategy") -> list[Path]:
    return sorted((folder / document_id).glob("*.json"))


# Add and update


def test_a_library_that_does_not_exist_yet_is_empty(library: Library, tmp_path: Path) -> None:
    assert library.ids() == []
    assert list(library.documents()) == []
    assert library.versions("strategy") == []
    assert library.version("strategy", OLD.digest) is None
    assert list(tmp_path.iterdir()) == []


def test_an_added_document_comes_back_as_it_was(library: Library) -> None:
    assert library.add(OLD) is Change.ADDED
    assert library.ids() == ["strategy"]
    assert library.document("strategy") == OLD
    assert list(library.documents()) == [OLD]


def test_a_document_that_is_there_is_left_alone(library: Library, tmp_path: Path) -> None:
    library.add(OLD)
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "documents").rglob("*")}
    before, digest = library.versions("strategy"), library.digest("strategy")

    assert library.add(OLD) is Change.UNCHANGED
    assert (library.versions("strategy"), library.digest("strategy")) == (before, digest)
    assert all(path.stat().st_mtime_ns == time for path, time in files.items() if path.is_file())


def test_a_new_text_is_a_new_version_and_the_old_one_stays(library: Library) -> None:
    library.add(OLD)

    assert library.add(NEW) is Change.UPDATED
    assert library.document("strategy") == NEW
    assert library.version("strategy", OLD.digest) == OLD
    assert library.version("strategy", NEW.digest) == NEW
    assert [version.digest for version in library.versions("strategy")] == [OLD.digest, NEW.digest]


def test_new_facts_on_the_same_text_update_the_version(library: Library) -> None:
    library.add(OLD)
    changed = replace(OLD, facts=replace(FACTS, status="replaced by 4321/25"))
    before = library.digest("strategy")

    assert library.add(changed) is Change.UPDATED
    assert library.document("strategy") == changed
    assert library.digest("strategy") != before
    assert len(library.versions("strategy")) == 1


def test_a_text_that_comes_back_is_the_last_version(library: Library) -> None:
    for document in (OLD, NEW, OLD):
        library.add(document)

    assert library.document("strategy") == OLD
    assert [version.digest for version in library.versions("strategy")] == [NEW.digest, OLD.digest]


def test_documents_are_listed_in_alphabetical_order(library: Library) -> None:
    for name in ("zebra", "apple", "m-2"):
        library.add(document_of(name, name))

    assert library.ids() == ["apple", "m-2", "zebra"]
    assert [document.text for document in library.documents()] == ["apple", "m-2", "zebra"]


def test_a_version_that_is_kept_is_not_in_use(library: Library) -> None:
    library.keep(OLD)

    assert library.ids() == []
    assert library.version("strategy", OLD.digest) == OLD
    with pytest.raises(DocumentMissing, match='no document "strategy"'):
        library.document("strategy")


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "sha256:",
        "sha256:../../strategy",
        OLD.digest.removeprefix("sha256:"),
        OLD.digest[:-1],
        "/",
    ],
)
def test_a_version_is_found_by_its_whole_digest_alone(library: Library, digest: str) -> None:
    library.add(OLD)

    assert library.version("strategy", digest) is None


def test_a_version_is_not_found_under_the_digest_of_another(
    library: Library, tmp_path: Path
) -> None:
    library.add(OLD)
    (file,) = version_files(tmp_path / "documents")
    file.write_text(file.read_text("utf-8").replace("The EU will", "The EU won't"), "utf-8")

    assert library.version("strategy", OLD.digest) is None


# Remove


def test_a_removed_document_is_out_of_use_and_its_text_stays(library: Library) -> None:
    library.add(OLD)
    library.remove("strategy")

    assert library.ids() == []
    assert library.version("strategy", OLD.digest) == OLD
    assert library.add(OLD) is Change.ADDED


def test_a_document_can_be_removed_with_all_its_texts(library: Library, tmp_path: Path) -> None:
    library.add(OLD)
    library.add(NEW)
    library.add(document_of("Other.", "other"))
    library.remove("strategy", with_texts=True)

    assert library.ids() == ["other"]
    assert library.versions("strategy") == []
    assert not (tmp_path / "documents" / "strategy").exists()


def test_texts_of_a_removed_document_can_be_forgotten_later(library: Library) -> None:
    library.add(OLD)
    library.remove("strategy")
    library.remove("strategy", with_texts=True)

    assert library.version("strategy", OLD.digest) is None


@pytest.mark.parametrize("with_texts", [False, True])
def test_what_is_not_there_can_not_be_removed(library: Library, with_texts: bool) -> None:
    library.add(document_of("Other.", "other"))

    with pytest.raises(DocumentMissing, match=r'No document "strategy" was added\. .*: other\.'):
        library.remove("strategy", with_texts=with_texts)


def test_a_removed_document_can_not_be_removed_again(library: Library) -> None:
    library.add(OLD)
    library.remove("strategy")

    with pytest.raises(DocumentMissing, match="Added documents: none"):
        library.remove("strategy")


# Ids that are none


@pytest.mark.parametrize("document_id", BAD_IDS)
def test_an_id_that_is_none_is_refused_and_touches_nothing(
    library: Library, tmp_path: Path, document_id: str
) -> None:
    library.add(OLD)
    before = sorted(tmp_path.rglob("*"))
    actions: list[Callable[[], object]] = [
        lambda: library.add(document_of("Text.", document_id)),
        lambda: library.keep(document_of("Text.", document_id)),
        lambda: library.remove(document_id, with_texts=True),
        lambda: library.document(document_id),
        lambda: library.digest(document_id),
    ]
    for action in actions:
        with pytest.raises(DocumentMissing, match="can't be the id"):
            action()

    assert library.version(document_id, OLD.digest) is None
    assert library.versions(document_id) == []
    assert sorted(tmp_path.rglob("*")) == before


# Damage


DAMAGE = {
    "empty": b"",
    "no JSON": b"{",
    "not UTF-8": b"\xff\xfe{}",
    "a list": b"[]",
    "no document": b'{"came": "2024"}',
    "null": b'{"came": "2024", "document": null}',
    "no facts": b'{"came": "2024", "document": {"text": "T"}}',
    "another kind": json.dumps(
        {"came": "", "document": to_json(OLD) | {"outline": [{"kind": "poem"}]}}
    ).encode(),
    "dates": json.dumps(
        {"came": "", "document": to_json(OLD) | {"facts": to_json(OLD)["facts"] | {"dates": [1]}}}
    ).encode(),
    "no text": json.dumps({"came": "", "document": to_json(OLD) | {"text": 5}}).encode(),
    "nested": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_document_is_named_with_what_mends_it(
    library: Library, tmp_path: Path, content: bytes
) -> None:
    library.add(OLD)
    (file,) = version_files(tmp_path / "documents")
    file.write_bytes(content)

    with pytest.raises(LibraryFailed, match=r"strategy .* is damaged\. .* aide remove strategy"):
        library.document("strategy")


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_version_is_none(library: Library, tmp_path: Path, content: bytes) -> None:
    library.add(OLD)
    library.add(NEW)
    for file in version_files(tmp_path / "documents"):
        if json.loads(file.read_text("utf-8"))["document"]["text"] == OLD.text:
            file.write_bytes(content)

    assert library.version("strategy", OLD.digest) is None
    assert [version.digest for version in library.versions("strategy")] == [NEW.digest]
    assert library.document("strategy") == NEW


@pytest.mark.parametrize("content", [b"", b"0" * 32, b"\xff", b"../other/x"])
def test_a_damaged_pointer_is_named_with_what_mends_it(
    library: Library, tmp_path: Path, content: bytes
) -> None:
    library.add(OLD)
    (tmp_path / "documents" / "strategy" / CURRENT).write_bytes(content)

    with pytest.raises(LibraryFailed, match=r"strategy .* is damaged\. .* aide remove strategy"):
        library.document("strategy")


def test_a_damaged_document_can_be_added_again_as_its_message_says(
    library: Library, tmp_path: Path
) -> None:
    library.add(OLD)
    (file,) = version_files(tmp_path / "documents")
    file.write_bytes(b"{")
    library.add(OLD)

    assert library.document("strategy") == OLD


def test_a_damaged_document_can_be_removed_as_its_message_says(
    library: Library, tmp_path: Path
) -> None:
    library.add(OLD)
    (file,) = version_files(tmp_path / "documents")
    file.write_bytes(b"{")
    library.remove("strategy")

    assert library.ids() == []


# A folder that can't be written


def test_a_file_in_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("no folder")
    library = Library(tmp_path / "documents")

    assert library.ids() == []
    assert library.version("strategy", OLD.digest) is None
    with pytest.raises(LibraryFailed, match=r"could not be written to .*documents .*AIDE_HOME"):
        library.add(OLD)
    with pytest.raises(LibraryFailed, match="could not be written"):
        library.keep(OLD)


def test_a_file_in_place_of_a_documents_folder_is_one_sentence(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "strategy").write_text("no folder")

    with pytest.raises(LibraryFailed, match="could not be written"):
        library.add(OLD)
    assert library.ids() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(LibraryFailed, match="Permission denied"):
        Library(tmp_path / "documents").add(OLD)


ADD = """
import resource, signal, sys
from pathlib import Path
from ingest.errors import LibraryFailed
from ingest.library import Library
from tests.ingest.test_library import document_of
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    Library(Path(sys.argv[1])).add(document_of("x" * 10_000))
except LibraryFailed as error:
    print(error)
"""


def run_python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_write_that_fails_half_way_leaves_the_old_version_in_use(
    library: Library, tmp_path: Path
) -> None:
    library.add(OLD)
    said = run_python(ADD, str(tmp_path / "documents"))

    assert said.startswith("The documents could not be written to ")
    assert library.document("strategy") == OLD
    assert [version.digest for version in library.versions("strategy")] == [OLD.digest]


# Several processes, and kills


def add_series(folder: Path, name: str, count: int) -> None:
    for number in range(count):
        Library(folder).add(document_of(f"{name} {number}", f"{name}-{number % 3}"))


def test_two_processes_that_add_at_once_lose_nothing(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=add_series, args=(folder, name, 12)) for name in ("left", "right")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0]
    assert [document.text for document in library.documents()] == [
        f"{name} {number}" for name in ("left", "right") for number in (9, 10, 11)
    ]
    assert [len(library.versions(name)) for name in library.ids()] == [4] * 6
    assert not list(folder.rglob("*.unfinished"))


def test_a_second_process_is_told_to_wait(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "SECONDS_TO_WAIT", 0.0)
    library.add(OLD)

    with FileLock(tmp_path / "documents" / "library.lock"):
        for change in (lambda: library.add(NEW), lambda: library.remove("strategy")):
            with pytest.raises(LibraryBusy, match="Wait until it has finished"):
                change()
    assert library.document("strategy") == OLD


KILLED = """
import os, sys
from pathlib import Path
from ingest import library
from tests.ingest.test_library import NEW
step, replace, count = int(sys.argv[2]), Path.replace, 0
def killed(self, target):
    global count
    if count == step:
        os._exit(9)
    count += 1
    return replace(self, target)
Path.replace = killed
library.Library(Path(sys.argv[1])).add(NEW)
"""


@pytest.mark.parametrize(("step", "in_use"), [(0, OLD), (1, OLD), (2, NEW)])
def test_a_kill_leaves_the_old_version_in_use_or_the_new_one(
    library: Library, tmp_path: Path, step: int, in_use: Document
) -> None:
    library.add(OLD)
    run_python(KILLED, str(tmp_path / "documents"), str(step))

    assert library.document("strategy") == in_use
    assert library.version("strategy", OLD.digest) == OLD
    assert library.add(NEW) is (Change.UPDATED if in_use is OLD else Change.UNCHANGED)
    assert library.document("strategy") == NEW


def test_a_kill_before_the_first_version_is_in_use_leaves_none(
    library: Library, tmp_path: Path
) -> None:
    for step in (0, 1):
        run_python(KILLED, str(tmp_path / "documents"), str(step))

        assert library.ids() == []
    assert library.add(NEW) is Change.ADDED


# Documents as JSON

TEXTS = st.text(max_size=30)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
NUMBERS = st.integers(0, 10**6)
SPANS = st.builds(Span, NUMBERS, NUMBERS)
DOCUMENTS = st.builds(
    Document,
    facts=st.builds(
        DocumentFacts,
        **dict.fromkeys(
            "id title short_title reference kind status language source_url celex "
            "reuse_notice".split(),
            TEXTS,
        ),
        dates=PAIRS,
    ),
    text=TEXTS,
    outline=st.lists(
        st.builds(
            OutlineNode,
            label=TEXTS,
            kind=st.sampled_from(Kind),
            start=NUMBERS,
            end=NUMBERS,
            heading_path=st.lists(TEXTS, max_size=3).map(tuple),
            parent=TEXTS,
            title=TEXTS,
            level=NUMBERS,
            items=st.lists(SPANS, max_size=3).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
    notes=st.lists(st.builds(NoteMark, TEXTS, NUMBERS), max_size=3).map(tuple),
    left_out=st.lists(
        st.builds(LeftOut, TEXTS, TEXTS, st.integers(-1, 99), st.none() | NUMBERS), max_size=3
    ).map(tuple),
    pages=st.lists(st.builds(PageStart, NUMBERS, NUMBERS), max_size=3).map(tuple),
)


@given(DOCUMENTS)
def test_a_document_survives_its_way_through_json(document: Document) -> None:
    raw = json.loads(json.dumps(to_json(document), ensure_ascii=False))

    assert from_json(raw) == document
    assert from_json(raw).digest == document.digest


@pytest.mark.parametrize("missing", list(to_json(OLD)))
def test_json_without_a_field_is_no_document(missing: str) -> None:
    raw = to_json(OLD)
    del raw[missing]

    with pytest.raises(KeyError):
        from_json(raw)


@pytest.mark.parametrize("field", ["id", "title", "dates"])
def test_facts_without_a_field_are_none(field: str) -> None:
    raw = to_json(OLD)
    del raw["facts"][field]

    with pytest.raises((KeyError, TypeError)):
        from_json(raw)
