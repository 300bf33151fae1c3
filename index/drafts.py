"""Sources -> all that a segment needs of them, but for the vectors of their keys."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.key import Group, Key, make_keys
from index.key_vectors import Digests, Found, KeyVectors, digests_of, gather
from index.postings import Postings, PostingsJoin
from index.prebuilt import Prebuilt
from index.segment import Entry, KeyTable, Segment
from index.snapshot import IndexedDocument, to_line
from index.vectors import Positions
from ingest.decoys import Decoy
from ingest.expansions import Expansion, ExpansionKind
from ingest.passage import Passage
from ingest.source import Source


@dataclass(slots=True)
class Drafts:
    """Documents on their way into a new segment."""

    prebuilt: Prebuilt
    entries: list[Entry] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    words: PostingsJoin = field(default_factory=PostingsJoin)
    grams: PostingsJoin = field(default_factory=PostingsJoin)

    @property
    def texts(self) -> list[Key]:
        """The keys of whole passages: one for each that is searched."""
        return [key for key in self.keys if key.group is Group.TEXT]

    def add(self, source: Source, digest: str) -> None:
        """Take in a source; `digest` names all that is indexed of it."""
        first = len(self.passages)
        places = np.arange(first, first + len(source.passages), dtype=np.int32)
        rows = lexical_rows(source)
        self.words.add(self.prebuilt.postings("words", rows["words"]), places)
        self.grams.add(self.prebuilt.postings("grams", rows["grams"]), places)
        self.keys += [
            Key(first + key.passage, key.group, key.text)
            for key in make_keys(source.passages, _by_passage(source), ())
        ]
        document = IndexedDocument.of(source.document)
        self.entries.append(Entry(document.facts.id, digest, len(source.passages)))
        self.lines.append(to_line(document, source.passages))
        self.passages += source.passages


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """A segment whose living documents move into a new one, and the places of these documents."""

    segment: Segment
    places: tuple[int, ...]

    def rows_after(self, first: int) -> Positions:
        """For each row its new one, when the documents follow each other from `first` on."""
        rows = np.full(self.segment.length, -1, np.int32)
        for place in self.places:
            start, end = self.segment.starts[place : place + 2]
            rows[start:end] = np.arange(first, first + end - start)
            first += end - start
        return rows


def new_segment(
    drafts: Drafts, absorbed: Sequence[Absorbed], found: Found, sources: Sequence[KeyVectors]
) -> Segment:
    """One segment of the drafts and, behind them, the documents that move in.

    `found` tells for each key of the drafts where in `sources` its vector is.
    """
    entries, lines = list(drafts.entries), list(drafts.lines)
    words, grams, length = drafts.words, drafts.grams, len(drafts.passages)
    pieces = [_Piece.of(drafts.keys, found)]
    for number, moved in enumerate(absorbed, start=len(sources)):
        segment, rows = moved.segment, moved.rows_after(length)
        entries += [segment.entries[place] for place in moved.places]
        lines += [segment.lines[place] for place in moved.places]
        words.add(segment.words, rows)
        grams.add(segment.grams, rows)
        passage = rows[segment.keys.passage]
        living = np.flatnonzero(passage >= 0)
        pieces.append(
            _Piece(
                passage[living],
                segment.keys.group[living],
                segment.keys.digest[living],
                Found(np.full(len(living), number, np.int16), living),
            )
        )
        length += int((rows >= 0).sum())
    sources = [*sources, *(moved.segment.key_vectors for moved in absorbed)]
    return _segment(entries, lines, pieces, words.result(length), grams.result(length), sources)


def decoy_segment(
    decoys: Sequence[Decoy],
    digest: str,
    keys: Sequence[Key],
    found: Found,
    sources: Sequence[KeyVectors],
    prebuilt: Prebuilt,
) -> Segment:
    """The decoys as a segment of one document, whose line names their kinds."""
    grams = prebuilt.postings("grams", decoy_rows(decoys))
    no_words = PostingsJoin().result(grams.length)
    line = json.dumps([decoy.kind for decoy in decoys]).encode()
    entry = Entry("decoys", digest, len(decoys))
    return _segment([entry], [line], [_Piece.of(keys, found)], no_words, grams, sources)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Keys from one origin, and where their vectors are."""

    passage: Positions
    group: NDArray[np.int8]
    digest: Digests
    found: Found

    @classmethod
    def of(cls, keys: Sequence[Key], found: Found) -> "_Piece":
        passage = np.array([key.passage for key in keys], np.int32)
        group = np.array([key.group for key in keys], np.int8)
        return cls(passage, group, key_digests(keys), found)


def _segment(
    entries: list[Entry],
    lines: list[bytes],
    pieces: list[_Piece],
    words: Postings,
    grams: Postings,
    sources: Sequence[KeyVectors],
) -> Segment:
    passage = np.concatenate([piece.passage for piece in pieces])
    group = np.concatenate([piece.group for piece in pieces])
    # By group and passage; the keys of one passage stay in their order.
    order = np.argsort(group.astype(np.int64) << 40 | passage, kind="stable")
    digest = np.concatenate([piece.digest for piece in pieces])[order]
    found = Found(
        np.concatenate([piece.found.source for piece in pieces])[order],
        np.concatenate([piece.found.row for piece in pieces])[order],
    )
    keys = KeyTable(passage[order], group[order], digest)
    return Segment("", tuple(entries), lines, keys, gather(found, sources), words, grams)


def key_digests(keys: Sequence[Key]) -> Digests:
    """The digest of every key."""
    return digests_of([key.digest for key in keys])


def lexical_rows(source: Source) -> dict[str, list[str]]:
    """What each lexical field is made of, under the field's name: a text for each passage."""
    expansions = _by_passage(source)
    # Nobody wrote by which words a document without expansions is looked for; its name is some.
    name = () if source.expansions else (source.document.facts.short_title,)
    return {
        "words": [_row(passage, name, expansions[passage.id], "en") for passage in source.passages],
        "grams": [_row(passage, name, expansions[passage.id]) for passage in source.passages],
    }


def decoy_rows(decoys: Sequence[Decoy]) -> list[str]:
    """What the grams of the decoys are made of: a text for each."""
    return ["\n".join([*decoy.questions, *(words for _, words in decoy.words)]) for decoy in decoys]


def _by_passage(source: Source) -> dict[str, list[Expansion]]:
    """The expansions under the ids of the passages they lead to: all parts of their label."""
    by_label: dict[str, list[Expansion]] = {}
    for expansion in source.expansions:
        by_label.setdefault(expansion.label, []).append(expansion)
    return {passage.id: by_label.get(passage.label, []) for passage in source.passages}


def _row(
    passage: Passage,
    name: Sequence[str],
    expansions: Sequence[Expansion],
    language: str | None = None,
) -> str:
    """All that words may match: the document's name, headings, text and expansions."""
    leading = [
        expansion.text
        for expansion in expansions
        if language in (None, expansion.language) and expansion.kind is not ExpansionKind.UNANSWERED
    ]
    return "\n".join([*name, *passage.heading_path, passage.text, *leading])
