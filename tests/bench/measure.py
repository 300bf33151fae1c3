"""Time and memory of processes, time of calls.

python measure.py COMMAND...     runs it and prints the most memory it held, in MB
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
# getrusage counts kilobytes on Linux and bytes on macOS.
UNITS_PER_MEGABYTE = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs commands in one folder with one environment; a command that fails is an error."""

    folder: Path
    environment: Mapping[str, str]

    def output(self, command: Command) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            message = f"{' '.join(map(str, command))[:200]} failed:\n{done.stderr}"
            raise RuntimeError(message)
        return done.stdout

    def seconds(self, command: Command) -> float:
        started = time.perf_counter()
        self.output(command)
        return time.perf_counter() - started

    def peak_megabytes(self, command: Command) -> float:
        # A new process inherits its parent's peak on Linux; this script's own is small.
        return float(self.output([sys.executable, __file__, *command]).splitlines()[-1])


def alternate(
    runner: Runner, pairs: Iterator[tuple[Command, Command]], rounds: int
) -> tuple[float, float]:
    """Median seconds of both sides, run in turn, after one uncounted run of each."""
    first, second = [], []
    for _, (ours, quickstart) in zip(range(rounds + 1), pairs, strict=False):
        first.append(runner.seconds(ours))
        second.append(runner.seconds(quickstart))
    return statistics.median(first[1:]), statistics.median(second[1:])


def call_times(
    sides: Sequence[Callable[[str], object]], questions: Sequence[str], rounds: int
) -> list[list[float]]:
    """Seconds of every call, for each side; the sides take turns with the whole list.

    Every turn begins with an uncounted question, while the threads of the side before it may
    still spin. The first round is uncounted too.
    """
    times: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds + 1):
        for side, seconds in zip(sides, times, strict=True):
            side(questions[turn % len(questions)])
            for question in questions:
                started = time.perf_counter()
                side(question)
                if turn:
                    seconds.append(time.perf_counter() - started)
    return times


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / UNITS_PER_MEGABYTE
    sys.stdout.write(f"{peak}\n")
