"""Does what was found answer what was asked? The status of the answer and the reason for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.answerability import Answerability, Asked, asked_of
from assistant.asked_for import Thing, things_asked_for
from assistant.premise import altered_quotation, denied_premise, is_instruction
from assistant.register import RegisterAsked, guidelines_named, register_asked
from assistant.select import holds_all_words, relevant_hits
from index.hit import Hit
from index.paragraph_numbers import paragraph_numbers
from index.search import SearchResult
from ingest.decoys import DecoyKind
from ingest.registry import RegistryEntry

# Chosen on tests/evals/training.jsonl (docs/ablation.md): a question that is less likely than this
# to be answered by the documents is refused. Other languages are known less well.
ANSWERED_FROM = 0.21
ANSWERED_FROM_ELSEWHERE = 0.3
# Nothing but its score tells of a passage without expansions whether it answers; chosen on the
# split "tune" of tests/evals/document_questions.jsonl.
BARE_FLOOR = 0.28
# A question of so few words is a topic; so much of it must stand with one passage.
BARE_TOPIC_WORDS, BARE_TOPIC_SHARE, BARE_TOPIC_SCORE = 3, 0.75, 0.8
KNOWN_SHARE, KNOWN_SCORE = 0.9, 0.95
# A question is about something else when a decoy is this much nearer than any passage.
DECOY_LEAD = 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status, the hits to quote, the phrase that says why, and the thing that is missing.

    `register` is what the register of guidelines answers; `guidelines` are those whose texts were
    asked for.
    """

    status: Status
    hits: tuple[Hit, ...] = ()
    reason: str = ""
    thing: Thing | None = None
    register: RegisterAsked | None = None
    guidelines: tuple[RegistryEntry, ...] = ()


def judge(question: str, result: SearchResult, answerability: Answerability) -> Judgement:
    """Decide the status of the answer to a cleaned question."""
    register = register_asked(question, result.language)
    if early := _without_passages(question, result, register):
        return early
    look_up = result.look_up
    hits = tuple(relevant_hits(result))
    if source := altered_quotation(question, result.hits):
        return Judgement(Status.ANSWERED, (source,), reason="quotation_differs")
    asked = asked_of(question, result)
    if look_up:
        # "Which unit leads on III.E.2?" names a passage and asks for what it does not give. What
        # can be counted in the outline is counted there.
        if set(asked.not_given) - {Thing.NUMBER}:
            return _refusal(result, asked)
        return Judgement(Status.PARTIAL if look_up.missing else Status.ANSWERED, hits)
    if denied_premise(question, result.language, hits):
        return Judgement(Status.PREMISE_REJECTED, hits, reason="premise_rejected")
    if hits and _is_answered(question, result, hits, asked, answerability):
        return Judgement(Status.ANSWERED, hits)
    if register:
        return Judgement(Status.NOT_FOUND, reason=register.phrase, register=register)
    return _refusal(result, asked)


def _without_passages(
    question: str, result: SearchResult, register: RegisterAsked | None
) -> Judgement | None:
    """The judgement of a question that no passage is needed for."""
    if is_instruction(question, result.language):
        return Judgement(Status.OUT_OF_SCOPE, reason="instruction")
    if register and register.found:
        return Judgement(Status.ANSWERED, reason=register.phrase, register=register)
    if guidelines := _texts_missing(question, result):
        thing = Thing.OTHER_DOCUMENT
        return Judgement(Status.NOT_FOUND, reason="not_given", thing=thing, guidelines=guidelines)
    if result.look_up and not result.look_up.positions:
        # A label that does not exist, or a place where nothing stands: "what comes after V.B.4".
        reason = "missing_label" if result.look_up.missing else "not_found"
        return Judgement(Status.NOT_FOUND, reason=reason)
    return None


def _texts_missing(question: str, result: SearchResult) -> tuple[RegistryEntry, ...]:
    """The guidelines whose wording a question asks for and whose texts are not here."""
    language = result.language
    if not (
        Thing.OTHER_DOCUMENT in things_asked_for(question, language)
        or paragraph_numbers(question, language)
    ):
        return ()
    named = guidelines_named(question, language)
    return tuple(entry for entry in named if entry.id not in result.documents)


def _is_answered(
    question: str,
    result: SearchResult,
    hits: Sequence[Hit],
    asked: Asked,
    answerability: Answerability,
) -> bool:
    """Whether the passages found are likely enough to give what the question asks for."""
    if result.topic != question and not asked.not_given and holds_all_words(result.topic, hits[0]):
        # A document is named, and a passage of it speaks of all that is asked.
        return True
    chance = answerability.chance(result, asked)
    if result.language != "en":
        # The model knows no other language; what is asked for and not given weighs more there.
        return chance >= ANSWERED_FROM_ELSEWHERE and not asked.not_given
    if not result.expanded and hits[0].score < BARE_FLOOR:
        return False
    return not _is_about_a_decoy(result) and (
        chance >= ANSWERED_FROM
        or _is_bare_topic(question, result, asked)
        or _is_surely_known(result, asked)
    )


def _is_bare_topic(question: str, result: SearchResult, asked: Asked) -> bool:
    """A word or two that a passage knows well, and no detail asked for: "sanctions", "ILO"."""
    return (
        len(question.split()) <= BARE_TOPIC_WORDS
        and not asked.not_given
        and result.signals.grams >= BARE_TOPIC_SHARE
        and bool(result.hits)
        and result.hits[0].score >= BARE_TOPIC_SCORE
    )


def _is_about_a_decoy(result: SearchResult) -> bool:
    """Whether a decoy is nearer than any passage, in likeness and in words."""
    signals = result.signals
    near = max(signals.vector, signals.answered, signals.unanswered)
    return signals.decoy_vector > near and signals.decoy_words > signals.grams


def _is_surely_known(result: SearchResult, asked: Asked) -> bool:
    """Whether nearly all of a question stands with a passage that surely is the one meant."""
    return (
        not asked.not_given
        and result.signals.grams >= KNOWN_SHARE
        and bool(result.hits)
        and result.hits[0].score >= KNOWN_SCORE
    )


def _refusal(result: SearchResult, asked: Asked) -> Judgement:
    """Out of scope, or on a topic of the documents that they say no more about."""
    signals = result.signals
    near = max(signals.vector, signals.answered, signals.unanswered)
    if signals.decoy_vector - near > DECOY_LEAD and not result.named:
        instruction = signals.decoy is DecoyKind.INSTRUCTION
        return Judgement(
            Status.OUT_OF_SCOPE, reason="instruction" if instruction else "out_of_scope"
        )
    if asked.not_given:
        return Judgement(Status.NOT_FOUND, reason="not_given", thing=asked.not_given[0])
    return Judgement(Status.NOT_FOUND, reason="not_found")
