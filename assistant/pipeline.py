"""The whole flow of a question, in order. Read this first."""

import secrets
import time
from collections.abc import Collection

from assistant.answer import Answer, FoundPassage, Status, Timings
from assistant.compose_quotes import Composition, QuotesComposer
from assistant.errors import LabelMissing
from assistant.gate import QuoteGate
from assistant.question import clean_question
from assistant.select import relevant_hits
from assistant.sufficiency import Sufficiency, judge_sufficiency, missing_labels
from index.search import Searcher, SearchResult
from ingest.passage import Passage

PASSAGES_SHOWN = 10


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        """`searcher` finds the passages; everything else follows from its snapshot."""
        documents = {document.facts.id: document for document in searcher.snapshot.documents}
        self.searcher = searcher
        self._composer = QuotesComposer(searcher.structure, QuoteGate(documents))

    def ask(self, question: str, documents: Collection[str] = ()) -> Answer:
        """Answer one question from `documents` (ids; all when empty).

        Raises QuestionUnusable when there is nothing in it to answer.
        """
        started = time.perf_counter()
        cleaned = clean_question(question)
        result = self.searcher.search(cleaned, PASSAGES_SHOWN, documents)
        retrieved = time.perf_counter()
        judged = judge_sufficiency(result, self.searcher.structure)
        composition = self._compose(cleaned, result, judged)
        finished = time.perf_counter()
        return Answer(
            id=secrets.token_hex(8),
            question=question,
            status=judged.status,
            text=composition.text,
            citations=composition.citations,
            passages=tuple(FoundPassage.of(hit) for hit in result.hits[:PASSAGES_SHOWN]),
            timings_ms=Timings(
                retrieve=_milliseconds(started, retrieved),
                compose=_milliseconds(retrieved, finished),
                total=_milliseconds(started, finished),
            ),
        )

    @property
    def document_ids(self) -> list[str]:
        """The ids of the documents that can be asked."""
        return [document.facts.id for document in self.searcher.snapshot.documents]

    def search(
        self, query: str, limit: int, documents: Collection[str] = ()
    ) -> list[FoundPassage]:
        """The passages nearest to a query, best first. Raises QuestionUnusable."""
        result = self.searcher.search(clean_question(query), limit, documents)
        return [FoundPassage.of(hit) for hit in result.hits[:limit]]

    def show(self, label: str, documents: Collection[str] = ()) -> list[Passage]:
        """The passage with a label, or a heading and all below it. Raises LabelMissing."""
        structure = self.searcher.structure
        found = [
            passage
            for position in structure.with_everything_below(label.strip())
            for passage in [structure.passage(position)]
            if not documents or passage.document_id in documents
        ]
        if not found:
            raise LabelMissing(missing_labels((label.strip(),), structure))
        return found

    def _compose(self, question: str, result: SearchResult, judged: Sufficiency) -> Composition:
        if judged.status is Status.ANSWERED:
            return self._composer.compose(question, result, relevant_hits(result))
        return Composition(judged.explanation, ())


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 2)
