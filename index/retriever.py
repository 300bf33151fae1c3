"""The search as a LangChain retriever, for any LangChain program.

retriever = PassageRetriever(searcher=searcher, k=5)
retriever.invoke("What does the plan say about the death penalty?")
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.hit import Hit
from index.search import Searcher


class PassageRetriever(BaseRetriever):
    """Gives passages best first, with their official label and their place as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 5
    documents: tuple[str, ...] = ()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the base class's signature
        **kwargs: Any,
    ) -> list[LangChainDocument]:
        k = int(kwargs.get("k", self.k))
        result = self.searcher.search(query, k, self.documents)
        return [to_langchain(hit) for hit in result.hits[:k]]


def to_langchain(hit: Hit) -> LangChainDocument:
    """A hit as a LangChain document; `start` and `end` count in the document text."""
    passage = hit.passage
    return LangChainDocument(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "document": passage.document_id,
            "label": passage.label,
            "heading_path": list(passage.heading_path),
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
        },
    )
