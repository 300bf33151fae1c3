"""Choose the stretch of a passage that is worth quoting."""

from collections.abc import Iterator

from index.hit import Hit
from index.lexical import words
from ingest.document import Kind, Span
from ingest.passage import Passage
from ingest.sentences import sentences

# An objective, a list of means or a table's row is a unit that staff cite whole.
WHOLE = frozenset({Kind.OBJECTIVE, Kind.MEANS, Kind.ROW})
WHOLE_CHARACTERS = 450
EXCERPT_CHARACTERS = 450
# A second item of a list is quoted when it shares as many of the question's words as the first.
MAX_ITEMS = 3


def excerpts(hit: Hit, question: str, language: str, text_language: str) -> list[str]:
    """The stretches of the hit's passage to quote, in reading order; none spans a line break.

    `language` is the question's, `text_language` the document's. A question in another language
    than the passage can't choose a sentence: it gets the whole.
    """
    passage = hit.passage
    if language != text_language and not passage.items:
        return list(lines(passage))
    if passage.items:
        return [passage.text[span.start : span.end] for span in _items(passage, hit, question)]
    if passage.kind in WHOLE or len(passage.text) <= WHOLE_CHARACTERS:
        return list(lines(passage))
    found = sentences(passage.text)
    best = min(hit.best_sentence, len(found) - 1)
    span = _widened(found, best, passage.text, set(words(question)))
    return [passage.text[span.start : span.end]]


def lines(passage: Passage) -> Iterator[str]:
    """The passage whole: its lines, since a list has one for its lead-in and one for each item."""
    return (line for line in passage.text.split("\n") if line)


def _items(passage: Passage, hit: Hit, question: str) -> list[Span]:
    """The list items that answer: those with most of the question's words, or the nearest one."""
    asked = set(words(question))
    spans = [Span(item.start - passage.start, item.end - passage.start) for item in passage.items]
    shared = [len(asked & set(words(passage.text[s.start : s.end]))) for s in spans]
    most = max(shared, default=0)
    chosen = [span for span, count in zip(spans, shared, strict=True) if most and count == most]
    if chosen and len(chosen) <= MAX_ITEMS:
        return chosen
    found = sentences(passage.text)
    nearest = found[min(hit.best_sentence, len(found) - 1)]
    return [next((s for s in spans if s.start <= nearest.start < s.end), nearest)]


def _widened(found: list[Span], best: int, text: str, asked: set[str]) -> Span:
    """The best sentence with the neighbour that shares more words, while it stays short."""
    neighbours = [n for n in (best - 1, best + 1) if 0 <= n < len(found)]
    neighbours.sort(key=lambda n: -len(asked & set(words(text[found[n].start : found[n].end]))))
    for neighbour in neighbours:
        start = min(found[best].start, found[neighbour].start)
        end = max(found[best].end, found[neighbour].end)
        shares = asked & set(words(text[found[neighbour].start : found[neighbour].end]))
        if shares and end - start <= EXCERPT_CHARACTERS:
            return Span(start, end)
    return found[best]
