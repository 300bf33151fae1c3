import json

from assistant.answer import Answer, Citation, Status
from assistant.conversation import CitedPassage, Turn

CITATION = Citation(
    number=1,
    document="plan",
    document_title="Plan",
    reference="JOIN(2020) 5 final",
    label="I.A.1",
    heading_path=(),
    quote="the death penalty",
    start=0,
    end=17,
    page=None,
    gate="verified",
    url="/documents/plan#I.A.1",
    source_url="",
    document_digest="sha256:",
)
ANSWER = Answer(id="a1", question="Todesstrafe?", status=Status.ANSWERED, text="…", language="de")


def test_a_turn_keeps_the_question_the_language_and_what_was_cited() -> None:
    answer = Answer(
        id="a1",
        question="and torture?",
        status=Status.PARTIAL,
        text="…",
        citations=(CITATION,),
        stand_alone_question="torture?",
    )

    assert Turn.of(answer) == Turn(
        "and torture?",
        "torture?",
        "en",
        "a1",
        "partial",
        (CitedPassage(1, "plan", "I.A.1"),),
    )


def test_a_question_that_was_taken_as_it_is_stands_alone() -> None:
    assert Turn.of(ANSWER).stand_alone_question == "Todesstrafe?"


def test_a_turn_survives_being_stored_as_json() -> None:
    turn = Turn("q", "q alone", "fr", "a2", "answered", (CitedPassage(1, "plan", "II.C"),))

    assert Turn.from_json(json.loads(json.dumps(turn.to_json()))) == turn
    assert Turn.from_json(json.loads(json.dumps(Turn.of(ANSWER).to_json()))) == Turn.of(ANSWER)
