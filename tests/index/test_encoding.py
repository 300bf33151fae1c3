from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import encoding
from index.embed import MiniLM
from index.encoded import Encoded
from index.encoding import Encoder
from index.key import Group, Key
from index.key_vectors import digests_of, find, gather
from index.vectors import Vectors

TEXTS = [Key(place, Group.TEXT, f"Passage {place} on water.") for place in range(5)]
SENTENCES = [Key(place, Group.SENTENCE, f"Sentence {place}.") for place in range(7)]
EXPANSION = Key(0, Group.EXPANSION, "water\ndrinking water\nwells")
KEYS = [EXPANSION, *SENTENCES, *TEXTS]


class Remembering:
    """A model that remembers what it encoded, and stops after so many calls."""

    def __init__(self, model: MiniLM, calls: int = 999) -> None:
        self.seen: list[str] = []
        self._model = model
        self._calls = calls

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self._calls -= 1
        if self._calls < 0:
            raise KeyboardInterrupt
        self.seen += texts
        return self._model.encode(texts, progress)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "TEXTS_PER_BATCH", 4)


def ignore() -> None:
    pass


def test_every_key_gets_the_vector_of_its_text(embedder: MiniLM) -> None:
    encoder = Encoder(lambda: embedder)
    count = encoder.run(KEYS, ignore)
    found = find(digests_of([key.digest for key in KEYS]), [encoder.vectors])
    vectors = gather(found, [encoder.vectors]).astype(np.float32)

    assert count == len(KEYS)
    for key, vector in zip(KEYS[1:], vectors[1:], strict=True):
        assert float(vector @ embedder.encode([key.text])[0]) > 0.95


def test_the_vector_of_several_lines_is_their_mean(embedder: MiniLM) -> None:
    encoder = Encoder(lambda: embedder)
    encoder.run([EXPANSION], ignore)
    mean = embedder.encode(EXPANSION.lines).mean(axis=0)

    np.testing.assert_allclose(encoder.vectors.vectors[0], mean / np.linalg.norm(mean), atol=2e-3)


def test_passages_come_first_and_are_announced(embedder: MiniLM) -> None:
    model = Remembering(embedder)
    before: list[int] = []
    Encoder(lambda: model).run(KEYS, lambda: before.append(len(model.seen)))

    assert set(model.seen[:5]) == {key.text for key in TEXTS}
    assert before == [5]


def test_the_same_text_is_encoded_once(embedder: MiniLM) -> None:
    model = Remembering(embedder)
    count = Encoder(lambda: model).run([*TEXTS, *TEXTS], ignore)

    assert count == len(model.seen) == 5


def test_the_model_is_not_loaded_for_nothing() -> None:
    def forbidden() -> MiniLM:
        raise AssertionError

    announced: list[bool] = []

    assert Encoder(forbidden).run([], lambda: announced.append(True)) == 0
    assert announced == [True]


def test_the_progress_counts_the_texts(embedder: MiniLM) -> None:
    told: list[tuple[int, int]] = []
    Encoder(lambda: embedder, progress=lambda *counts: told.append(counts)).run(KEYS, ignore)

    assert told[-1] == (15, 15)
    assert told == sorted(told)


def test_an_interruption_loses_no_finished_batch(embedder: MiniLM, tmp_path: Path) -> None:
    encoder = Encoder(lambda: Remembering(embedder, calls=2), Encoded(tmp_path, "m"))
    with pytest.raises(KeyboardInterrupt):
        encoder.run(KEYS, ignore)
    again = Encoded(tmp_path, "m")

    assert len(again.vectors.digests) == 5
    assert not find(digests_of([key.digest for key in TEXTS]), [again.vectors]).missing.size
