from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests

from index.retriever import PassageRetriever
from index.search import Searcher

QUESTION = "What does the plan say about the death penalty?"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
class TestPassageRetriever(RetrieversIntegrationTests):
    """What LangChain expects of any retriever."""

    searcher: Searcher

    @pytest.fixture(autouse=True)
    def over_the_plan(self, searcher: Searcher) -> None:
        self.searcher = searcher

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return PassageRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"searcher": self.searcher}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


def test_the_documents_are_the_hits_of_the_search_in_their_order(searcher: Searcher) -> None:
    found = PassageRetriever(searcher=searcher, k=4).invoke(QUESTION)
    hits = searcher.search(QUESTION, 4).hits

    assert [document.id for document in found] == [hit.passage.id for hit in hits]
    assert [document.page_content for document in found] == [hit.passage.text for hit in hits]


def test_a_document_tells_its_label_its_place_and_its_score(searcher: Searcher) -> None:
    (found,) = PassageRetriever(searcher=searcher, k=1).invoke(QUESTION)
    (hit,) = searcher.search(QUESTION, 1).hits

    assert found.metadata == {
        "document": "action-plan-2020-2024",
        "label": "I.A.1",
        "heading_path": list(hit.passage.heading_path),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": hit.score,
    }
    text = searcher.snapshot.document(found.metadata["document"]).text
    assert text[found.metadata["start"] : found.metadata["end"]] == found.page_content


@pytest.mark.parametrize("k", [1, 3, 20])
def test_a_list_that_was_asked_for_is_cut_at_k(searcher: Searcher, k: int) -> None:
    found = PassageRetriever(searcher=searcher, k=k).invoke("List the objectives of IV.B")

    assert len(found) == k


def test_five_documents_are_found_unless_told_otherwise(searcher: Searcher) -> None:
    assert len(PassageRetriever(searcher=searcher).invoke(QUESTION)) == 5


def test_only_the_named_documents_are_searched(searcher: Searcher) -> None:
    here = PassageRetriever(searcher=searcher, documents=("action-plan-2020-2024",))
    elsewhere = PassageRetriever(searcher=searcher, documents=("another",))

    assert here.invoke(QUESTION) == PassageRetriever(searcher=searcher).invoke(QUESTION)
    assert elsewhere.invoke(QUESTION) == []


def test_it_is_a_link_of_a_chain(searcher: Searcher) -> None:
    def label_of_first(documents: list[Document]) -> str:
        return str(documents[0].metadata["label"])

    chain = PassageRetriever(searcher=searcher) | RunnableLambda(label_of_first)

    assert chain.invoke(QUESTION) == "I.A.1"
    assert chain.batch([QUESTION, "I.A.2"]) == ["I.A.1", "I.A.2"]
