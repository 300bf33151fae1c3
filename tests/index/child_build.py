"""A process that builds small indexes, for tests that end it in the middle.

python -m tests.index.child_build FOLDER VARIANT [rebuild] [STEP] [full=BYTES]
python -m tests.index.child_build FOLDER from=NUMBER

It says "ready", builds the variant, says "done", and waits to be killed or for its input to end.
With a STEP (`write`, `publish` or `delete`) it kills itself there instead, with a number before
it touches the snapshots for that many-th time. With `full` no file can grow beyond so many bytes,
as on a full disk; it says what the build says of it. With `from` it builds the states of `library`
one after the other from that number on, and says each number before.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path
from random import Random
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
NAMES = tuple(f"document-{number}" for number in range(6))
SENTENCES = (TORTURE, MEDIA, WATER, COURTS, "Respect labour rights.", "Hold free elections.")


def library(number: int) -> list[Source]:
    """The documents after so many changes, each of which adds, changes or removes one."""
    random = Random(11)  # noqa: S311 - no secret
    versions = dict.fromkeys(NAMES[:3], 0)
    for change in range(1, number + 1):
        name = random.choice(NAMES)
        if name in versions and len(versions) > 1 and random.random() < 1 / 3:
            del versions[name]
        else:
            versions[name] = change
    return [
        sample_source([SENTENCES[(version + place) % 6] for place in range(3)], name=name)
        for name, version in sorted(versions.items())
    ]


# Where a build can be made to die: before Chroma is written, before the switch, after it.
STEPS = {
    "write": "index.store.ChromaStore.write",
    "publish": "index.build.publish",
    "delete": "index.store.ChromaStore.delete",
}

PLACES = ("snapshot-", "segments", "CURRENT", "encoded-")
# What Python tells its audit hooks before it changes the file system; `open` comes with a mode.
CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"})


def die(*_: Any) -> NoReturn:
    """End at once, as by `kill -9`."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die_at_change(number: int) -> None:
    """Die before the many-th file or folder of a snapshot, or the pointer to it, is changed."""
    left = number

    def see(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        changes = event in CHANGES or (event == "open" and "w" in str(arguments[1]))
        if changes and any(name in str(arguments[0]) for name in PLACES):
            left -= 1
            if left == 0:
                die()

    sys.addaudithook(see)


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
    if variant.startswith("from="):
        for number in count(int(variant.removeprefix("from="))):
            say(str(number))
            build_sample(Path(folder), *library(number), inputs=str(number))
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
