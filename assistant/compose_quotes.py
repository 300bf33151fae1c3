"""The composer without a model: one lead sentence in plain words, then the passages as quotes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Status
from assistant.asked_for import Thing
from assistant.excerpt import excerpts, lines
from assistant.gate import QuoteGate
from assistant.naming import headings_shown, passage_name, passages_named
from assistant.phrases import Phrases, phrases
from assistant.seal import quoted
from assistant.sufficiency import Judgement
from index.hit import Hit
from index.look_up import Ask, LookUp
from index.outline_map import OutlineMap
from index.search import SearchResult
from ingest.document import DocumentFacts, Kind
from ingest.passage import Passage

# What was asked for by its place is shown whole; what was found by its topic, where it matters.
SHOWN_WHOLE = frozenset(Ask) - {Ask.HOLDER, Ask.WITHIN}
DOCUMENT_LANGUAGE = "en"
NEAREST_SHOWN = 3


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
        self, outline: OutlineMap, gate: QuoteGate, searched: Sequence[DocumentFacts]
    ) -> None:
        """`outline` names the headings that passages stand under, `searched` the documents."""
        self._outline = outline
        self._gate = gate
        self._searched = searched

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
        if judgement.hits:
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
            return missing_labels(result.look_up.missing, self._outline, words)
        thing = words.say(f"thing_{judgement.thing or Thing.OTHER_DOCUMENT}")
        blocks = [words.say(judgement.reason, **({"thing": thing} if judgement.thing else {}))]
        if judgement.status is Status.OUT_OF_SCOPE:
            return blocks[0]
        titles = [f"{facts.title}, {facts.reference}" for facts in self._searched]
        blocks.append(words.say("searched", documents="; ".join(titles)))
        nearest = [hit.passage for hit in result.hits[:NEAREST_SHOWN]]
        if nearest:
            where = "; ".join(passage_name(p, words) + _place([p]) for p in nearest)
            blocks.append(words.say("nearest", where=where))
        return "\n\n".join(blocks)

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
            blocks = [words.say(judgement.reason, where=passages_named(passages, words))]
        else:
            blocks = [_lead(result.look_up, passages, self._outline, words)]
        if result.look_up and result.look_up.missing:
            blocks.append(missing_labels(result.look_up.missing, self._outline, words))
        whole = result.look_up is not None and result.look_up.ask in SHOWN_WHOLE
        citations: list[Citation] = []
        section: tuple[str, ...] = ()
        for hit in _grouped(hits):
            if len(hits) > 1 and hit.passage.heading_path != section:
                section = hit.passage.heading_path
                blocks.append(f"**{headings_shown(section)}**")
            for stretch in (
                list(lines(hit.passage)) if whole else excerpts(hit, question, result.language)
            ):
                number = first_number + len(citations)
                citation = self._gate.cite(number, hit.passage, stretch)
                if citation:
                    citations.append(citation)
                    blocks.append(f"> {quoted(citation)} — {citation.label}")
        if citations:
            blocks += sources_named(citations, words)
        return Composition("\n\n".join(blocks), tuple(citations))


def missing_labels(labels: Sequence[str], outline: OutlineMap, words: Phrases) -> str:
    """The words for labels that do not exist, and what exists in their place."""
    sentences = []
    for label in labels:
        sentences.append(words.say("missing_label", label=label))
        siblings = outline.siblings(label)
        if siblings:
            shown = siblings[0] if len(siblings) == 1 else f"{siblings[0]}–{siblings[-1]}"
            sentences.append(words.say("existing", labels=shown))
    return " ".join(sentences)


def _lead(
    look_up: LookUp | None, passages: list[Passage], outline: OutlineMap, words: Phrases
) -> str:
    """The sentence that says which line, which section, how many objectives."""
    where = passages_named(passages, words)
    if look_up is None or look_up.ask is Ask.WITHIN:
        if len(passages) > 1:
            return words.say("found_many", count=len(passages), where=where)
        return words.say("found_one", where=where + _place(passages))
    named = words.joined([passage_name(outline.first(x), words) for x in look_up.labels])
    objectives = sum(passage.kind is Kind.OBJECTIVE for passage in passages)
    match look_up.ask:
        case Ask.COUNT:
            return _count(passages, named, objectives, words)
        case Ask.AFTER | Ask.BEFORE:
            following = passage_name(passages[0], words)
            return words.say(look_up.ask, reference=look_up.labels[0], where=following)
        case Ask.COMPARE:
            return words.say("compared", where=where)
        case Ask.LIST | Ask.HOLDER if named and objectives:
            everything = sum(len(outline.objectives(label)) for label in look_up.labels)
            return _capital(words.say("objectives_in", where=named, count=everything))
        case _:
            return words.say("shown", where=where + _place(passages))


def _count(passages: list[Passage], named: str, objectives: int, words: Phrases) -> str:
    if objectives:
        if named:
            return _capital(words.say("objectives_in", where=named, count=objectives))
        return words.say("objectives_in_plan", count=objectives)
    if passages[0].kind is Kind.LIST:
        return words.say("lines_in_plan", count=len(passages[0].items))
    if named or "." in passages[0].label:
        return words.say("sections_in", where=named or passages[0].document_id, count=len(passages))
    return words.say("lines_in_plan", count=len(passages))


def _place(passages: list[Passage]) -> str:
    """Where passages stand that share a heading: " (I. Protecting ... › A. Protecting ...)"."""
    paths = {passage.heading_path for passage in passages}
    return f" ({headings_shown(passages[0].heading_path).rstrip('.')})" if len(paths) == 1 else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those of one section together, sections in the order of their best hit."""
    order = list(dict.fromkeys(hit.passage.parent for hit in hits))
    return sorted(hits, key=lambda hit: order.index(hit.passage.parent))


def sources_named(citations: Sequence[Citation], words: Phrases) -> list[str]:
    """The last blocks: the documents quoted, each once, and a word on their language if needed."""
    named = dict.fromkeys(f"{c.document_title}, {c.reference}" for c in citations)
    blocks = [words.say("source", documents="; ".join(named))]
    if words.language != DOCUMENT_LANGUAGE:
        blocks.append(words.say("quotes_in_english"))
    return blocks
