"""The whole flow of a question, in order. Read this first.

Each step takes the state and returns what it adds to it. `Assistant.ask` runs the steps one after
the other; assistant/graph.py makes the same steps a LangGraph graph that keeps conversations.
"""

import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from assistant.answer import Answer, Citation, FoundPassage, Status, Timings
from assistant.answerability import Answerability
from assistant.chat_model import ChatModel, Deadline
from assistant.compose_quotes import Composition, QuotesComposer, missing_labels
from assistant.conversation import Turn
from assistant.errors import LabelMissing
from assistant.events import Delta, Listener, Step, nobody
from assistant.gate import QuoteGate
from assistant.phrases import phrases
from assistant.question import clean_question
from assistant.seal import is_sealed
from assistant.select import holds_all_words
from assistant.stand_alone import Shape, StandAlone, stand_alone
from assistant.sufficiency import Judgement, judge
from index.search import Searcher, SearchResult
from index.snapshot import IndexedDocument
from ingest.passage import Passage

if TYPE_CHECKING:
    from assistant.compose_model import ModelComposer

PASSAGES_SHOWN = 10
# "Everything on children" can want more passages than an answer shows beside its text.
HITS_CONSIDERED = 20
DEFAULT_CONTEXT_TOKENS = 6000
UNSEALED = (
    "A quotation could not be traced to a document; the answer was withheld. Ask again, and "
    "report it if it happens again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a surface asks: the message, the documents (all when empty), a language to answer in."""

    question: str
    documents: tuple[str, ...] = ()
    language: str | None = None
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What accompanies one question through the steps and is never stored."""

    listener: Listener
    started: float
    deadline: Deadline | None = None


class State(TypedDict, total=False):
    """What the steps know of one question, and the earlier turns of its conversation."""

    asked: Asked
    turns: list[Turn]
    question: StandAlone
    rewritten: bool
    result: SearchResult
    retrieved: float
    judgement: Judgement
    composition: Composition
    answer: Answer


NamedStep = tuple[str, str, Callable[[State, Context], State]]


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(
        self,
        searcher: Searcher,
        answerability: Answerability,
        model: ChatModel | None = None,
        context_tokens: int = DEFAULT_CONTEXT_TOKENS,
    ) -> None:
        """`searcher` finds the passages, `answerability` tells whether they answer.

        Without a `model` answers are composed from quotes; with one it may be given
        `context_tokens` to read.
        """
        snapshot = searcher.snapshot
        self.searcher = searcher
        gate = QuoteGate(self.documents)
        self.model = model
        self.answerability = answerability
        facts = {document.facts.id: document.facts for document in snapshot.documents}
        self._quotes = QuotesComposer(searcher.outlines, gate, facts)
        self._composer = None
        if model:
            self._composer = _model_composer(model, searcher, gate, self._quotes, context_tokens)

    @property
    def steps(self) -> Sequence[NamedStep]:
        """The steps of every question: name, what a user is told meanwhile, and what it does."""
        return (
            ("understand", "Reading the question", self._understand),
            ("retrieve", "Searching the documents", self._retrieve),
            ("judge", "Checking whether they answer it", self._judge),
            ("compose", "Composing the answer", self._compose),
            ("seal", "Checking every quotation", self._seal),
        )

    def ask(
        self,
        question: str,
        documents: Collection[str] = (),
        *,
        language: str | None = None,
        listener: Listener = nobody,
    ) -> Answer:
        """Answer one question from `documents` (ids; all when empty), in `language` if given.

        Raises QuestionUnusable when there is nothing in it to answer.
        """
        context = self.context(listener)
        state = State(asked=Asked(question, tuple(documents), language), turns=[])
        for name, text, step in self.steps:
            listener(Step(name, text))
            state = State(**{**state, **step(state, context)})
        return state["answer"]

    def context(self, listener: Listener) -> Context:
        """A fresh context: the time that the model may take runs from now."""
        deadline = Deadline(self.model.timeout_seconds) if self.model else None
        return Context(listener, time.perf_counter(), deadline)

    def _understand(self, state: State, context: Context) -> State:
        asked = state["asked"]
        cleaned = clean_question(asked.question)
        found = stand_alone(cleaned, state.get("turns") or [], self.model, context.deadline)
        return State(
            question=replace(found, language=asked.language or found.language),
            rewritten=found.question != cleaned,
        )

    def _retrieve(self, state: State, _: Context) -> State:
        question = state["question"]
        documents = state["asked"].documents or question.documents
        result = self.searcher.search(question.question, HITS_CONSIDERED, documents)
        if question.shape is Shape.LONGER:
            result = replace(result, broad=True)
        return State(result=result, retrieved=time.perf_counter())

    def _judge(self, state: State, _: Context) -> State:
        judgement = judge(state["question"].question, state["result"], self.answerability)
        if state["question"].shape is Shape.SHORTER:
            judgement = replace(judgement, hits=judgement.hits[:1])
        return State(judgement=judgement)

    def _compose(self, state: State, context: Context) -> State:
        question, result, judgement = state["question"], state["result"], state["judgement"]
        language = question.language or result.language
        # What the outline answers, what is refused and what is set right needs no model.
        written = judgement.status is Status.ANSWERED and not (judgement.reason or result.look_up)
        if self._composer and context.deadline and written:
            composition = self._composer.compose(
                question.question, result, judgement, language, context.deadline, context.listener
            )
        else:
            composition = self._quotes.compose(question.question, result, judgement, language)
            if is_sealed(composition.text, composition.citations):
                context.listener(Delta(composition.text))
        return State(composition=composition)

    def _seal(self, state: State, context: Context) -> State:
        asked, question, result = state["asked"], state["question"], state["result"]
        composition, status = state["composition"], state["judgement"].status
        if not is_sealed(composition.text, composition.citations):
            composition, status = Composition(UNSEALED), Status.ERROR
            context.listener(Delta(UNSEALED))
        now = time.perf_counter()
        return State(
            answer=Answer(
                id=secrets.token_hex(8),
                question=asked.question,
                status=status,
                language=question.language or result.language,
                text=composition.text,
                citations=composition.citations,
                passages=tuple(FoundPassage.of(hit) for hit in result.hits[:PASSAGES_SHOWN]),
                composer=composition.composer,
                model=composition.model,
                warnings=composition.warnings,
                timings_ms=Timings(
                    retrieve=_milliseconds(context.started, state["retrieved"]),
                    compose=_milliseconds(state["retrieved"], now),
                    total=_milliseconds(context.started, now),
                ),
                stand_alone_question=question.question if state["rewritten"] else None,
                conversation_id=asked.conversation_id,
            )
        )

    @property
    def documents(self) -> dict[str, IndexedDocument]:
        """The documents that can be asked, under their ids."""
        return {document.facts.id: document for document in self.searcher.snapshot.documents}

    @property
    def document_ids(self) -> list[str]:
        """The ids of the documents that can be asked."""
        return [document.facts.id for document in self.searcher.snapshot.documents]

    def search(self, query: str, limit: int, documents: Collection[str] = ()) -> list[FoundPassage]:
        """The passages nearest to a query, best first. Raises QuestionUnusable."""
        result = self.searcher.search(clean_question(query), limit, documents)
        return [FoundPassage.of(hit) for hit in result.hits[:limit]]

    def quotes_on(
        self, theme: str, document_id: str, most: int, first_number: int
    ) -> tuple[Citation, ...]:
        """The best quotes of one document on a theme, at most `most`; none when it has none."""
        result = self.searcher.search(theme, HITS_CONSIDERED, [document_id])
        judgement = judge(theme, result, self.answerability)
        hits = judgement.hits if judgement.status is Status.ANSWERED else ()
        # A passage with every word of a theme speaks of it, whatever it may answer.
        hits = hits or tuple(hit for hit in result.hits if holds_all_words(theme, hit))
        if not hits:
            return ()
        best = Judgement(Status.ANSWERED, hits[:most])
        composition = self._quotes.compose(theme, result, best, "en", first_number=first_number)
        return composition.citations[:most]

    def show(self, label: str, documents: Collection[str] = ()) -> list[Passage]:
        """The passage with a label, or a heading and all below it.

        Without `documents` the plan is meant where it has the label, else every document that has.
        Raises LabelMissing.
        """
        wanted, outlines = label.strip(), self.searcher.outlines
        having = outlines.with_label(wanted, documents)
        if not having:
            asked = next(iter(documents), outlines.main.document_id)
            facts = self.documents[asked].facts if asked in self.documents else None
            raise LabelMissing(missing_labels([wanted], outlines.of(asked), phrases("en"), facts))
        return [
            outline.passages[position]
            for outline in having
            for position in outline.with_everything_below(wanted)
        ]


def _model_composer(
    model: ChatModel, searcher: Searcher, gate: QuoteGate, quotes: QuotesComposer, tokens: int
) -> "ModelComposer":
    # Counting tokens takes a fifth of a second to set up; quotes need none of it.
    from assistant.compose_model import ModelComposer

    return ModelComposer(model, searcher.snapshot, gate, quotes, tokens)


def _milliseconds(start: float, end: float) -> float:
    return round(1000 * (end - start), 2)
