"""The real command `aide` in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from integrations.cli import main; main()")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended and what it wrote."""

    code: int
    output: str
    errors: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output; only a line feed ends one."""
        return [line for line in self.output.split("\n") if line]


@dataclass(frozen=True, slots=True)
class Aide:
    """Runs the command with a data folder, from a working folder without an `.env`."""

    home: Path
    folder: Path

    def environment(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """The environment of the command; a variable that is None in `changes` is left out."""
        given = {name: value for name, value in os.environ.items() if not name.startswith("AIDE_")}
        wanted = {**given, "AIDE_HOME": str(self.home), "PYTHONPATH": str(ROOT), **(changes or {})}
        return {name: value for name, value in wanted.items() if value is not None}

    def __call__(
        self,
        *arguments: str | bytes,
        standard_input: bytes = b"",
        variables: Mapping[str, str | None] | None = None,
        prefix: tuple[str, ...] = (),
    ) -> Run:
        """Run it to its end. A traceback on either stream fails the test."""
        done = subprocess.run(
            [*prefix, *COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(variables),
            input=standard_input,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in run.output + run.errors, run.errors
        return run
