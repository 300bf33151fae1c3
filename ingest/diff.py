"""What changed between two versions of a document, by label and word by word."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from ingest.document import Document

WORD = re.compile(r"\S+\s*|\s+")
EXACT_WORDS = 4000
# Every piece of a diff: "=" stands in both versions, "-" in the old one, "+" in the new one.
Piece = tuple[str, str]


class ChangeKind(StrEnum):
    """What became of a labelled stretch."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LabelChange:
    """One label whose text is new, gone or other than before."""

    label: str
    kind: ChangeKind
    diff: tuple[Piece, ...]

    def to_json(self) -> dict[str, Any]:
        """The change as plain values."""
        return asdict(self)


def changes_between(before: Document, after: Document) -> list[LabelChange]:
    """The changes in the order of the new version, what is gone behind what stood before it."""
    old, new = _texts(before), _texts(after)
    found = []
    for label in _in_order(list(old), list(new)):
        if label not in new:
            found.append(LabelChange(label, ChangeKind.REMOVED, (("-", old[label]),)))
        elif label not in old:
            found.append(LabelChange(label, ChangeKind.ADDED, (("+", new[label]),)))
        elif old[label] != new[label]:
            pieces = tuple(word_diff(old[label], new[label]))
            found.append(LabelChange(label, ChangeKind.CHANGED, pieces))
    return found


def word_diff(before: str, after: str) -> Iterator[Piece]:
    """The pieces that make `before` ("=" and "-") and `after` ("=" and "+")."""
    old, new = WORD.findall(before), WORD.findall(after)
    # Exact comparison takes time by the square of the length; long stretches are compared roughly.
    roughly = len(old) + len(new) > EXACT_WORDS
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=roughly).get_opcodes():
        if name == "equal":
            yield "=", "".join(old[a:b])
            continue
        if a < b:
            yield "-", "".join(old[a:b])
        if c < d:
            yield "+", "".join(new[c:d])


def _texts(document: Document) -> dict[str, str]:
    return {node.label: document.text[node.start : node.end] for node in document.outline}


def _in_order(old: list[str], new: list[str]) -> list[str]:
    ordered = []
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name != "insert":
            ordered += [label for label in old[a:b] if label not in ordered]
        ordered += [label for label in new[c:d] if label not in ordered]
    return list(dict.fromkeys(ordered))
