"""A process that builds small indexes, for tests that end it in the middle.

python -m tests.index.child_build FOLDER VARIANT [rebuild] [STEP] [full=BYTES]

It says "ready", builds the variant, says "done", and waits to be killed or for its input to end.
With a STEP (`write`, `publish` or `delete`) it kills itself there instead, with a number before
it touches the snapshots for that many-th time. With `full` no file can grow beyond so many bytes,
as on a full disk; it says what the build says of it.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

import index.store  # noqa: F401 - chromadb takes a second, which is no moment of a build
from index.errors import StorageFailed
from ingest.source import Source
from tests.index.samples import (
    COURTS,
    MEDIA,
    TORTURE,
    WATER,
    build_sample,
    expansion,
    sample_source,
)

VARIANTS: dict[str, list[Source]] = {
    "old": [
        sample_source((TORTURE, MEDIA), [expansion("I.A.2", "A bullet by post.")]),
        sample_source((COURTS,), name="second"),
    ],
    "new": [sample_source((TORTURE, WATER, COURTS))],
}
# Where a build can be made to die: before Chroma is written, before the switch, after it.
STEPS = {
    "write": "index.store.ChromaStore.write",
    "publish": "index.build.publish",
    "delete": "index.store.ChromaStore.delete",
}

# What Python tells its audit hooks before it changes the file system; `open` comes with a mode.
CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"})


def die(*_: Any) -> NoReturn:
    """End at once, as by `kill -9`."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die_at_change(number: int) -> None:
    """Die before the many-th file or folder of a snapshot, or the pointer to it, is changed."""
    left = number

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        changes = event in CHANGES or (event == "open" and "w" in str(arguments[1]))
        if changes and any(name in str(arguments[0]) for name in ("snapshot-", "CURRENT")):
            left -= 1
            if left == 0:
                die()

    sys.addaudithook(count)


def fill_the_disk(size: int) -> None:
    """Let every write beyond `size` bytes of a file fail."""
    import resource  # Windows has none

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def main() -> None:
    folder, variant, *rest = sys.argv[1:]
    for step in rest:
        if step in STEPS:
            patch(STEPS[step], die).start()
        elif step.isdigit():
            die_at_change(int(step))
        elif step.startswith("full="):
            fill_the_disk(int(step.removeprefix("full=")))
    say("ready")
    try:
        build_sample(Path(folder), *VARIANTS[variant], inputs=variant, rebuild="rebuild" in rest)
        say("done")
    except StorageFailed as error:
        say(f"StorageFailed: {error}")
    sys.stdin.read()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
