import json
import shutil
import subprocess
import sys

import pytest

from tests.integrations.command import SECONDS, Aide


@pytest.fixture
def cut_off() -> tuple[str, ...]:
    """The words before a command that take the network away from it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare here")
    prefix = (unshare, "-rn")
    tried = subprocess.run([*prefix, "true"], capture_output=True, timeout=SECONDS, check=False)
    if tried.returncode:
        pytest.skip(f"unshare -rn does not work here: {tried.stderr.decode().strip()}")
    return prefix


def test_there_is_no_route_where_the_network_is_cut_off(cut_off: tuple[str, ...]) -> None:
    script = "print(len(open('/proc/net/route').readlines()))"
    done = subprocess.run(
        [*cut_off, sys.executable, "-c", script], capture_output=True, timeout=SECONDS, check=True
    )

    assert int(done.stdout) <= 1, "more than the line with the names of the columns"


def test_without_a_network_the_index_is_built_and_a_question_is_answered(
    fresh: Aide, cut_off: tuple[str, ...]
) -> None:
    built = fresh("index", prefix=cut_off)
    asked = fresh(
        "ask", "What does the plan say about the death penalty?", "--json", prefix=cut_off
    )
    (citation, *_) = json.loads(asked.output)["citations"]

    assert (built.code, asked.code) == (0, 0)
    assert citation["label"] == "I.A.1"
    assert citation["quote"].startswith("Work towards the worldwide abolition of the death penalty")
