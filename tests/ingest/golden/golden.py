"""What a document of the golden set should be read as, and what it was read as."""

from dataclasses import dataclass
from pathlib import Path

from ingest.document import Kind, page_at
from ingest.identify import Told
from ingest.incoming import Incoming, read_incoming

# A label, the whole text of its stretch, and for formats with pages the page it begins on. Before
# the label of a heading stand as many "#" as its level.
Stretch = tuple[str, str] | tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Golden:
    """The outline of one document, written by hand from the rules.

    `title` is empty where the rules leave it open; `doubts` are, in parts, the sentences about what
    a person should really look at.
    """

    title: str
    outline: list[Stretch]
    doubts: tuple[str, ...] = ()


def read(folder: Path, name: str, content: bytes) -> Incoming:
    """What the product makes of a file."""
    path = folder / name
    path.write_bytes(content)
    return read_incoming(path, Told())


def outline_of(incoming: Incoming) -> list[Stretch]:
    """The outline that was read, written as the golden ones are."""
    document = incoming.document
    found: list[Stretch] = []
    for node in document.outline:
        signs = f"{'#' * node.level} " if node.kind is Kind.HEADING else ""
        text = document.text[node.start : node.end]
        page = page_at(document.pages, node.start)
        label = f"{signs}{node.label}"
        found.append((label, text) if page is None else (label, text, page))
    return found


def kinds_that_labels_belie(incoming: Incoming) -> list[str]:
    """The labels of covers, notes and rows that are of another kind, and those of no such kind."""
    shown = {Kind.COVER: "cover", Kind.NOTE: "note.", Kind.ROW: "row."}
    return [
        node.label
        for node in incoming.document.outline
        for kind, sign in shown.items()
        if (sign in node.label) != (node.kind is kind)
    ]
