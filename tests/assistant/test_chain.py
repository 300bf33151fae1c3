import asyncio

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.answer import Answer, Status
from assistant.chain import answer_chain
from assistant.errors import QuestionUnusable
from assistant.pipeline import Assistant

QUESTION = "What does the plan say about the death penalty?"


def test_the_chain_answers_as_the_assistant_does(assistant: Assistant) -> None:
    answer = answer_chain(assistant).invoke(QUESTION)

    assert isinstance(answer, Answer)
    assert answer.text == assistant.ask(QUESTION).text
    assert answer.citations == assistant.ask(QUESTION).citations


def test_the_chain_answers_a_batch_in_order(assistant: Assistant) -> None:
    answers = answer_chain(assistant).batch([QUESTION, "I.A.99", "torture prevention"])

    assert [answer.question for answer in answers] == [QUESTION, "I.A.99", "torture prevention"]
    assert answers[1].status is Status.NOT_FOUND


def test_the_chain_answers_asynchronously(assistant: Assistant) -> None:
    answer = asyncio.run(answer_chain(assistant).ainvoke(QUESTION))

    assert answer.citations[0].label == "I.A.1"


def test_the_chain_is_composed_with_others(assistant: Assistant) -> None:
    chain = answer_chain(assistant) | RunnableLambda(lambda answer: answer.citations[0].label)

    assert chain.invoke(QUESTION) == "I.A.1"


def test_a_question_that_can_not_be_answered_raises_through_the_chain(assistant: Assistant) -> None:
    with pytest.raises(QuestionUnusable):
        answer_chain(assistant).invoke("   ")


def test_one_bad_question_of_a_batch_can_be_returned_as_an_error(assistant: Assistant) -> None:
    bad, good = answer_chain(assistant).batch([" ", QUESTION], return_exceptions=True)

    assert isinstance(bad, QuestionUnusable)
    assert isinstance(good, Answer)
