import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import make_snapshot
from index.drafts import decoy_rows, lexical_rows
from index.embed import MiniLM
from index.key import Group, Key
from index.key_vectors import KeyVectors, digests_of
from index.lexical import FieldPart, LexicalField, postings_of
from index.postings import Postings
from index.prebuilt import FOLDER, Prebuilt, Unbuilt, write_postings, write_vectors
from index.vectors import Scores
from ingest.decoys import read_decoys
from ingest.shipped import shipped_sources
from tests.index.samples import MEDIA, TORTURE, WATER, sample_source

MODEL = "a-model"
ROWS = [TORTURE, MEDIA]
DIGESTS = digests_of([Key(0, Group.TEXT, text).digest for text in ROWS])
VECTORS = np.random.default_rng(5).uniform(-1, 1, (2, 384)).astype(np.float16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ready-made vectors and words of two texts."""
    write_vectors(MODEL, KeyVectors(DIGESTS, VECTORS), tmp_path)
    write_postings([("sample.words", "words", ROWS)], tmp_path)
    return tmp_path


def scores(postings: Postings, question: str) -> Scores:
    return LexicalField("words", [FieldPart.whole(postings)], postings.length).scores(question)


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
    found = Prebuilt(folder).vectors(MODEL)

    np.testing.assert_array_equal(found.digests, DIGESTS)
    np.testing.assert_array_equal(found.vectors, VECTORS)


def test_the_vectors_of_another_model_are_not_taken(folder: Path) -> None:
    assert len(Prebuilt(folder).vectors("another-model").vectors) == 0


def test_keys_that_share_a_text_share_a_vector(tmp_path: Path) -> None:
    rows = [0, 1, 0]
    write_vectors(MODEL, KeyVectors(DIGESTS[rows], VECTORS[rows]), tmp_path)

    np.testing.assert_array_equal(Prebuilt(tmp_path).vectors(MODEL).digests, DIGESTS)


def test_postings_are_taken_when_they_were_made_of_the_same_rows(folder: Path) -> None:
    postings_of("words", [WATER, WATER]).save(folder / "sample.words")

    assert scores(Prebuilt(folder).postings("words", ROWS), "water").any()


@pytest.mark.parametrize("rows", [[TORTURE], [MEDIA, TORTURE], [TORTURE, MEDIA, WATER], [WATER]])
def test_postings_of_other_rows_are_made_anew(folder: Path, rows: list[str]) -> None:
    found = scores(Prebuilt(folder).postings("words", rows), "torture water")

    np.testing.assert_array_equal(found, LexicalField.build("words", rows).scores("torture water"))


def test_postings_of_other_tokens_are_made_anew(folder: Path) -> None:
    assert "tort" in Prebuilt(folder).postings("grams", ROWS).columns


def vectors_or_error(folder: Path) -> object:
    try:
        return len(Prebuilt(folder).vectors(MODEL).vectors)
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

    assert vectors_or_error(folder) == 0


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (name, damage)
        for name in ("digests.json", "sample.words/tokens.json", "sample.words/rows.npy")
        for damage in (half, nothing, garbage, null)
    ],
)
def test_damaged_postings_are_made_anew(
    folder: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    path = folder / name
    path.write_bytes(damage(path.read_bytes()))

    np.testing.assert_array_equal(
        scores(Prebuilt(folder).postings("words", ROWS), "torture"),
        LexicalField.build("words", ROWS).scores("torture"),
    )


def test_without_a_folder_there_is_nothing_ready_and_all_is_made(tmp_path: Path) -> None:
    prebuilt = Prebuilt(tmp_path / "nothing")

    assert len(prebuilt.vectors(MODEL).vectors) == 0
    assert scores(prebuilt.postings("words", ROWS), "torture")[0] > 0


def test_unbuilt_takes_nothing_from_what_ships() -> None:
    assert len(Unbuilt().vectors(MiniLM.NAME).vectors) == 0
    assert scores(Unbuilt().postings("words", ROWS), "torture")[0] > 0


def test_only_texts_that_are_not_ready_are_encoded(embedder: MiniLM, tmp_path: Path) -> None:
    decoys = read_decoys()
    _, snapshot, _ = make_snapshot(
        [sample_source((TORTURE, MEDIA))], decoys, MiniLM.NAME, lambda: embedder
    )
    segments = (*snapshot.parts.segments, snapshot.parts.decoys)
    ready = KeyVectors.joined([segment.key_vectors for segment in segments])
    write_vectors(MiniLM.NAME, ready, tmp_path)
    changed = sample_source((TORTURE, WATER))
    _, made, encoded = make_snapshot(
        [changed], decoys, MiniLM.NAME, lambda: embedder, prebuilt=Prebuilt(tmp_path)
    )
    vectors = embedder.encode([TORTURE, WATER])

    # The new objective is a text and, being one sentence, a sentence too.
    assert encoded == 2
    assert (np.sum(made.vectors.whole()[:2] * vectors, axis=1) > 0.98).all()


def test_what_ships_is_read_without_damage(tmp_path: Path) -> None:
    """Whether it still fits the corpus is for the one who changes the corpus to see."""
    copy = shutil.copytree(FOLDER, tmp_path / "prebuilt")
    vectors = Prebuilt(copy).vectors(MiniLM.NAME).vectors.astype(np.float32)

    assert len(vectors) > 100
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)


def test_ready_postings_score_as_those_made_of_the_same_rows() -> None:
    for source in shipped_sources():
        rows = lexical_rows(source)["words"]
        np.testing.assert_allclose(
            scores(Prebuilt().postings("words", rows), "death penalty"),
            LexicalField.build("words", rows).scores("death penalty"),
            atol=1e-6,
        )
    rows = decoy_rows(read_decoys())

    np.testing.assert_array_equal(
        Prebuilt().postings("grams", rows).rows, postings_of("grams", rows).rows
    )
