"""Quality figures on a question set, for `aide eval`.

A question set is JSON Lines: {"id", "category", "question", "gold": [labels], "also": [labels],
"quotes": [one stretch of text for each gold label]}; `quotes` may be absent. A gold label that is
no passage's stands for everything whose label begins with it. See tests/evals/README.md.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Status
from assistant.pipeline import Assistant
from ingest.document import Span
from ingest.errors import IngestError
from ingest.folding import fold, fold_quote
from ingest.passage import Passage

COLUMNS = (
    "n", "hit@1", "hit@5", "recall@5", "recall@10", "charprec@5", "charrec@5",
    "refused", "quote_verbatim", "quote_prec", "quote_rec",
)  # fmt: skip
REFUSALS = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE})
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; `gold` is empty when the documents don't answer it."""

    id: str
    category: str
    text: str
    gold: tuple[str, ...]
    also: tuple[str, ...]
    quotes: tuple[str, ...]


class QuestionSetBroken(IngestError):
    """A line of a question set is not what it must be."""


def read_questions(file: Path) -> list[Question]:
    """Read a question set. Raises QuestionSetBroken with the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} can't be read ({error}). Give a UTF-8 file with a JSON object a line."
        raise QuestionSetBroken(message) from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            questions.append(
                Question(
                    str(raw["id"]),
                    str(raw["category"]),
                    str(raw["question"]),
                    tuple(raw["gold"]),
                    tuple(raw.get("also", ())),
                    tuple(raw.get("quotes", ())),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            message = f"{file}, line {number} is no question ({error}). Correct it."
            raise QuestionSetBroken(message) from error
    return questions


def evaluate_set(
    questions: Sequence[Question], assistant: Assistant
) -> dict[str, dict[str, float]]:
    """Ask every question and average the figures for each category and for `ALL` answerable."""
    rows: dict[str, list[dict[str, float]]] = {}
    for question in questions:
        figures = score(question, assistant.ask(question.text), assistant)
        rows.setdefault(question.category, []).append(figures)
        if question.gold:
            rows.setdefault("ALL", []).append(figures)
    return {category: _averages(figures) for category, figures in sorted(rows.items())}


def score(question: Question, answer: Answer, assistant: Assistant) -> dict[str, float]:
    """The figures of one answer. Places count in characters of the document text."""
    figures = {"refused": float(answer.status in REFUSALS)}
    document = assistant.searcher.snapshot.documents[0]
    if answer.citations:
        exact = [document.text[c.start : c.end] == c.quote for c in answer.citations]
        figures["quote_verbatim"] = sum(exact) / len(exact)
    if not question.gold:
        return figures
    gold = _gold_spans(question, assistant)
    welcome = [*gold, *(span for label in question.also for span in _spans(label, assistant))]
    found = [Span(passage.start, passage.end) for passage in answer.passages]
    ranks = [_rank(span, found) for span in gold]
    reached = [rank for rank in ranks if rank is not None]
    for limit in (1, 5):
        figures[f"hit@{limit}"] = float(any(rank < limit for rank in reached))
    for limit in (5, 10):
        figures[f"recall@{limit}"] = sum(rank < limit for rank in reached) / len(gold)
    first_five = found[:5]
    figures["charprec@5"] = _shared(first_five, welcome) / max(1, _length(first_five))
    figures["charrec@5"] = _shared(first_five, gold) / max(1, _length(gold))
    quotes = [Span(citation.start, citation.end) for citation in answer.citations]
    if quotes:
        figures["quote_prec"] = _mean(_shared([quote], welcome) > 0 for quote in quotes)
    figures["quote_rec"] = _mean(_shared(quotes, [span]) > 0 for span in gold)
    return figures


def _gold_spans(question: Question, assistant: Assistant) -> list[Span]:
    spans: list[Span] = []
    for position, label in enumerate(question.gold):
        passages = _passages(label, assistant)
        if [passage.label for passage in passages] == [label]:
            spans += _spans(label, assistant)
        elif position < len(question.quotes):
            spans += _located(question.quotes[position], assistant)
        else:
            spans += _spans(label, assistant)
    return spans


def _passages(label: str, assistant: Assistant) -> list[Passage]:
    return [
        passage
        for passage in assistant.searcher.snapshot.passages
        if passage.label == label or passage.label.startswith(label + ".")
    ]


def _spans(label: str, assistant: Assistant) -> list[Span]:
    return [Span(passage.start, passage.end) for passage in _passages(label, assistant)]


def _located(quote: str, assistant: Assistant) -> list[Span]:
    """Where a gold quote stands; sets made from another export may hold footnote marks."""
    text = assistant.searcher.snapshot.documents[0].text
    whole = Span(0, len(text))
    folded = fold(text)
    found = folded.find(fold_quote(quote), whole)
    if not found:
        for mark in range(1, 10):
            found = folded.find(fold_quote(quote.replace(f" {mark} ", " ")), whole)
            if found:
                break
    return found[:1]


def _rank(gold: Span, found: Sequence[Span]) -> int | None:
    """After how many results, counted from 0, half of a gold stretch has been shown."""
    for rank in range(len(found)):
        if _shared(found[: rank + 1], [gold]) >= HALF * (gold.end - gold.start):
            return rank
    return None


def _shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    pieces = [
        Span(max(a.start, b.start), min(a.end, b.end))
        for a in left
        for b in right
        if max(a.start, b.start) < min(a.end, b.end)
    ]
    return _length(pieces)


def _length(spans: Sequence[Span]) -> int:
    """The characters covered, overlaps counted once."""
    total, reached = 0, -1
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        start = max(span.start, reached)
        if span.end > start:
            total += span.end - start
            reached = span.end
    return total


def _mean(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _averages(rows: Sequence[dict[str, float]]) -> dict[str, Any]:
    averages: dict[str, Any] = {"n": float(len(rows))}
    for name in COLUMNS[1:]:
        values = [row[name] for row in rows if name in row]
        if values:
            averages[name] = round(sum(values) / len(values), 4)
    return averages
