import itertools
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.build import make_snapshot
from index.embed import MiniLM
from index.snapshot import Snapshot, load
from ingest.decoys import read_decoys
from tests.index.child_build import VARIANTS, library
from tests.index.samples import build_sample, chroma_records, searched

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

ROOT = Path(__file__).parents[2]
KILLED = -9


@pytest.fixture(scope="module")
def expected(embedder: MiniLM) -> dict[str, Snapshot]:
    """What the index of each variant must be."""
    decoys = read_decoys()
    return {
        name: make_snapshot(sources, decoys, MiniLM.NAME, lambda: embedder, inputs=name)[1]
        for name, sources in VARIANTS.items()
    }


def child(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.index.child_build", str(folder), *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
    assert process.returncode == KILLED


def assert_whole(snapshot: Snapshot, expected: Snapshot) -> None:
    assert snapshot.documents == expected.documents
    assert snapshot.passages == expected.passages
    assert snapshot.decoys == expected.decoys
    np.testing.assert_array_equal(snapshot.keys.passage, expected.keys.passage)
    np.testing.assert_array_equal(snapshot.keys.group, expected.keys.group)
    # A vector depends a little on the texts that were encoded with it.
    assert (np.sum(snapshot.vectors.whole() * expected.vectors.whole(), axis=1) > 0.95).all()
    for question in ("torture", "journalist", "water", "judges"):
        np.testing.assert_allclose(
            snapshot.words.scores(question), expected.words.scores(question), atol=1e-6
        )
        np.testing.assert_allclose(
            snapshot.grams.scores(question), expected.grams.scores(question), atol=1e-6
        )


def build_in_a_child(folder: Path, *arguments: str) -> float:
    """Build to the end; how long it took."""
    process = child(folder, *arguments)
    assert said(process) == "ready"
    started = time.perf_counter()
    assert said(process) == "done"
    process.communicate()
    assert process.returncode == 0
    return time.perf_counter() - started


@pytest.fixture(scope="module")
def old_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old") / "index"
    build_in_a_child(folder, "old")
    return folder


@pytest.fixture
def folder(old_index: Path, tmp_path: Path) -> Path:
    """A folder with the index of the variant `old`."""
    return shutil.copytree(old_index, tmp_path / "index")


@pytest.mark.parametrize(("rebuild", "kills"), [([], 20), (["rebuild"], 10)])
def test_a_build_that_is_killed_leaves_the_old_index_or_the_new_one(
    folder: Path, expected: dict[str, Snapshot], rebuild: list[str], kills: int
) -> None:
    duration = build_in_a_child(folder, "new", *rebuild)
    random = np.random.default_rng(7)
    stands = "new"
    for number in range(kills):
        interrupted = "old" if number % 2 == 0 else "new"
        process = child(folder, interrupted, *rebuild)
        assert said(process) == "ready"
        time.sleep(1.3 * duration * (number + random.random()) / kills)
        kill(process)

        snapshot = load(folder)
        assert snapshot.inputs in (stands, interrupted)
        assert_whole(snapshot, expected[snapshot.inputs])
        build_in_a_child(folder, interrupted)
        assert_whole(load(folder), expected[interrupted])
        stands = interrupted


def test_a_hundred_kills_among_changes_leave_the_index_of_before_or_after(
    tmp_path: Path, embedder: MiniLM
) -> None:
    folder = tmp_path / "index"
    decoys, random = read_decoys(), np.random.default_rng(17)
    first = 0
    seen: set[int] = set()
    for number in range(100):
        process = child(folder, f"from={first}")
        assert said(process) == "ready"
        announced = int(said(process))
        time.sleep(float(random.random()) * 1.2)
        process.kill()
        rest, _ = process.communicate()
        announced = int(([str(announced), *rest.split()])[-1])
        # Before the first index there is none; from then on there always is one.
        if (folder / "CURRENT").exists() or first:
            snapshot = load(folder)
            stands = int(snapshot.inputs)
            assert stands in (announced - 1, announced)
            _, expected, _ = make_snapshot(
                library(stands), decoys, MiniLM.NAME, lambda: embedder, inputs=snapshot.inputs
            )
            assert_whole(snapshot, expected)
            first = stands + 1
            seen.add(announced - stands)
        if number % 25 == 24:
            build_sample(folder, *library(first), inputs=str(first))
            assert sorted(chroma_records(folder, tmp_path / f"copy-{number}")) == sorted(
                (passage.document_id, passage.label, passage.text)
                for source in library(first)
                for passage in searched(source)
            )
            first += 1

    # Many builds were ended before their switch, and the changes went on and on.
    assert seen == {0, 1}
    assert first > 50


@pytest.mark.parametrize(
    ("step", "left"), [("write", "old"), ("publish", "old"), ("delete", "new")]
)
@pytest.mark.parametrize("rebuild", [[], ["rebuild"]], ids=["update", "rebuild"])
def test_a_build_that_dies_at_a_step_leaves_the_index_of_before_or_after(
    folder: Path, expected: dict[str, Snapshot], step: str, left: str, rebuild: list[str]
) -> None:
    process = child(folder, "new", step, *rebuild)
    process.communicate()

    assert process.returncode == KILLED
    assert load(folder).inputs == left
    assert_whole(load(folder), expected[left])


def test_a_build_that_dies_between_two_files_leaves_the_index_of_before_or_after(
    old_index: Path, tmp_path: Path, expected: dict[str, Snapshot]
) -> None:
    left: list[str] = []
    for number in itertools.count(1, 2):
        folder = shutil.copytree(old_index, tmp_path / str(number))
        process = child(folder, "new", str(number))
        process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == KILLED
        snapshot = load(folder)
        assert_whole(snapshot, expected[snapshot.inputs])
        left.append(snapshot.inputs)
        build_in_a_child(folder, "new")
        assert_whole(load(folder), expected["new"])

    # Before the switch the old one, after it the new one, and the switch is seen.
    assert len(left) > 5
    assert left == sorted(left, reverse=True)
    assert set(left) == {"old", "new"}


@pytest.mark.parametrize(
    ("step", "rebuild", "following"),
    [
        ("write", [], "old"),
        ("write", [], "new"),
        ("publish", [], "old"),
        ("publish", [], "new"),
        ("delete", [], "old"),
        ("delete", [], "new"),
        ("write", ["rebuild"], "old"),
        ("write", ["rebuild"], "new"),
        ("publish", ["rebuild"], "old"),
        ("publish", ["rebuild"], "new"),
        ("delete", ["rebuild"], "old"),
        ("delete", ["rebuild"], "new"),
    ],
)
def test_the_build_after_a_kill_brings_chroma_in_line(
    folder: Path, tmp_path: Path, step: str, rebuild: list[str], following: str
) -> None:
    child(folder, "new", step, *rebuild).communicate()
    build_in_a_child(folder, following)

    assert load(folder).inputs == following
    assert sorted(chroma_records(folder, tmp_path / "copy")) == sorted(
        (passage.document_id, passage.label, passage.text)
        for source in VARIANTS[following]
        for passage in searched(source)
    )
