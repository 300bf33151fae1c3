"""The composer without a model: one lead sentence in plain words, then the passages as quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.excerpt import excerpts, lines
from assistant.gate import QuoteGate
from assistant.naming import counted, heading_name, joined, labels_named, name
from index.hit import Hit
from index.search import SearchResult
from index.structure import Ask, LookUp, Structure
from ingest.document import Kind
from ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer and the citations that its marks point to."""

    text: str
    citations: tuple[Citation, ...]


class QuotesComposer:
    """Writes answers from quotes alone."""

    def __init__(self, structure: Structure, gate: QuoteGate) -> None:
        """`structure` names the sections that passages stand in."""
        self._structure = structure
        self._gate = gate

    def compose(self, question: str, result: SearchResult, hits: Sequence[Hit]) -> Composition:
        """Quote `hits`, most relevant first, grouped by section when there are several."""
        lead = self._lead(result.look_up, [hit.passage for hit in hits])
        whole = result.look_up is not None and result.look_up.ask is not Ask.MEANS
        blocks = [lead]
        citations: list[Citation] = []
        section = ""
        for hit in _grouped(hits):
            here = self._section_line(hit.passage)
            if len(hits) > 1 and here != section:
                blocks.append(f"**{here}**")
                section = here
            # Looked-up passages are shown whole, found ones by the sentence that matters.
            stretches = list(lines(hit.passage)) if whole else excerpts(hit, question)
            for stretch in stretches:
                citation = self._gate.cite(len(citations) + 1, hit.passage, stretch)
                if citation:
                    citations.append(citation)
                    blocks.append(f"> “{citation.quote}” [{citation.number}] — {citation.label}")
        if citations:
            blocks.append(f"Source: {_sources(citations)}.")
        return Composition("\n\n".join(blocks), tuple(citations))

    def nearest(self, hits: Sequence[Hit]) -> str:
        """The nearest passages by name, for an answer that found nothing."""
        return joined([name(hit.passage) for hit in hits])

    def _section_line(self, passage: Passage) -> str:
        return " › ".join(passage.heading_path)

    def _lead(self, look_up: LookUp | None, passages: list[Passage]) -> str:
        if look_up is None:
            return self._found(passages)
        named = [self._named(label) for label in look_up.labels]
        objectives = sum(passage.kind is Kind.OBJECTIVE for passage in passages)
        match look_up.ask:
            case Ask.COUNT:
                return self._count(named, passages, objectives)
            case Ask.AFTER | Ask.BEFORE:
                verb = "comes" if look_up.ask is Ask.AFTER else "stands"
                return f"{look_up.ask.capitalize()} {look_up.labels[0]} {verb} {_named(passages[0])}."
            case Ask.ENDS:
                return f"These are {labels_named(passages)}."
            case Ask.COMPARE:
                return f"Side by side: {joined(named)}."
            case Ask.HOLDER:
                holder = self._named(passages[0].parent)
                return f"This is {holder}. It holds {counted(objectives, 'objective')}."
            case Ask.LIST if named and objectives:
                verb = "hold" if len(named) > 1 else "holds"
                return f"{_capital(joined(named))} {verb} {counted(objectives, 'objective')}."
            case _:
                return f"This is {labels_named(passages)}{self._place(passages)}."

    def _found(self, passages: list[Passage]) -> str:
        if len(passages) == 1:
            return f"The plan speaks to this in {name(passages[0])}{self._place(passages)}."
        return f"The plan speaks to this in {labels_named(passages)}."

    def _count(self, named: list[str], passages: list[Passage], objectives: int) -> str:
        if named:
            verb = "hold" if len(named) > 1 else "holds"
            return f"{_capital(joined(named))} {verb} {counted(objectives, 'objective')}."
        if objectives == len(passages):
            return f"The plan holds {counted(objectives, 'objective')}."
        word = "section" if "." in passages[0].label else "line"
        return f"The plan has {counted(len(passages), word)}."

    def _place(self, passages: list[Passage]) -> str:
        """Where one passage stands: ", in section I.A, ..., of line I, ..."."""
        places = {passage.parent for passage in passages}
        if len(places) != 1 or not passages[0].heading_path:
            return ""
        return f", under {' › '.join(passages[0].heading_path)}"

    def _named(self, label: str) -> str:
        return _named(self._structure.passage(self._structure.positions(label)[0]))


def _named(passage: Passage) -> str:
    return heading_name(passage) if passage.kind is Kind.HEADING else name(passage)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those of one section together, sections in the order of their best hit."""
    order = list(dict.fromkeys(hit.passage.parent for hit in hits))
    return sorted(hits, key=lambda hit: order.index(hit.passage.parent))


def _sources(citations: Sequence[Citation]) -> str:
    return joined(list(dict.fromkeys(f"{c.document_title}, {c.reference}" for c in citations)))
