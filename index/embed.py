"""Texts -> vectors, with the shipped model. The only module that imports onnxruntime, tokenizers.

The model is all-MiniLM-L6-v2 in int8; pooling and normalisation are part of its graph (see
index/model/README.md), so a dot product of two vectors is their cosine.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.errors import ModelBroken, ModelMissing
from index.vectors import Vectors

MODEL_FOLDER = Path(__file__).parent / "model"
DIMENSIONS = 384
# The model was trained on texts of up to 256 word pieces; longer texts are cut for the vector
# only, never for a quote.
MAX_WORD_PIECES = 256
# Padded work per batch: wide enough to feed both cores, small enough to stay in the cache.
WORD_PIECES_PER_BATCH = 1024


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Texts -> float32 array of shape (len(texts), dimensions), each row of length 1."""


class MiniLM:
    """The shipped sentence encoder."""

    # Names the weights and all that its vectors depend on; other vectors are never mixed in.
    NAME = f"all-MiniLM-L6-v2/int8/{MAX_WORD_PIECES}"

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        """Load the model from `folder`; `threads` 0 takes one per physical core.

        One thread encodes a question as fast as several, which would hinder the search that
        follows; for a whole document more are worth it.

        Raises ModelMissing or ModelBroken.
        """
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                message = (
                    f"The embedding model's file {name} is missing in {folder}. "
                    "Install the package again."
                )
                raise ModelMissing(message)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 4
        # Threads that spin while they wait would take the cores from the search that follows.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Arenas keep the largest batch's memory for ever; without one, serving stays small.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare or private exception types
            message = f"The embedding model in {folder} is damaged. Install the package again."
            raise ModelBroken(message) from error
        # The official file pads every text to 128 word pieces, which costs most of the time.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_WORD_PIECES)

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Texts -> float32 array of shape (len(texts), 384), each row of length 1.

        Texts of similar length go through together, so that little is padded; `progress` is told
        how many texts each batch finished.
        """
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=True)
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for batch in _batches(encodings):
            vectors[batch] = self._run([encodings[position] for position in batch])
            if progress:
                progress(len(batch))
        return vectors

    def _run(self, encodings: list[Encoding]) -> Vectors:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        output = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return np.asarray(output, dtype=np.float32)


def _batches(encodings: list[Encoding]) -> Iterator[list[int]]:
    """Positions of the texts, longest first, cut so that a batch holds a bounded padded width."""
    order = sorted(range(len(encodings)), key=lambda position: -len(encodings[position].ids))
    start = 0
    while start < len(order):
        width = len(encodings[order[start]].ids)
        end = start + max(1, WORD_PIECES_PER_BATCH // width)
        yield order[start:end]
        start = end
