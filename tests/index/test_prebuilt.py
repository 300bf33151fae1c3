import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import lexical_rows, make_snapshot
from index.embed import MiniLM
from index.key import Group, Key
from index.lexical import LexicalField
from index.prebuilt import FOLDER, Prebuilt, Unbuilt, write_lexical, write_vectors
from ingest.decoys import read_decoys
from ingest.shipped import shipped_sources
from tests.index.samples import MEDIA, TORTURE, WATER, sample_source

MODEL = "a-model"
ROWS = [TORTURE, MEDIA]
DIGESTS = [Key(0, Group.TEXT, text).digest for text in ROWS]
VECTORS = np.random.default_rng(5).uniform(-1, 1, (2, 384)).astype(np.float16).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ready-made vectors and words of two texts."""
    write_vectors(MODEL, DIGESTS, VECTORS, tmp_path)
    write_lexical({"words": (LexicalField.build("words", ROWS), ROWS)}, tmp_path)
    return tmp_path


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def nothing(content: bytes) -> bytes:
    return content[:0]


def garbage(content: bytes) -> bytes:
    return b"\xff\x00" * len(content)


def changed_in_the_middle(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(255 - b for b in content[middle:][:9]) + content[middle + 9 :]


def null(_: bytes) -> bytes:
    return b"null"


def test_vectors_are_found_under_the_digests_of_their_texts(folder: Path) -> None:
    vectors = Prebuilt(folder).vectors(MODEL)

    assert list(vectors) == DIGESTS
    np.testing.assert_array_equal(np.stack(list(vectors.values())), VECTORS)


def test_the_vectors_of_another_model_are_not_taken(folder: Path) -> None:
    assert Prebuilt(folder).vectors("another-model") == {}


def test_keys_that_share_a_text_share_a_vector(tmp_path: Path) -> None:
    vectors = np.ones((3, 384), dtype=np.float32)
    write_vectors(MODEL, [DIGESTS[0], DIGESTS[1], DIGESTS[0]], vectors, tmp_path)

    assert sorted(Prebuilt(tmp_path).vectors(MODEL)) == sorted(DIGESTS)


def test_a_field_is_taken_when_it_was_made_of_the_same_rows(folder: Path) -> None:
    marked = LexicalField.build("words", [WATER, WATER])
    marked.save(folder / "words")

    assert Prebuilt(folder).lexical("words", "words", ROWS).scores("water").any()


@pytest.mark.parametrize("rows", [[TORTURE], [MEDIA, TORTURE], [TORTURE, MEDIA, WATER], [WATER]])
def test_a_field_of_other_rows_is_made_anew(folder: Path, rows: list[str]) -> None:
    scores = Prebuilt(folder).lexical("words", "words", rows).scores("torture water")

    np.testing.assert_array_equal(scores, LexicalField.build("words", rows).scores("torture water"))


def test_a_field_that_was_never_written_is_made_anew(folder: Path) -> None:
    assert Prebuilt(folder).lexical("grams", "grams", ROWS).scores("torture")[0] > 0


def vectors_or_error(folder: Path) -> object:
    try:
        return Prebuilt(folder).vectors(MODEL)
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize(
    "damage",
    [
        nothing,
        garbage,
        null,
        pytest.param(half),
        pytest.param(
            changed_in_the_middle,
        ),
    ],
)
# numpy leaves an archive open that it can't read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_damaged_vectors_are_ignored(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    path = folder / "vectors.npz"
    path.write_bytes(damage(path.read_bytes()))

    assert vectors_or_error(folder) == {}


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *(("digests.json", damage) for damage in (half, nothing, garbage, null)),
        *(("words/vocab.index.json", damage) for damage in (half, nothing, garbage)),
        *(("words/data.csc.index.npy", damage) for damage in (half, garbage)),
        pytest.param(
            "words/data.csc.index.npy",
            nothing,
        ),
        pytest.param(
            "words/vocab.index.json",
            null,
        ),
    ],
)
def test_a_damaged_field_is_made_anew(
    folder: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    path = folder / name
    path.write_bytes(damage(path.read_bytes()))

    np.testing.assert_array_equal(
        Prebuilt(folder).lexical("words", "words", ROWS).scores("torture"),
        LexicalField.build("words", ROWS).scores("torture"),
    )


def test_without_a_folder_there_is_nothing_ready_and_all_is_made(tmp_path: Path) -> None:
    prebuilt = Prebuilt(tmp_path / "nothing")

    assert prebuilt.vectors(MODEL) == {}
    assert prebuilt.lexical("words", "words", ROWS).scores("torture")[0] > 0


def test_unbuilt_takes_nothing_from_what_ships() -> None:
    assert Unbuilt().vectors(MiniLM.NAME) == {}
    assert Unbuilt().lexical("words", "words", ROWS).scores("torture")[0] > 0


def test_only_texts_that_are_not_ready_are_encoded(embedder: MiniLM, tmp_path: Path) -> None:
    keys, snapshot, _ = make_snapshot(
        [sample_source((TORTURE, MEDIA))], read_decoys(), MiniLM.NAME, lambda: embedder
    )
    write_vectors(MiniLM.NAME, [key.digest for key in keys], snapshot.vectors, tmp_path)
    changed = sample_source((TORTURE, WATER))
    _, made, encoded = make_snapshot(
        [changed], read_decoys(), MiniLM.NAME, lambda: embedder, prebuilt=Prebuilt(tmp_path)
    )
    vectors = embedder.encode([TORTURE, WATER])

    # The new objective is a text and, being one sentence, a sentence too.
    assert encoded == 2
    assert (np.sum(made.vectors[:2] * vectors, axis=1) > 0.98).all()


def test_what_ships_is_read_without_damage(tmp_path: Path) -> None:
    """Whether it still fits the corpus is for the one who changes the corpus to see."""
    copy = shutil.copytree(FOLDER, tmp_path / "prebuilt")
    vectors = Prebuilt(copy).vectors(MiniLM.NAME)

    assert len(vectors) > 100
    np.testing.assert_allclose(
        np.linalg.norm(np.stack(list(vectors.values())), axis=1), 1, atol=2e-3
    )


def test_a_ready_field_scores_as_one_made_of_the_same_rows() -> None:
    rows = lexical_rows(shipped_sources(), read_decoys())["words"]
    ready = Prebuilt().lexical("words", "words", rows)

    np.testing.assert_allclose(
        ready.scores("death penalty"),
        LexicalField.build("words", rows).scores("death penalty"),
        atol=1e-6,
    )
