"""The assistant as a LangChain chain: question in, Answer out, to compose, trace or batch.

    chain = answer_chain(assistant)
    chain.invoke("What does the plan say about the death penalty?").text

The command line calls the assistant itself: importing LangChain takes longer than an answer.
"""

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer
from assistant.pipeline import Assistant


def answer_chain(assistant: Assistant) -> Runnable[str, Answer]:
    """A Runnable that answers one question; every quote in the answer has passed the gate."""
    return RunnableLambda(assistant.ask, name="aide-memoire")
