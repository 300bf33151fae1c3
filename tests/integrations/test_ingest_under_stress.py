"""Adding documents when something goes wrong: two at once, a full disk, a kill, no network."""

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from integrations.bootstrap import load_assistant, open_library
from integrations.settings import Settings
from tests.integrations.command import COMMAND, Aide

NO_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
# No file may grow beyond 20 kB: writing fails as it does on a full disk.
FULL_DISK = ("bash", "-c", 'ulimit -f 20; exec "$@"', "command")
QUESTION = "How often are the lighthouses of Utopia painted?"
KILLS = 30


def strategy(paint: str, paragraphs: int = 3) -> str:
    more = "\n\n".join(f"{n}. Measure {n} is taken in Utopia." for n in range(2, paragraphs))
    return f"# Country strategy for Utopia\n\n1. The lighthouses are painted {paint}.\n\n{more}\n"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def quoted(aide: Aide) -> list[str]:
    run = aide("ask", QUESTION, "--json")
    assert run.code == 0, run.errors
    return [citation["quote"] for citation in json.loads(run.output)["citations"]]


def test_two_commands_that_add_at_once_both_add(spoilt: Aide, tmp_path: Path) -> None:
    names = [written(tmp_path, f"{n}.md", strategy(f"{n} times a year")) for n in ("two", "six")]
    running = [
        subprocess.Popen(
            [*COMMAND, "ingest", name, "--id", Path(name).stem],
            cwd=spoilt.folder,
            env=spoilt.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    codes = [(process.communicate(), process.returncode)[1] for process in running]
    documents = load_assistant(Settings(spoilt.home)).documents

    assert codes == [0, 0]
    assert {"two", "six"} <= set(documents)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="there is no unshare here")
def test_a_file_is_added_without_a_network(spoilt: Aide, tmp_path: Path) -> None:
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no network of one's own")
    run = spoilt("ingest", written(tmp_path, "a.md", strategy("in spring")), prefix=NO_NETWORK)

    assert run.code == 0, run.errors
    assert quoted(spoilt) == ["1. The lighthouses are painted in spring."]


@pytest.mark.skipif(shutil.which("unshare") is None, reason="there is no unshare here")
def test_without_a_network_each_guideline_is_named_with_where_to_put_it(fresh: Aide) -> None:
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no network of one's own")
    run = fresh("ingest", "--guidelines", prefix=NO_NETWORK)
    named = [line for line in run.lines if line.startswith("NOT ADDED")]

    assert run.code == 1
    assert len(named) == 13
    assert all(str(fresh.home / "downloads") in line for line in named)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ulimit")
def test_on_a_full_disk_the_index_stays_as_it_was(spoilt: Aide, tmp_path: Path) -> None:
    before = load_assistant(Settings(spoilt.home)).document_ids
    path = written(tmp_path, "a.md", strategy("in spring", paragraphs=400))
    run = spoilt("ingest", path, prefix=FULL_DISK)

    assert run.code == 1
    assert "could not be written" in run.output + run.errors
    assert load_assistant(Settings(spoilt.home)).document_ids == before
    assert spoilt("ingest", path).code == 0
    assert quoted(spoilt)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_text(spoilt: Aide, tmp_path: Path) -> None:
    texts = [strategy(f"on day {number}", paragraphs=60) for number in range(KILLS)]
    assert spoilt("ingest", written(tmp_path, "a.md", texts[0])).code == 0
    chance = random.Random(5)  # noqa: S311 - no secret
    indexed = 0
    for number in range(1, KILLS):
        path = written(tmp_path, "a.md", texts[number])
        process = subprocess.Popen(
            [*COMMAND, "ingest", path],
            cwd=spoilt.folder,
            env=spoilt.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.1, 3.0))
        process.kill()
        process.wait()
        assistant = load_assistant(Settings(spoilt.home))
        (added,) = [d for name, d in assistant.documents.items() if "utopia" in name]
        here = [n for n in range(indexed, number + 1) if f"on day {n}." in added.text]
        assert len(here) == 1
        indexed = here[0]
    library = open_library(Settings(spoilt.home))

    assert spoilt("ingest", path).code == 0
    assert quoted(spoilt) == [f"1. The lighthouses are painted on day {KILLS - 1}."]
    assert len(library.ids()) == 1
