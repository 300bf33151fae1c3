"""The whole flow of a question, in order. Read this first."""

import secrets
import time
from collections.abc import Collection

from assistant.answer import Answer, FoundPassage, Timings
from assistant.answerability import Answerability
from assistant.compose_quotes import QuotesComposer, missing_labels
from assistant.errors import LabelMissing
from assistant.gate import QuoteGate
from assistant.phrases import phrases
from assistant.question import clean_question
from assistant.sufficiency import judge
from index.search import Searcher
from ingest.passage import Passage

PASSAGES_SHOWN = 10
# "Everything on children" can want more passages than an answer shows beside its text.
HITS_CONSIDERED = 20


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(self, searcher: Searcher, answerability: Answerability) -> None:
        """`searcher` finds the passages, `answerability` tells whether they answer."""
        documents = {document.facts.id: document for document in searcher.snapshot.documents}
        self.searcher = searcher
        self._answerability = answerability
        self._composer = QuotesComposer(
            searcher.outline, QuoteGate(documents), [d.facts for d in documents.values()]
        )

    def ask(self, question: str, documents: Collection[str] = ()) -> Answer:
        """Answer one question from `documents` (ids; all when empty).

        Raises QuestionUnusable when there is nothing in it to answer.
        """
        started = time.perf_counter()
        cleaned = clean_question(question)
        result = self.searcher.search(cleaned, HITS_CONSIDERED, documents)
        retrieved = time.perf_counter()
        judgement = judge(cleaned, result, self._answerability)
        composition = self._composer.compose(cleaned, result, judgement)
        finished = time.perf_counter()
        return Answer(
            id=secrets.token_hex(8),
            question=question,
            status=judgement.status,
            language=result.language,
            text=composition.text,
            citations=composition.citations,
            passages=tuple(FoundPassage.of(hit) for hit in result.hits[:PASSAGES_SHOWN]),
            warnings=composition.warnings,
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

    def search(self, query: str, limit: int, documents: Collection[str] = ()) -> list[FoundPassage]:
        """The passages nearest to a query, best first. Raises QuestionUnusable."""
        result = self.searcher.search(clean_question(query), limit, documents)
        return [FoundPassage.of(hit) for hit in result.hits[:limit]]

    def show(self, label: str, documents: Collection[str] = ()) -> list[Passage]:
        """The passage with a label, or a heading and all below it. Raises LabelMissing."""
        outline = self.searcher.outline
        found = [outline.passages[p] for p in outline.with_everything_below(label.strip())]
        found = [p for p in found if not documents or p.document_id in documents]
        if not found:
            raise LabelMissing(missing_labels([label.strip()], outline, phrases("en")))
        return found


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 2)
