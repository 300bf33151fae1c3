from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.drafts import Drafts
from index.embed import MiniLM
from index.encoding import Encoder
from index.making import Making
from index.prebuilt import Unbuilt
from index.snapshot import Parts, Snapshot
from ingest.decoys import Decoy, DecoyKind
from ingest.source import Source
from tests.index.child_build import library
from tests.index.samples import COURTS, MEDIA, TORTURE, WATER, ref_of, sample_source

DECOY = Decoy("recipes", DecoyKind.OFF_TOPIC, ("How long do eggs boil?",), (("en", "egg"),))
LONG = sample_source(
    [f"{text} In region {n}." for text in (TORTURE, MEDIA, COURTS) for n in range(6)], name="long"
)
SHORT = sample_source((WATER,), name="short")
OTHER = sample_source((MEDIA,), name="short")
THIRD = sample_source((COURTS,), name="third")


def parts_of(
    sources: Sequence[Source],
    embedder: MiniLM,
    old: Parts | None = None,
    decoys: Sequence[Decoy] = (DECOY,),
) -> Parts:
    """The parts of an index of these sources, with what stays the same taken from `old`."""
    before = {old.entry(place).document_id: place for place in old.documents} if old else {}
    refs = [ref_of(source) for source in sources]
    kept, drafts = [], Drafts(Unbuilt())
    for ref in refs:
        place = before.get(ref.document_id)
        if old and place and old.entry(place).digest == ref.digest:
            kept.append(place)
        else:
            drafts.add(ref.read(), ref.digest)
    making = Making(drafts, decoys, MiniLM.NAME, Encoder(lambda: embedder), old)
    making.encode(lambda: None)
    made = making.parts([ref.document_id for ref in refs], kept, "inputs")
    return named(made)


def named(parts: Parts) -> Parts:
    """The parts as if they had been written, which gives segments their names."""
    segments = tuple(
        segment if segment.name else replace(segment, name=str(len(parts.segments)))
        for segment in parts.segments
    )
    return replace(parts, segments=segments)


def assert_alike(made: Parts, expected: Parts) -> None:
    first, second = Snapshot.of(made), Snapshot.of(expected)
    assert first.documents == second.documents
    assert first.passages == second.passages
    np.testing.assert_array_equal(first.keys.passage, second.keys.passage)
    np.testing.assert_array_equal(first.keys.group, second.keys.group)
    # A vector depends a little on the texts that were encoded with it.
    assert (np.sum(first.vectors.whole() * second.vectors.whole(), axis=1) > 0.95).all()
    for question in ("torture of journalists", "drinking water", "elektions", "the EU"):
        for one, other in ((first.words, second.words), (first.grams, second.grams)):
            np.testing.assert_allclose(one.scores(question), other.scores(question), atol=1e-6)


def test_a_small_change_goes_into_a_segment_of_its_own(embedder: MiniLM) -> None:
    old = parts_of([LONG, SHORT], embedder)
    new = parts_of([LONG, OTHER], embedder, old)

    assert len(old.segments) == 1
    assert new.segments[0] is old.segments[0]
    assert [entry.document_id for entry in new.segments[1].entries] == ["short"]
    assert_alike(new, parts_of([LONG, OTHER], embedder))


def test_the_next_small_change_moves_the_last_one_along(embedder: MiniLM) -> None:
    old = parts_of([LONG, OTHER], embedder, parts_of([LONG, SHORT], embedder))
    new = parts_of([LONG, OTHER, THIRD], embedder, old)

    assert len(new.segments) == 2
    assert new.segments[0] is old.segments[0]
    assert_alike(new, parts_of([LONG, OTHER, THIRD], embedder))


def test_a_segment_of_which_much_is_dead_is_left_behind(embedder: MiniLM) -> None:
    old = parts_of([THIRD, LONG], embedder)
    new = parts_of([THIRD], embedder, old)

    assert [[entry.document_id for entry in part.entries] for part in new.segments] == [["third"]]
    assert new.segments[0] is not old.segments[0]
    assert_alike(new, parts_of([THIRD], embedder))


def test_a_large_change_takes_everything_along(embedder: MiniLM) -> None:
    new = parts_of([SHORT, LONG], embedder, parts_of([SHORT], embedder))

    assert len(new.segments) == 1
    assert [entry.document_id for entry in new.segments[0].entries] == ["long", "short"]
    assert_alike(new, parts_of([SHORT, LONG], embedder))


def test_another_order_moves_nothing(embedder: MiniLM) -> None:
    old = parts_of([LONG, SHORT], embedder)
    new = parts_of([SHORT, LONG], embedder, old)

    assert new.segments[0] is old.segments[0]
    assert len(new.segments) == 1
    assert_alike(new, parts_of([SHORT, LONG], embedder))


def test_the_decoys_stay_until_they_change(embedder: MiniLM) -> None:
    old = parts_of([SHORT], embedder)
    same = parts_of([OTHER], embedder, old)
    changed = parts_of([OTHER], embedder, old, decoys=())

    assert same.decoys is old.decoys
    assert Snapshot.of(same).decoys == (DecoyKind.OFF_TOPIC,)
    assert Snapshot.of(changed).decoys == ()


def test_an_index_without_documents_is_one(embedder: MiniLM) -> None:
    empty = Snapshot.of(parts_of([], embedder, parts_of([SHORT], embedder)))

    assert empty.passages == ()
    assert not len(empty.words.scores("water"))


@pytest.mark.parametrize("first", [0, 20, 40])
def test_after_many_changes_the_index_is_as_one_made_at_once(embedder: MiniLM, first: int) -> None:
    parts = parts_of(library(first), embedder)
    for number in range(first + 1, first + 20):
        parts = parts_of(library(number), embedder, parts)
        assert_alike(parts, parts_of(library(number), embedder))
        assert len(parts.segments) <= 4
