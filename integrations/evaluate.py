"""Quality figures on a question set, for `aide eval`.

A question set is JSON Lines: {"id", "category", "question", "gold": [labels], "also": [labels],
"quotes": [one stretch of text for each gold label]}; `quotes` may be absent. A gold label that is
no passage's stands for everything whose label begins with it. A label is the first document's; one
of another document is [document, label]. See tests/evals/README.md.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Status
from assistant.pipeline import Assistant
from ingest.document import Span
from ingest.errors import IngestError
from ingest.folding import fold, fold_quote
from ingest.passage import Passage

FIGURES = (
    "hit@1", "hit@5", "recall@5", "recall@10", "charprec@5", "charrec@5",
    "refused", "quote_verbatim", "quote_prec", "quote_rec",
)  # fmt: skip
REFUSALS = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE})
HALF = 0.5
RESAMPLES = 1000
CONFIDENCE = (2.5, 97.5)
ANSWERABLE, UNANSWERABLE = "all answerable", "all unanswerable"


# The id of a document and a label in it.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a set; `gold` is empty when the documents don't answer it.

    Labels come with the id of their document, empty for the first one.
    """

    id: str
    category: str
    language: str
    text: str
    gold: tuple[Place, ...]
    also: tuple[Place, ...]
    quotes: tuple[str, ...]


class QuestionSetBroken(IngestError):
    """A line of a question set is not what it must be."""


def read_questions(file: Path) -> list[Question]:
    """Read a question set. Raises QuestionSetBroken with the line."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
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
                    str(raw.get("lang", "en")),
                    str(raw["question"]),
                    tuple(_place(entry) for entry in raw["gold"]),
                    tuple(_place(entry) for entry in raw.get("also", ())),
                    tuple(raw.get("quotes", ())),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            message = f"{file}, line {number} is no question ({error}). Correct it."
            raise QuestionSetBroken(message) from error
    return questions


def _place(raw: str | list[str]) -> Place:
    """A place as a question set has it. Raises ValueError."""
    document, label = ("", raw) if isinstance(raw, str) else raw
    return document, label


@dataclass(frozen=True, slots=True)
class Scored:
    """The figures of one question; those that can't be told of it are absent."""

    id: str
    category: str
    language: str
    answerable: bool
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """An average and the ends of its bootstrap confidence interval of 95 %."""

    mean: float
    low: float
    high: float


def score_set(questions: Sequence[Question], assistant: Assistant) -> list[Scored]:
    """Ask every question and score its answer."""
    return [
        Scored(
            question.id,
            question.category,
            question.language,
            bool(question.gold),
            score(question, assistant.ask(question.text), assistant),
        )
        for question in questions
    ]


def groups(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The questions by category, by language other than English, and all (un)answerable ones."""
    found: dict[str, list[Scored]] = {}
    for entry in scored:
        found.setdefault(entry.category, []).append(entry)
        if entry.language != "en":
            found.setdefault(f"language {entry.language}", []).append(entry)
    found = dict(sorted(found.items(), key=lambda item: (item[0].startswith("language"), item[0])))
    found[ANSWERABLE] = [entry for entry in scored if entry.answerable]
    found[UNANSWERABLE] = [entry for entry in scored if not entry.answerable]
    return {name: entries for name, entries in found.items() if entries}


def figures_of(scored: Sequence[Scored]) -> dict[str, Figure]:
    """The averages over some questions, with their confidence intervals."""
    return {
        name: _figure(np.array(values))
        for name in FIGURES
        if (values := [entry.figures[name] for entry in scored if name in entry.figures])
    }


def differences(new: Sequence[Scored], old: Sequence[Scored]) -> dict[str, Figure]:
    """New minus old, over the questions that both runs hold, with paired intervals."""
    before = {entry.id: entry.figures for entry in old}
    found = {}
    for name in FIGURES:
        pairs = [
            entry.figures[name] - before[entry.id][name]
            for entry in new
            if name in entry.figures and name in before.get(entry.id, {})
        ]
        if pairs:
            found[name] = _figure(np.array(pairs))
    return found


def save_run(scored: Sequence[Scored], file: Path) -> None:
    """Write a run, one question a line, for a later comparison."""
    lines = (json.dumps(asdict(entry)) for entry in scored)
    try:
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        message = f"The run can't be kept in {file} ({error.strerror}). Name another file."
        raise QuestionSetBroken(message) from error


def read_run(file: Path) -> list[Scored]:
    """Read a run that `save_run` wrote. Raises QuestionSetBroken."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
        return [Scored(**json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        message = f"{file} is no saved run ({error}). Make one with: aide eval FILE --save RUN"
        raise QuestionSetBroken(message) from error


def _figure(values: NDArray[np.float64]) -> Figure:
    # A fixed seed: the same run gives the same interval.
    picks = np.random.default_rng(0).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), CONFIDENCE)
    return Figure(round(float(values.mean()), 4), round(float(low), 4), round(float(high), 4))


def score(question: Question, answer: Answer, assistant: Assistant) -> dict[str, float]:
    """The figures of one answer. Places count in characters of the texts laid end to end."""
    figures = {"refused": float(answer.status in REFUSALS)}
    texts = _Texts(assistant)
    if answer.citations:
        exact = [texts.text(c.document)[c.start : c.end] == c.quote for c in answer.citations]
        figures["quote_verbatim"] = sum(exact) / len(exact)
    if not question.gold:
        return figures
    gold = _gold_spans(question, texts)
    if not gold:
        labels = ", ".join(label for _, label in question.gold)
        message = f"Question {question.id}: no passage is {labels}. Correct it."
        raise QuestionSetBroken(message)
    welcome = [*gold, *(span for place in question.also for span in texts.spans(place))]
    found = [texts.span(p.document, p.start, p.end) for p in answer.passages]
    ranks = [_rank(span, found) for span in gold]
    reached = [rank for rank in ranks if rank is not None]
    for limit in (1, 5):
        figures[f"hit@{limit}"] = float(any(rank < limit for rank in reached))
    for limit in (5, 10):
        figures[f"recall@{limit}"] = sum(rank < limit for rank in reached) / len(gold)
    first_five = found[:5]
    figures["charprec@5"] = _shared(first_five, welcome) / max(1, _length(first_five))
    figures["charrec@5"] = _shared(first_five, gold) / max(1, _length(gold))
    quotes = [texts.span(c.document, c.start, c.end) for c in answer.citations]
    if quotes:
        figures["quote_prec"] = _mean(_shared([quote], welcome) > 0 for quote in quotes)
    figures["quote_rec"] = _mean(_shared(quotes, [span]) > 0 for span in gold)
    return figures


def _gold_spans(question: Question, texts: "_Texts") -> list[Span]:
    spans: list[Span] = []
    for position, place in enumerate(question.gold):
        exact = [passage.label for passage in texts.passages(place)] == [place[1]]
        quoted = position < len(question.quotes)
        located = texts.located(place[0], question.quotes[position]) if quoted else []
        # A quote tells the place better than a label that several stretches share.
        spans += located if quoted and not exact else texts.spans(place)
    return spans


class _Texts:
    """The texts of all documents laid end to end, so that a place is one pair of numbers."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._first = assistant.document_ids[0]
        self._begins: dict[str, int] = {}
        length = 0
        for document_id, document in assistant.documents.items():
            self._begins[document_id] = length
            length += len(document.text)

    def text(self, document: str) -> str:
        return self._assistant.documents[document or self._first].text

    def span(self, document: str, start: int, end: int) -> Span:
        begin = self._begins[document or self._first]
        return Span(begin + start, begin + end)

    def passages(self, place: Place) -> list[Passage]:
        document, label = place[0] or self._first, place[1]
        return [
            passage
            for passage in self._assistant.searcher.snapshot.passages
            if passage.document_id == document
            and (passage.label == label or passage.label.startswith(label + "."))
        ]

    def spans(self, place: Place) -> list[Span]:
        return [self.span(p.document_id, p.start, p.end) for p in self.passages(place)]

    def located(self, document: str, quote: str) -> list[Span]:
        """Where a gold quote stands; sets made from another export may hold footnote marks."""
        text = self.text(document)
        whole = Span(0, len(text))
        folded = fold(text)
        found = folded.find(fold_quote(quote), whole)
        if not found:
            for mark in range(1, 10):
                found = folded.find(fold_quote(quote.replace(f" {mark} ", " ")), whole)
                if found:
                    break
        return [self.span(document, place.start, place.end) for place in found[:1]]


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
