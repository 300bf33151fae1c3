"""The composer with a language model: it writes around quotes and can make none.

The model sees passages under ids that mean nothing outside one question. Of its reply only those
sentences reach a reader whose quotations stand in a passage and whose words a passage supports;
labels, numbers, addresses and the quoted characters come from the documents. Each sentence is
checked as soon as it is complete, so what is streamed is what the answer says.
"""

import html
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Citation
from assistant.chat_model import ChatModel, Deadline, Failure, Message, ModelFailed
from assistant.compose_quotes import Composition, QuotesComposer, sources_named
from assistant.events import Delta, Listener
from assistant.excerpt import excerpts
from assistant.gate import QuoteGate
from assistant.grounding import Evidence, Grounding
from assistant.naming import passage_name
from assistant.phrases import phrases
from assistant.reply import Piece, ReplyReader, ReplySentence
from assistant.seal import is_sealed, quoted
from assistant.sufficiency import Judgement
from index.hit import Hit
from index.search import SearchResult
from index.snapshot import Snapshot
from ingest.tokens import count_tokens
from prompts import prompt

log = logging.getLogger(__name__)

# A quotation of fewer words may be a term that is set off; longer ones claim to be the text.
TERM_WORDS = 3
# Words in a row that the prompt and a sentence share: nobody says so many by chance.
PROMPT_RUN = 7
# Where a reference was taken out in front of a full stop.
SPACE_BEFORE = re.compile(r"\s+([.,;](?:\s|$))")

WHY_QUOTES = {
    Failure.TIMEOUT: "The language model did not answer in time",
    Failure.UNREACHABLE: "The language model could not be reached",
    Failure.REFUSED: "The language model refused the request; its settings need a look",
    Failure.RATE_LIMITED: "The language model is overloaded",
    Failure.CUT_OFF: "The language model's answer broke off",
    Failure.EMPTY: "The language model gave no answer",
    Failure.ENDLESS: "The language model did not come to an end",
    Failure.BROKEN: "The language model failed",
    Failure.UNSUPPORTED: "The language model wrote nothing that the passages support",
}
LEFT_OUT = {
    "quotation": "quotation that does not stand in the passages",
    "unquoted": "term whose quotation marks had no source",
    "content": "sentence that the passages do not support",
}


class ModelComposer:
    """Writes answers with one language model, and from quotes alone when it fails."""

    def __init__(
        self,
        model: ChatModel,
        snapshot: Snapshot,
        gate: QuoteGate,
        quotes: QuotesComposer,
        context_tokens: int,
    ) -> None:
        """`context_tokens` is how much the model may be given to read, prompt included."""
        self._model = model
        self._snapshot = snapshot
        self._gate = gate
        self._quotes = quotes
        self._context_tokens = context_tokens
        self._rows = {passage.id: row for row, passage in enumerate(snapshot.passages)}
        self._documents = {document.facts.id: document.facts for document in snapshot.documents}

    @property
    def model_name(self) -> str:
        """The model, as "provider:model"."""
        return self._model.name

    def compose(
        self,
        question: str,
        result: SearchResult,
        judgement: Judgement,
        language: str,
        deadline: Deadline,
        listener: Listener,
    ) -> Composition:
        """Write the answer; `listener` gets it piece by piece."""
        message, shown = self._task(question, judgement.hits, language)
        writer = _Writer(shown, self._rows, self._gate, self._snapshot, language, message.system)
        failure = None
        reply = self._model.stream(message, deadline)
        try:
            reader = ReplyReader()
            for piece in reply:
                for sentence in reader.feed(piece):
                    writer.add(sentence, listener)
            for sentence in reader.finish():
                writer.add(sentence, listener)
            if not writer.text:
                raise ModelFailed(Failure.UNSUPPORTED)
        except ModelFailed as error:
            failure = error.failure
        finally:
            reply.close()
        if failure:
            return self._from_quotes(
                failure, writer, question, result, judgement, language, listener
            )
        closing = self._closing(writer, language)
        listener(Delta(closing))
        return Composition(
            writer.text + closing,
            tuple(writer.citations),
            writer.warnings(),
            composer="model",
            model=self._model.name,
        )

    def _task(
        self, question: str, hits: Sequence[Hit], language: str
    ) -> tuple[Message, dict[str, Hit]]:
        """What the model is asked, and the hits it sees under their ids, as many as fit whole."""
        system = prompt("answer").fill(language=language)
        task = prompt("answer_task")
        left = self._context_tokens - count_tokens(system) - count_tokens(question + task.text)
        shown: dict[str, Hit] = {}
        blocks = []
        for hit in hits:
            identifier = f"P{len(shown) + 1}"
            block = _as_data(identifier, hit)
            left -= count_tokens(block)
            # The best passage goes in whatever it costs; without it there is nothing to ask.
            if left < 0 and shown:
                break
            shown[identifier] = hit
            blocks.append(block)
        asked = task.fill(passages="\n".join(blocks), question=html.escape(question, quote=False))
        return Message(system, asked), shown

    def _closing(self, writer: "_Writer", language: str) -> str:
        """Which passage each mark points to, the documents, and a word on their language."""
        words = phrases(language)
        cited = "; ".join(
            f"[{citation.number}] {passage_name(hit.passage, words, self._documents)}"
            for citation, hit in zip(writer.citations, writer.cited_hits, strict=True)
        )
        blocks = [cited, *sources_named(writer.citations, words)]
        return "".join(f"\n\n{block}" for block in blocks)

    def _from_quotes(
        self,
        failure: Failure,
        writer: "_Writer",
        question: str,
        result: SearchResult,
        judgement: Judgement,
        language: str,
        listener: Listener,
    ) -> Composition:
        """The answer without the model, behind what has already been said and checked."""
        log.warning("Composed from quotes: %s", failure.value)
        started = f"{writer.text}\n\n" if writer.text else ""
        rest = self._quotes.compose(
            question, result, judgement, language, first_number=len(writer.citations) + 1
        )
        listener(Delta(rest.text if not started else f"\n\n{rest.text}"))
        warning = f"{WHY_QUOTES[failure]}; this answer is composed from quotes."
        return replace(
            rest,
            text=started + rest.text,
            citations=(*writer.citations, *rest.citations),
            warnings=(warning, *writer.warnings(), *rest.warnings),
            model=self._model.name if started else None,
        )


class _Writer:
    """One answer while it is written: only what passes is added to it."""

    def __init__(
        self,
        shown: Mapping[str, Hit],
        rows: Mapping[str, int],
        gate: QuoteGate,
        snapshot: Snapshot,
        language: str,
        prompt_text: str,
    ) -> None:
        self.text = ""
        self.citations: list[Citation] = []
        self.cited_hits: list[Hit] = []
        self._shown = shown
        self._rows = rows
        self._gate = gate
        self._language = language
        self._grounding = Grounding(snapshot.grams, language)
        self._documents = {document.facts.id: document.facts for document in snapshot.documents}
        self._prompt_runs = _runs(prompt_text)
        self._left_out: Counter[str] = Counter()

    def add(self, sentence: ReplySentence, listener: Listener) -> None:
        """Check a sentence; if it passes, write it and tell the listener."""
        written = self._checked(sentence)
        if not written:
            return
        if not self.text:
            lead = "- " if sentence.bullet else ""
        elif sentence.bullet:
            lead = "\n- "
        else:
            lead = "\n\n" if sentence.new_block else " "
        self.text += lead + written
        listener(Delta(lead + written))

    def warnings(self) -> tuple[str, ...]:
        """What was left out of the model's reply."""
        return tuple(
            f"Left out of the model's reply, {count}×: {LEFT_OUT[kind]}."
            for kind, count in self._left_out.items()
        )

    def _checked(self, sentence: ReplySentence) -> str:
        """The sentence as readers see it; empty when it does not pass."""
        if sentence.unclosed:
            self._left_out["quotation"] += 1
            return ""
        named = [self._shown[i] for i in sentence.passage_ids if i in self._shown]
        quotes = {}
        for position, piece in enumerate(sentence.pieces):
            if not piece.quoted:
                continue
            found = self._find(piece, named)
            if found:
                quotes[position] = found
            elif len(piece.text.split()) > TERM_WORDS:
                self._left_out["quotation"] += 1
                return ""
            else:
                self._left_out["unquoted"] += 1
        prose = "".join(
            piece.text for position, piece in enumerate(sentence.pieces) if position not in quotes
        )
        resting_on = _unique([*(hit for hit, _ in quotes.values()), *named])
        if prose.strip() or not quotes:
            resting_on = resting_on or self._nearest(prose)
            if not self._supported(prose, resting_on, around_quotes=bool(quotes)):
                self._left_out["content"] += 1
                return ""
        return self._written(sentence, quotes, resting_on)

    def _supported(self, prose: str, hits: Sequence[Hit], *, around_quotes: bool) -> bool:
        if not hits or not _runs(prose).isdisjoint(self._prompt_runs):
            return False
        if not (around_quotes or self._grounding.has_content(prose)):
            return False
        return not self._grounding.problem(prose, self._evidence(hits), around_quotes=around_quotes)

    def _written(
        self,
        sentence: ReplySentence,
        quotes: Mapping[int, tuple[Hit, str]],
        resting_on: Sequence[Hit],
    ) -> str:
        """The sentence with the source's characters and marks; empty when nothing can be cited."""
        before = len(self.citations)
        parts = []
        for position, piece in enumerate(sentence.pieces):
            if position in quotes:
                hit, stretch = quotes[position]
                citation = self._cite(hit, stretch)
                parts.append(quoted(citation) if citation else "")
            else:
                parts.append(piece.text)
        marks = []
        quoted_from = {hit.passage.id for hit, _ in quotes.values()}
        for hit in resting_on:
            if hit.passage.id not in quoted_from:
                facts = self._documents[hit.passage.document_id]
                found = excerpts(hit, sentence.prose, self._language, facts.language)
                stretch = next(iter(found), "")
                citation = self._cite(hit, stretch)
                marks.append(f" [{citation.number}]" if citation else "")
        written = SPACE_BEFORE.sub(r"\1", "".join(parts).strip()) + "".join(marks)
        if not (quotes or "".join(marks)) or not is_sealed(written, self.citations):
            del self.citations[before:], self.cited_hits[before:]
            return ""
        return written

    def _find(self, piece: Piece, named: Sequence[Hit]) -> tuple[Hit, str] | None:
        """The passage that a quotation stands in: one of those named, else any that was shown."""
        for hit in _unique([*named, *self._shown.values()]):
            if self._gate.cite(0, hit.passage, piece.text):
                return hit, piece.text
        return None

    def _cite(self, hit: Hit, stretch: str) -> Citation | None:
        """A citation of the stretch; the one that there is when it has been cited before."""
        citation = self._gate.cite(len(self.citations) + 1, hit.passage, stretch)
        if citation is None:
            return None
        for earlier in self.citations:
            if replace(citation, number=earlier.number, gate=earlier.gate) == earlier:
                return earlier
        self.citations.append(citation)
        self.cited_hits.append(hit)
        return citation

    def _nearest(self, prose: str) -> list[Hit]:
        """The passage that knows most of the words of a sentence that names none."""
        hits = list(self._shown.values())
        shares = [self._grounding.known_share(prose, self._evidence([hit])) for hit in hits]
        return [hits[shares.index(max(shares))]] if hits else []

    def _evidence(self, hits: Sequence[Hit]) -> Evidence:
        return Evidence(
            tuple(hit.passage for hit in hits), tuple(self._rows[hit.passage.id] for hit in hits)
        )


def _as_data(identifier: str, hit: Hit) -> str:
    """A passage as the model sees it: its headings without their numbers, and its text."""
    headings = [heading.partition(". ")[2] or heading for heading in hit.passage.heading_path]
    under = html.escape(" › ".join(headings))
    text = html.escape(hit.passage.text, quote=False)
    return f'<passage id="{identifier}" under="{under}">\n{text}\n</passage>'


def _unique(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.passage.id: hit for hit in hits}.values())


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of PROMPT_RUN words."""
    words = text.casefold().split()
    return {tuple(words[i : i + PROMPT_RUN]) for i in range(len(words) - PROMPT_RUN + 1)}
