"""Document -> passages, one for each stretch of the outline, within the token budget."""

from collections.abc import Callable, Iterator

from ingest.document import Document, OutlineNode, Span, page_at
from ingest.passage import Passage
from ingest.sentences import sentences

# What one can read at a glance and cite as one. The embedding model reads the first 256 word pieces
# of a passage and each of its sentences whole.
TOKEN_BUDGET = 384


def split(
    document: Document, count_tokens: Callable[[str], int], token_budget: int = TOKEN_BUDGET
) -> list[Passage]:
    """Cut the document into passages in reading order.

    A stretch over the budget is split at sentence ends and keeps its label; a single sentence
    over the budget stays whole, since half a sentence must never be quoted.
    """
    return [
        Passage(
            document_id=document.facts.id,
            label=node.label,
            kind=node.kind,
            heading_path=node.heading_path,
            parent=node.parent,
            start=span.start,
            end=span.end,
            text=document.text[span.start : span.end],
            part=part,
            title=node.title,
            level=node.level,
            items=tuple(
                item for item in node.items if span.start <= item.start and item.end <= span.end
            ),
            page=page_at(document.pages, span.start),
        )
        for node in document.outline
        for part, span in enumerate(_pieces(document, node, count_tokens, token_budget), start=1)
    ]


def _pieces(
    document: Document, node: OutlineNode, count_tokens: Callable[[str], int], token_budget: int
) -> Iterator[Span]:
    text = document.text[node.start : node.end]
    if count_tokens(text) <= token_budget:
        yield Span(node.start, node.end)
        return
    start = end = 0
    for sentence in sentences(text):
        if end > start and count_tokens(text[start : sentence.end]) > token_budget:
            yield Span(node.start + start, node.start + end)
            start = sentence.start
        end = sentence.end
    yield Span(node.start + start, node.end)
