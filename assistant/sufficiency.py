"""Does what was found answer what was asked? If not: say what was searched and what is nearest."""

from dataclasses import dataclass

from assistant.answer import Status
from assistant.naming import joined, name
from index.search import SearchResult
from index.structure import Structure

# Below this chance even the best passage is not about the question.
ANSWERED_FROM = 0.04
NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """The status of the answer and, when it is none, the words that say so."""

    status: Status
    explanation: str = ""


def judge_sufficiency(result: SearchResult, structure: Structure) -> Sufficiency:
    """Decide the status from the hits and from labels that do not exist."""
    look_up = result.look_up
    if look_up and look_up.missing and not look_up.positions:
        return Sufficiency(Status.NOT_FOUND, missing_labels(look_up.missing, structure))
    if not result.hits or result.hits[0].score < ANSWERED_FROM:
        nearest = joined([name(hit.passage) for hit in result.hits[:NEAREST_SHOWN]])
        return Sufficiency(
            Status.NOT_FOUND,
            "Nothing in the documents searched answers this."
            + (f" Nearest, but not an answer: {nearest}." if nearest else ""),
        )
    return Sufficiency(Status.ANSWERED)


def missing_labels(labels: tuple[str, ...], structure: Structure) -> str:
    """The words for labels that do not exist, and what exists in their place."""
    sentences = [f"There is no {joined(labels)} in the plan."]
    for label in labels:
        siblings = structure.siblings(label)
        if siblings:
            stem = siblings[0].rpartition(".")[0]
            where = f"Under {stem} there are" if stem else "There are lines"
            sentences.append(f"{where} {siblings[0]} to {siblings[-1]}.")
    return " ".join(sentences)
