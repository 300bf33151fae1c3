"""Drafts, and what stays of the index in use -> the parts of the next one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.drafts import Absorbed, Drafts, decoy_segment, key_digests, new_segment
from index.encoding import Encoder
from index.key import Key, make_keys
from index.key_vectors import Found, KeyVectors, find
from index.segment import Segment
from index.snapshot import Parts
from ingest.decoys import Decoy

# A segment moves into the new one when more than this share of its keys is dead, ...
DEAD_SHARE = 0.25
# ... or when it has at most so many times the keys of the new one. So there are only ever a few
# segments, and a small change never moves a large one.
LARGER = 2

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys were encoded, and how many an interrupted build had encoded."""

    now: int
    resumed: int


class Making:
    """One build on its way: first the vectors, then the parts."""

    def __init__(
        self,
        drafts: Drafts,
        decoys: Sequence[Decoy],
        embedder_name: str,
        encoder: Encoder,
        old: Parts | None = None,
    ) -> None:
        """`old` was made with the same embedding model."""
        self._drafts = drafts
        self._decoys = decoys
        self._embedder_name = embedder_name
        self._encoder = encoder
        self._old = old
        self._decoy_digest = hashlib.sha256(repr(decoys).encode()).hexdigest()
        old_decoys = old.decoys if old else None
        same = old_decoys is not None and old_decoys.entries[0].digest == self._decoy_digest
        self._kept_decoys = old_decoys if same else None
        self._decoy_keys = [] if same else make_keys((), {}, decoys)
        self._digests = key_digests(self.keys)
        self._ready = [drafts.prebuilt.vectors(embedder_name)]
        if old:
            self._ready += [segment.key_vectors for segment in (*old.segments, old.decoys)]

    @property
    def keys(self) -> list[Key]:
        """The keys of the drafts, and of the decoys unless they stay as they are."""
        return [*self._drafts.keys, *self._decoy_keys]

    @property
    def sources(self) -> list[KeyVectors]:
        """All vectors that there are."""
        return [*self._ready, self._encoder.vectors]

    def encode(self, after_texts: Callable[[], None]) -> KeyCount:
        """Encode what has no vector yet; see `Encoder.run`."""
        found = find(self._digests, self.sources)
        resumed = np.unique(self._digests[found.source == len(self._ready)], axis=0)
        keys = self.keys
        now = self._encoder.run([keys[place] for place in found.missing], after_texts)
        return KeyCount(now, len(resumed))

    def parts(self, document_ids: Sequence[str], kept: Sequence[Place], inputs: str) -> Parts:
        """The parts of the new index: `kept` documents of the old one and the drafts."""
        sources = self.sources
        found = find(self._digests, sources)
        first_decoy = len(self._drafts.keys)
        of_drafts = Found(found.source[:first_decoy], found.row[:first_decoy])
        of_decoys = Found(found.source[first_decoy:], found.row[first_decoy:])
        staying, absorbed = self._sorted_out(kept)
        segments = [segment for segment, _ in staying]
        places = {
            segment.entries[place].document_id: (number, place)
            for number, (segment, of_segment) in enumerate(staying)
            for place in of_segment
        }
        if self._drafts.entries or absorbed:
            new = new_segment(self._drafts, absorbed, of_drafts, sources)
            for place, entry in enumerate(new.entries):
                places[entry.document_id] = (len(segments), place)
            segments.append(new)
        decoys = self._kept_decoys or decoy_segment(
            self._decoys,
            self._decoy_digest,
            self._decoy_keys,
            of_decoys,
            sources,
            self._drafts.prebuilt,
        )
        documents = tuple(places[document_id] for document_id in document_ids)
        return Parts(inputs, self._embedder_name, tuple(segments), decoys, documents, {}).counted()

    def _sorted_out(
        self, kept: Sequence[Place]
    ) -> tuple[list[tuple[Segment, list[int]]], list[Absorbed]]:
        """The segments that stay, with their living documents, and those that move."""
        living: dict[int, list[int]] = {}
        for number, place in kept:
            living.setdefault(number, []).append(place)
        sized = []
        for number, places in living.items():
            assert self._old  # noqa: S101 - nothing is kept of nothing
            segment = self._old.segments[number]
            alive = np.zeros(segment.length, bool)
            for place in places:
                first, end = segment.starts[place : place + 2]
                alive[first:end] = True
            sized.append((int(alive[segment.keys.passage].sum()), segment, sorted(places)))
        staying, absorbed = [], []
        size = len(self._drafts.keys)
        for keys, segment, places in sorted(sized, key=lambda entry: entry[0]):
            if keys <= LARGER * size or keys < (1 - DEAD_SHARE) * len(segment.vectors):
                absorbed.append(Absorbed(segment, tuple(places)))
                size += keys
            else:
                staying.append((segment, places))
        return staying, absorbed
