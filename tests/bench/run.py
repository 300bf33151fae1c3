"""Aide-mémoire beside a LangChain and Chroma quickstart: same text, same machine, same run.

`python -m tests.bench.run`. Takes minutes; a missed target is printed, never an error.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

from index.embed import MiniLM
from integrations.bootstrap import load_assistant
from integrations.settings import Settings
from tests.bench.measure import Command, Runner, alternate, call_times, percentile
from tests.bench.model_chain import (
    CONVERSATIONS,
    TOKENS,
    chain_milliseconds,
    megabytes_of_conversations,
)
from tests.bench.questions import QUESTIONS
from tests.bench.quickstart import PASSAGES, open_store
from tests.bench.table import Row, columns

AIDE = Path(sys.executable).parent / "aide"
QUICKSTART: Command = (sys.executable, Path(__file__).with_name("quickstart.py"))
ENCODE_ALL: Command = (sys.executable, Path(__file__).with_name("encode_all.py"))
BUILD_ROUNDS = 3
COLD_ROUNDS = 9
QUESTIONS_SERVED = 200
WARM_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Bench:
    """The measurements, in one temporary folder; `indexing` makes what the others open."""

    folder: Path
    runner: Runner

    @classmethod
    def inside(cls, folder: Path) -> "Bench":
        """Both sides may keep bytecode, and no setting of the user's leaks in."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("AIDE_")
        }
        return cls(folder, Runner(folder, inherited | {"AIDE_HOME": str(folder / "home-0")}))

    def rows(self) -> Iterator[Row]:
        yield from self.indexing()
        yield self.cold_ask()
        yield self.memory()
        yield from self.warm_answers()
        yield from self.around_a_model()

    def indexing(self) -> Iterator[Row]:
        ours, quickstart = alternate(self.runner, self._empty_folders(), BUILD_ROUNDS)
        rounds = f"median of {BUILD_ROUNDS}"
        yield Row(f"first index ({rounds})", "s", ours, quickstart, target=0.6)
        bare = [
            self.runner.seconds((*ENCODE_ALL, self.folder / f"bare-{number}"))
            for number in range(BUILD_ROUNDS)
        ]
        yield Row(
            f"  without the shipped vectors ({rounds})", "s", statistics.median(bare), quickstart
        )
        again = [self.runner.seconds((AIDE, "index")) for _ in range(BUILD_ROUNDS)]
        yield Row(f"  again, nothing to do ({rounds})", "s", statistics.median(again))

    def _empty_folders(self) -> Iterator[tuple[Command, Command]]:
        for number in count():
            home, store = self.folder / f"home-{number}", self.folder / f"store-{number}"
            yield ("env", f"AIDE_HOME={home}", AIDE, "index"), (*QUICKSTART, "build", store)

    def cold_ask(self) -> Row:
        pairs = (
            ((AIDE, "ask", question), (*QUICKSTART, "ask", self.folder / "store-0", question))
            for question in cycle(QUESTIONS)
        )
        ours, quickstart = alternate(self.runner, pairs, COLD_ROUNDS)
        name = f"cold ask, whole process (median of {COLD_ROUNDS})"
        return Row(name, "s", ours, quickstart, target=0.6)

    def memory(self) -> Row:
        served = list(islice(cycle(QUESTIONS), QUESTIONS_SERVED))
        batch = self.folder / "batch.jsonl"
        lines = (json.dumps({"id": str(n), "question": q}) for n, q in enumerate(served))
        batch.write_text("\n".join(lines), encoding="utf-8")
        return Row(
            f"peak memory, {QUESTIONS_SERVED} questions served",
            "MB",
            self.runner.peak_megabytes((AIDE, "ask", "--batch", batch, "--json")),
            self.runner.peak_megabytes((*QUICKSTART, "ask", self.folder / "store-0", *served)),
            limit=300,
        )

    def warm_answers(self) -> Iterator[Row]:
        assistant = load_assistant(Settings(self.folder / "home-0"))
        store = open_store(self.folder / "store-0")
        model = MiniLM()
        answer, search, encode = call_times(
            (
                assistant.ask,
                lambda question: store.similarity_search(question, k=PASSAGES),
                lambda question: model.encode([question]),
            ),
            QUESTIONS,
            WARM_ROUNDS,
        )
        for percent, target in ((50, 0.3), (95, None)):
            ours, quickstart, floor = (
                1000 * percentile(seconds, percent) for seconds in (answer, search, encode)
            )
            name = f"warm answer p{percent} ({WARM_ROUNDS} x {len(QUESTIONS)} questions)"
            yield Row(name, "ms", ours, quickstart, target=target)
            yield Row(f"  floor: encoding the question, p{percent}", "ms", floor, quickstart)

    def around_a_model(self) -> Iterator[Row]:
        whole, first = chain_milliseconds(self.folder / "home-0")
        name = f"around a model's {TOKENS} tokens, p95 of {len(whole)} questions"
        yield Row(name, "ms", percentile(whole, 95), limit=30)
        yield Row("  to the first event, p95", "ms", percentile(first, 95), limit=50)
        early, late = megabytes_of_conversations(self.folder / "home-0", self.folder)
        yield Row(f"memory after {CONVERSATIONS // 10} conversations", "MB", early)
        yield Row(f"memory after {CONVERSATIONS} conversations", "MB", late)


def main() -> None:
    sys.stdout.write(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start\n")
    sys.stdout.write(f"{columns('', 'ours', 'quickstart', 'ratio', 'target')}\n")
    # chromadb would report each use over the network.
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    with tempfile.TemporaryDirectory(prefix="aide-bench-") as folder:
        for row in Bench.inside(Path(folder)).rows():
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
