"""The LangChain and Chroma quickstart that the bench compares with, as a newcomer would write it.

python quickstart.py build FOLDER
python quickstart.py ask FOLDER QUESTION...
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "ingest" / "corpus" / "action-plan-2020-2024.txt"
MODEL = ROOT / "index" / "model"
PASSAGES = 4


class OnnxEmbeddings(Embeddings):
    """The same model as ours, with the official tokenizer file as it is."""

    def __init__(self) -> None:
        self.session = onnxruntime.InferenceSession(str(MODEL / "model.onnx"))
        self.tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        encodings = self.tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([encoding.ids for encoding in encodings]),
            "attention_mask": np.array([encoding.attention_mask for encoding in encodings]),
        }
        vectors: list[list[float]] = self.session.run(None, inputs)[0].tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def build_store(folder: Path) -> None:
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_text(PLAN.read_text(encoding="utf-8"))
    Chroma.from_texts(chunks, OnnxEmbeddings(), persist_directory=str(folder))


def open_store(folder: Path) -> Chroma:
    return Chroma(embedding_function=OnnxEmbeddings(), persist_directory=str(folder))


def main() -> None:
    command, folder, *questions = sys.argv[1:]
    if command == "build":
        build_store(Path(folder))
        return
    store = open_store(Path(folder))
    for question in questions:
        for document in store.similarity_search(question, k=PASSAGES):
            sys.stdout.write(f"{document.page_content}\n\n")


if __name__ == "__main__":
    main()
