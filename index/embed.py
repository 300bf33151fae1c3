"""Texts -> vectors, with the shipped model. The only module that imports onnxruntime, tokenizers.

The model is all-MiniLM-L6-v2 in int8; pooling and normalisation are part of its graph (see
index/model/README.md), so a dot product of two vectors is their cosine.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
        """Load the model from `folder`; `threads` batches run at a time, 0 for one on each core.

        A batch is run by one thread: several would hinder the search that follows a question, and
        for a whole document as many batches at a time are faster than several threads on each.

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
        options.intra_op_num_threads = 1
        self._threads = threads or _cores()
        options.log_severity_level = 4
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
        batches = list(_batches(encodings))
        for batch, encoded in zip(batches, self._encoded(encodings, batches), strict=True):
            vectors[batch] = encoded
            if progress:
                progress(len(batch))
        return vectors

    def _encoded(self, encodings: list[Encoding], batches: list[list[int]]) -> Iterator[Vectors]:
        parts = ([encodings[position] for position in batch] for batch in batches)
        if self._threads == 1 or len(batches) == 1:
            yield from map(self._run, parts)
        else:
            with ThreadPoolExecutor(self._threads) as threads:
                yield from threads.map(self._run, parts)

    def _run(self, encodings: list[Encoding]) -> Vectors:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        output = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return np.asarray(output, dtype=np.float32)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(encodings: list[Encoding]) -> Iterator[list[int]]:
    """Positions of the texts, longest first, cut so that a batch holds a bounded padded width."""
    order = sorted(range(len(encodings)), key=lambda position: -len(encodings[position].ids))
    start = 0
    while start < len(order):
        width = len(encodings[order[start]].ids)
        end = start + max(1, WORD_PIECES_PER_BATCH // width)
        yield order[start:end]
        start = end
