"""Does what was found answer what was asked? The status of the answer and the reason for it."""

from dataclasses import dataclass

from assistant.answer import Status
from assistant.asked_for import Thing, gives, things_asked_for
from assistant.premise import altered_quotation, denied_premise
from assistant.select import relevant_hits
from index.hit import Hit
from index.search import SearchResult
from ingest.decoys import DecoyKind

# Fitted with tests/evals/training.jsonl (docs/ablation.md): a question less likely than this to be
# about the documents is refused, and a best passage with a lower score is no answer.
IN_SCOPE_FROM = 0.3
ANSWERED_FROM = 0.08
# A thing that is asked for may stand in any of the best passages.
PASSAGES_READ = 5


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status, the hits to quote, the phrase that says why, and the thing that is missing."""

    status: Status
    hits: tuple[Hit, ...] = ()
    reason: str = ""
    thing: Thing | None = None


def judge(question: str, result: SearchResult) -> Judgement:
    """Decide the status of the answer to a cleaned question."""
    look_up = result.look_up
    if look_up and look_up.missing and not look_up.positions:
        return Judgement(Status.NOT_FOUND, reason="missing_label")
    hits = tuple(relevant_hits(question, result))
    if source := altered_quotation(question, result.hits):
        return Judgement(Status.ANSWERED, (source,), reason="quotation_differs")
    if look_up and look_up.positions:
        return Judgement(Status.PARTIAL if look_up.missing else Status.ANSWERED, hits)
    if result.in_scope < IN_SCOPE_FROM:
        instruction = result.decoy is DecoyKind.INSTRUCTION
        return Judgement(
            Status.OUT_OF_SCOPE, reason="instruction" if instruction else "out_of_scope"
        )
    if not hits or hits[0].score < ANSWERED_FROM:
        return Judgement(Status.NOT_FOUND, reason="not_found")
    thing = _thing_not_given(question, result)
    if thing:
        return Judgement(Status.NOT_FOUND, reason="not_given", thing=thing)
    if denied_premise(question, result.language, hits):
        return Judgement(Status.PREMISE_REJECTED, hits, reason="premise_rejected")
    return Judgement(Status.ANSWERED, hits)


def _thing_not_given(question: str, result: SearchResult) -> Thing | None:
    """What the question asks for and none of the best passages names."""
    texts = [hit.passage.text for hit in result.hits[:PASSAGES_READ]]
    asked = things_asked_for(question, result.language)
    return next((t for t in Thing if t in asked and not gives(t, question, texts)), None)
