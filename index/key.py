"""Key: a text with a vector that leads to a passage.

Keys are compared with questions; only passages are shown. The embedding model knows English alone:
expansions in other languages are words in the lexical index and no keys (docs/ablation.md).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ingest.decoys import Decoy
from ingest.document import Kind
from ingest.expansions import Expansion, ExpansionKind
from ingest.passage import Passage
from ingest.sentences import sentences

# Headings and covers are found by look-up; as vectors they only push objectives down.
NOT_SEARCHED = frozenset({Kind.HEADING, Kind.COVER})


class Group(IntEnum):
    """Keys of one group compete with each other: a passage has the score of its best.

    All English expansions of a passage are one key, a line each; its vector is their mean. The
    questions among them are keys of their own too: they tell what the passage answers and what not.
    """

    TEXT = 0
    SENTENCE = 1
    EXPANSION = 2
    DECOY = 3
    ANSWERED = 4
    UNANSWERED = 5


OF_PASSAGES = (Group.TEXT, Group.SENTENCE, Group.EXPANSION)


QUESTIONS = {
    ExpansionKind.SITUATION: Group.ANSWERED,
    ExpansionKind.UNANSWERED: Group.UNANSWERED,
}


@dataclass(frozen=True, slots=True)
class Key:
    """One text, the group it belongs to, and the position of its passage (or of its decoy)."""

    passage: int
    group: Group
    text: str

    @property
    def lines(self) -> list[str]:
        """The texts to encode; the key's vector is the mean of theirs."""
        return self.text.split("\n") if self.group is Group.EXPANSION else [self.text]

    @property
    def digest(self) -> str:
        """The first half of the SHA-256 of group and text; keys that share it share a vector."""
        return hashlib.sha256(f"{self.group}\x1f{self.text}".encode()).hexdigest()[:32]


def make_keys(
    passages: Sequence[Passage],
    expansions: Mapping[str, Sequence[Expansion]],
    decoys: Sequence[Decoy],
) -> list[Key]:
    """The keys of all passages that are searched and of the decoys, ordered by group and position.

    `expansions` holds those of each passage under its id.
    """
    keys = [
        key
        for position, passage in enumerate(passages)
        if passage.kind not in NOT_SEARCHED
        for key in _keys_of(position, passage, expansions.get(passage.id, ()))
    ]
    keys += [
        Key(position, Group.DECOY, question)
        for position, decoy in enumerate(decoys)
        for question in decoy.questions
    ]
    return sorted(keys, key=lambda key: (key.group, key.passage))


def _keys_of(position: int, passage: Passage, expansions: Sequence[Expansion]) -> Iterator[Key]:
    yield Key(position, Group.TEXT, passage.text)
    for span in sentences(passage.text):
        yield Key(position, Group.SENTENCE, passage.text[span.start : span.end])
    english = [expansion for expansion in expansions if expansion.language == "en"]
    leading = [e.text for e in english if e.kind is not ExpansionKind.UNANSWERED]
    if leading:
        yield Key(position, Group.EXPANSION, "\n".join(leading))
    for expansion in english:
        if expansion.kind in QUESTIONS:
            yield Key(position, QUESTIONS[expansion.kind], expansion.text)
