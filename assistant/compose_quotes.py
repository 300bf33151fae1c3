"""The composer without a model: one lead sentence in plain words, then the passages as quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Status
from assistant.asked_for import Thing
from assistant.excerpt import excerpts, lines
from assistant.gate import QuoteGate
from assistant.naming import (
    PLAN,
    document_shown,
    headings_shown,
    is_of_plan,
    passage_name,
    passages_named,
    plain_name,
)
from assistant.phrases import Phrases, phrases
from assistant.register import register_shown, texts_missing
from assistant.seal import quoted
from assistant.sufficiency import Judgement
from index.hit import Hit
from index.look_up import Ask, LookUp
from index.outline_map import OutlineMap
from index.outlines import Outlines
from index.search import SearchResult
from ingest.document import DocumentFacts, Kind
from ingest.passage import Passage

# What was asked for by its place is shown whole; what was found by its topic, where it matters.
SHOWN_WHOLE = frozenset(Ask) - {Ask.HOLDER, Ask.WITHIN}
NEAREST_SHOWN = 3
DOCUMENTS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer and the citations that its marks point to."""

    text: str
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    composer: str = "quotes"
    model: str | None = None


class QuotesComposer:
    """Writes answers from quotes alone."""

    def __init__(
        self, outlines: Outlines, gate: QuoteGate, documents: Mapping[str, DocumentFacts]
    ) -> None:
        """`outlines` name the headings that passages stand under; `documents` by their ids."""
        self._outlines = outlines
        self._gate = gate
        self._documents = documents

    def compose(
        self,
        question: str,
        result: SearchResult,
        judgement: Judgement,
        language: str,
        *,
        first_number: int = 1,
    ) -> Composition:
        """Write the answer that `judgement` decided on around quotes, in `language`.

        The citations are numbered from `first_number`.
        """
        words = phrases(language)
        if judgement.register:
            composition = Composition(register_shown(judgement.register, self._documents, words))
        elif judgement.hits:
            composition = self._quoted(question, result, judgement, words, first_number)
        else:
            composition = Composition(self._refusal(result, judgement, words))
        if words.language == language:
            return composition
        warning = f"The language {language} is not supported; the answer is framed in English."
        return replace(composition, warnings=(warning,))

    def _refusal(self, result: SearchResult, judgement: Judgement, words: Phrases) -> str:
        """Why there is no answer, what was searched, and what is nearest."""
        if judgement.reason == "missing_label" and result.look_up:
            return self._missing(result.look_up, words)
        thing = words.say(f"thing_{judgement.thing or Thing.OTHER_DOCUMENT}")
        searched = [self._documents[name] for name in result.documents if name in self._documents]
        reason = judgement.reason
        if reason == "not_given" and not all(facts.kind == PLAN for facts in searched):
            reason = "documents_not_given"
        blocks = [words.say(reason, **({"thing": thing} if judgement.thing else {}))]
        if judgement.status is Status.OUT_OF_SCOPE:
            return blocks[0]
        if judgement.guidelines:
            blocks = [texts_missing(judgement.guidelines, words)]
        shown = [plain_name(f"{f.title}, {f.reference}") for f in searched[:DOCUMENTS_NAMED]]
        if len(searched) > DOCUMENTS_NAMED:
            shown.append(f"+ {len(searched) - DOCUMENTS_NAMED}")
        blocks.append(words.say("searched", documents="; ".join(shown)))
        nearest = [hit.passage for hit in result.hits[:NEAREST_SHOWN]]
        if nearest:
            where = "; ".join(
                passage_name(p, words, self._documents) + _place([p]) for p in nearest
            )
            blocks.append(words.say("nearest", where=where))
        return "\n\n".join(blocks)

    def _missing(self, look_up: LookUp, words: Phrases) -> str:
        outline = self._outlines.of(look_up.document)
        return missing_labels(
            look_up.missing, outline, words, self._documents.get(look_up.document)
        )

    def _quoted(
        self,
        question: str,
        result: SearchResult,
        judgement: Judgement,
        words: Phrases,
        first_number: int,
    ) -> Composition:
        """Quote the hits, most relevant first, grouped by section when there are several."""
        hits = judgement.hits
        passages = [hit.passage for hit in hits]
        if judgement.reason:
            name = judgement.reason
            if name == "premise_rejected" and not is_of_plan(passages[0], self._documents):
                name = "documents_premise_rejected"
            blocks = [words.say(name, where=passages_named(passages, words, self._documents))]
        else:
            blocks = [self._lead(result.look_up, passages, words)]
        if result.look_up and result.look_up.missing:
            blocks.append(self._missing(result.look_up, words))
        whole = result.look_up is not None and result.look_up.ask in SHOWN_WHOLE
        citations: list[Citation] = []
        section: tuple[str, ...] = ()
        several = len({passage.document_id for passage in passages}) > 1
        for hit in _grouped(hits):
            document = self._documents.get(hit.passage.document_id)
            headings = hit.passage.heading_path
            if several and document and headings != (document.short_title,):
                headings = (document.short_title, *headings)
            if len(hits) > 1 and headings != section:
                section = headings
                blocks.append(f"**{headings_shown(section)}**")
            text_language = document.language if document else "en"
            for stretch in (
                list(lines(hit.passage))
                if whole
                else excerpts(hit, question, result.language, text_language)
            ):
                number = first_number + len(citations)
                citation = self._gate.cite(number, hit.passage, stretch)
                if citation:
                    citations.append(citation)
                    page = f", p. {citation.page}" if citation.page else ""
                    blocks.append(f"> {quoted(citation)} — {plain_name(citation.label)}{page}")
        if citations:
            blocks += sources_named(citations, words)
        return Composition("\n\n".join(blocks), tuple(citations))

    def _lead(self, look_up: LookUp | None, passages: list[Passage], words: Phrases) -> str:
        """The sentence that says which line, which section, how many objectives."""
        where = passages_named(passages, words, self._documents)
        if look_up is None or look_up.ask is Ask.WITHIN:
            of_plan = all(is_of_plan(passage, self._documents) for passage in passages)
            name = "" if of_plan else "documents_"
            if len(passages) > 1:
                return words.say(f"{name}found_many", count=len(passages), where=where)
            return words.say(f"{name}found_one", where=where + _place(passages))
        outline = self._outlines.of(look_up.document)
        named = words.joined(
            [passage_name(outline.first(x), words, self._documents) for x in look_up.labels]
        )
        objectives = sum(passage.kind is Kind.OBJECTIVE for passage in passages)
        match look_up.ask:
            case Ask.COUNT:
                return self._count(look_up, passages, named, objectives, words)
            case Ask.AFTER | Ask.BEFORE:
                following = passage_name(passages[0], words, self._documents)
                return words.say(look_up.ask, reference=look_up.labels[0], where=following)
            case Ask.COMPARE:
                return words.say("compared", where=where)
            case Ask.LIST | Ask.HOLDER if named and objectives:
                everything = sum(len(outline.objectives(label)) for label in look_up.labels)
                return _capital(words.say("objectives_in", where=named, count=everything))
            case _:
                return words.say("shown", where=where + _place(passages))

    def _count(
        self, look_up: LookUp, passages: list[Passage], named: str, objectives: int, words: Phrases
    ) -> str:
        if objectives:
            if named:
                return _capital(words.say("objectives_in", where=named, count=objectives))
            return words.say("objectives_in_plan", count=objectives)
        document = self._documents.get(look_up.document)
        if document and document.kind != PLAN:
            title = plain_name(document.short_title)
            return words.say("sections_in", where=named or title, count=len(passages))
        if passages[0].kind is Kind.LIST:
            return words.say("lines_in_plan", count=len(passages[0].items))
        if named or "." in passages[0].label:
            return words.say(
                "sections_in", where=named or passages[0].document_id, count=len(passages)
            )
        return words.say("lines_in_plan", count=len(passages))


def missing_labels(
    labels: Sequence[str], outline: OutlineMap, words: Phrases, document: DocumentFacts | None
) -> str:
    """The words for labels that a document does not have, and what it has in their place."""
    sentences = []
    for label in labels:
        shown = plain_name(label)
        if document is None or document.kind == PLAN:
            sentences.append(words.say("missing_label", label=shown))
        else:
            title = plain_name(document.short_title)
            sentences.append(words.say("missing_label_in", label=shown, document=title))
        siblings = outline.siblings(label)
        if siblings:
            shown = siblings[0] if len(siblings) == 1 else f"{siblings[0]}–{siblings[-1]}"
            sentences.append(words.say("existing", labels=plain_name(shown)))
    return " ".join(sentences)


def _place(passages: list[Passage]) -> str:
    """Where passages stand that share a heading: " (I. Protecting ... › A. Protecting ...)"."""
    paths = {passage.heading_path for passage in passages}
    return f" ({headings_shown(passages[0].heading_path).rstrip('.')})" if len(paths) == 1 else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those of one section together, sections in the order of their best hit."""
    order = list(dict.fromkeys(_place_of(hit) for hit in hits))
    return sorted(hits, key=lambda hit: order.index(_place_of(hit)))


def _place_of(hit: Hit) -> tuple[str, str]:
    return hit.passage.document_id, hit.passage.parent


def sources_named(citations: Sequence[Citation], words: Phrases) -> list[str]:
    """The last blocks: the documents quoted, each once, and a word on their language if needed."""
    named = dict.fromkeys(
        document_shown(c.document_title, c.reference, c.document_kind, c.document_status, words)
        for c in citations
    )
    blocks = [words.say("source", documents="; ".join(named))]
    languages = {citation.document_language for citation in citations} - {words.language}
    if languages:
        english = languages == {"en"}
        blocks.append(words.say("quotes_in_english" if english else "quotes_in_original"))
    return blocks
