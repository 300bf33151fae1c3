"""A PostgreSQL server of the tests' own, from Debian's binaries, on a unix socket alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server."""

    binaries: Path
    folder: Path
    numbers: Iterator[int]

    def new_database(self, driver: str = "") -> str:
        """The URL of an empty database; `driver` as in "+psycopg"."""
        name = f"test{next(self.numbers)}"
        self._run("createdb", "--host", str(self.folder), "--username", "postgres", name)
        return f"postgresql{driver}://postgres@/{name}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        # Into a file: the server would keep a pipe open that nobody reads.
        with (self.folder / f"{program}.log").open("wb") as log:
            subprocess.run(
                [*as_user, self.binaries / program, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=SECONDS,
                check=True,
            )

    @contextmanager
    def running(self) -> Iterator["Cluster"]:
        data = str(self.folder / "data")
        trusting = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        self._run("initdb", "--pgdata", data, *trusting)
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "--pgdata", data, "--wait", "--options", options, "start")
        try:
            yield self
        finally:
            self._run("pg_ctl", "--pgdata", data, "--wait", "--mode", "immediate", "stop")


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A server that is gone afterwards; skips where there is none to start."""
    found = sorted(BINARIES.glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed here")
    # Not pytest's folder: it belongs to who runs the tests, and the server refuses to run as root.
    with tempfile.TemporaryDirectory(prefix="aide-") as name:
        if os.geteuid() == 0:
            if shutil.which("runuser") is None:
                pytest.skip("there is no runuser here, and PostgreSQL does not run as root")
            shutil.chown(name, "postgres", "postgres")
        with Cluster(found[-1].parent, Path(name), count()).running() as cluster:
            yield cluster
