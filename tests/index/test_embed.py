import hashlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embed import DIMENSIONS, MAX_WORD_PIECES, MODEL_FOLDER, MiniLM
from index.errors import ModelBroken, ModelMissing

TEXTS = [
    "Prevent torture.",
    "Work towards the worldwide abolition of the death penalty.",
    "Protect freedom of expression, media freedom and pluralism, online and offline. " * 12,
    "Support civil society.",
    "Engage with governments, civil society, businesses and UN agencies. " * 4,
]


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the model to damage."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copy(MODEL_FOLDER / name, folder / name)
    return folder


def test_every_text_has_a_row_of_length_1(embedder: MiniLM) -> None:
    vectors = embedder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@given(text=st.text(max_size=300))
def test_any_text_has_a_row_of_length_1(embedder: MiniLM, text: str) -> None:
    (vector,) = embedder.encode([text])

    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("position", range(len(TEXTS)))
def test_a_text_has_nearly_the_same_vector_alone_and_among_others(
    embedder: MiniLM, position: int
) -> None:
    together = embedder.encode(TEXTS)
    (alone,) = embedder.encode([TEXTS[position]])

    assert float(alone @ together[position]) > 0.98
    assert int(np.argmax(together @ alone)) == position


def test_the_same_texts_have_the_same_vectors_again(embedder: MiniLM) -> None:
    np.testing.assert_array_equal(embedder.encode(TEXTS), embedder.encode(TEXTS))


def test_texts_of_like_meaning_are_nearer_than_others(embedder: MiniLM) -> None:
    penalty, execution, recipe = embedder.encode(
        [
            "The government wants to end the death penalty.",
            "The state plans to abolish executions.",
            "Stir the butter into the flour.",
        ]
    )

    assert float(penalty @ execution) > float(penalty @ recipe)


def test_no_texts_have_no_rows(embedder: MiniLM) -> None:
    assert embedder.encode([]).shape == (0, DIMENSIONS)


def test_a_very_long_text_is_cut_for_its_vector(embedder: MiniLM) -> None:
    beginning = "torture " * MAX_WORD_PIECES
    long, longer = embedder.encode([beginning, beginning + "butter " * 20_000])

    assert float(long @ longer) > 0.98


def test_the_progress_adds_up_to_the_number_of_texts(embedder: MiniLM) -> None:
    finished: list[int] = []
    embedder.encode(TEXTS * 10, finished.append)

    assert sum(finished) == len(TEXTS) * 10
    assert len(finished) > 1


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named_with_the_next_step(model_folder: Path, name: str) -> None:
    (model_folder / name).unlink()

    with pytest.raises(ModelMissing, match=rf"{re.escape(name)} is missing .* Install the package"):
        MiniLM(model_folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["empty", "half", "garbage"])
def test_a_damaged_file_is_a_broken_model(model_folder: Path, name: str, damage: str) -> None:
    path = model_folder / name
    whole = path.read_bytes()
    path.write_bytes(
        {"empty": b"", "half": whole[: len(whole) // 2], "garbage": b"\xff" * 99}[damage]
    )

    with pytest.raises(ModelBroken, match=r"is damaged\. Install the package again\."):
        MiniLM(model_folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_the_digests_in_the_readme_are_those_of_the_files(name: str) -> None:
    readme = (MODEL_FOLDER / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{re.escape(name)}` \| `([0-9a-f]{{64}})` \|$", readme, re.MULTILINE)

    assert row
    assert row[1] == hashlib.sha256((MODEL_FOLDER / name).read_bytes()).hexdigest()
