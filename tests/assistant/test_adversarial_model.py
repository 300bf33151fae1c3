"""Whatever a language model writes: no made-up quotation, label or address reaches a reader."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Status
from assistant.answerability import Answerability
from assistant.chat_model import connect
from assistant.events import Delta, Event
from assistant.graph import Conversations, in_sqlite
from assistant.pipeline import Assistant
from tests.assistant.adversarial import (
    ALL_PAIRS,
    MAIN,
    OTHER,
    TOPICS,
    Attack,
    Topic,
    attacks,
    faults,
    fill,
    shown_in,
)
from tests.openai_server import OpenAIServer, Reply, said

PROMPT_RUN = 7
TOPIC_IDS = [topic.name for topic in TOPICS]


class Liar:
    """The real assistant with a language model that says what a test wants."""

    def __init__(self, without_model: Assistant) -> None:
        self.attack = Attack("none", TOPICS[0], "")
        self.sent = ""
        self.prompt = ""
        self.server = OpenAIServer(self._reply)
        self._searcher = without_model.searcher

    def connect(self) -> None:
        self.assistant = Assistant(
            self._searcher, Answerability.shipped(), connect("openai:liar", 20.0)
        )

    def _reply(self, request: dict[str, Any]) -> Reply:
        system, user = (message["content"] for message in request["messages"])
        self.prompt = system
        shown = shown_in(user)
        self.sent = fill(self.attack.reply, shown, self.attack.topic, system)
        return said(self.sent, self.attack.size)

    @cached_property
    def numbers_of(self) -> dict[str, frozenset[str]]:
        """By id of a document, the numbers in its text, title and reference."""
        return {
            document.facts.id: frozenset(
                re.findall(
                    r"\d+",
                    f"{document.text} {document.facts.title} {document.facts.reference}",
                )
            )
            for document in self._searcher.snapshot.documents
        }

    @cached_property
    def text(self) -> str:
        """All that the documents say, without capitals."""
        return "\n".join(d.text for d in self._searcher.snapshot.documents).casefold()

    def ask(self, attack: Attack) -> Answer:
        """The answer to the attack's question, looked at from all sides."""
        return self.checked(attack, partial(self.assistant.ask, attack.topic.question))

    def checked(self, attack: Attack, ask: Callable[..., Answer]) -> Answer:
        self.attack = attack
        events: list[Event] = []
        answer = ask(listener=events.append)
        problems = self._problems(attack, answer, [e.text for e in events if isinstance(e, Delta)])

        assert not problems, f"{problems}\nreply: {self.sent!r}\nanswer: {answer.text!r}"
        return answer

    def _problems(self, attack: Attack, answer: Answer, deltas: list[str]) -> list[str]:
        found = [] if answer.status is not Status.ERROR else ["status is error"]
        if not answer.text.strip():
            found.append("no text")
        for citation in answer.citations:
            found += self._citation_problems(citation)
        if [citation.number for citation in answer.citations] != list(
            range(1, len(answer.citations) + 1)
        ):
            found.append("the citations are not numbered in order")
        if "".join(deltas) != answer.text:
            found.append("what was streamed is not the answer")
        prefix = ""
        for delta in deltas:
            prefix += delta
            found += [f"streamed: {fault}" for fault in self._faults(prefix, answer)]
        found += self._faults(answer.text, answer)
        said_there = re.sub(r"“[^”]*” \[\d+\]", "", answer.text).casefold()
        found += [f"forbidden: {f}" for f in attack.forbidden if f.casefold() in said_there]
        quoted = [c.quote.casefold() for c in answer.citations]
        found += [
            f"forbidden in a quote: {f}"
            for f in attack.forbidden
            for quote in quoted
            if f.casefold() in quote and f.casefold() not in self.text
        ]
        if runs(answer.text) & runs(self.prompt):
            found.append("words of the prompt")
        return list(dict.fromkeys(found))

    def _faults(self, text: str, answer: Answer) -> list[str]:
        counted = answer.composer == "quotes"
        return faults(text, answer.citations, self.numbers_of, counted=counted)

    def _citation_problems(self, citation: Citation) -> Iterator[str]:
        document = next(
            d for d in self._searcher.snapshot.documents if d.facts.id == citation.document
        )
        if document.text[citation.start : citation.end] != citation.quote:
            yield f"not in the document: {citation.quote}"
        if not any(
            p.start <= citation.start and citation.end <= p.end and p.label == citation.label
            for p in self._searcher.snapshot.passages
            if p.document_id == citation.document
        ):
            yield f"not under {citation.label}: {citation.quote}"


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + PROMPT_RUN]) for i in range(len(words) - PROMPT_RUN + 1)}


@pytest.fixture(scope="module")
def liar(assistant: Assistant) -> Iterator[Liar]:
    made = Liar(assistant)
    with pytest.MonkeyPatch.context() as patch, made.server.running():
        patch.setenv("OPENAI_API_KEY", "test")
        patch.setenv("OPENAI_BASE_URL", made.server.url)
        patch.setenv("LANGSMITH_TRACING", "false")
        made.connect()
        yield made


@pytest.mark.parametrize("attack", attacks(), ids=str)
def test_nothing_made_up_reaches_a_reader(attack: Attack, liar: Liar) -> None:
    answer = liar.ask(attack)

    assert answer.status is Status.ANSWERED


HONEST = (
    "The plan says “{quote}” [P_MAIN].",
    'The plan says <quote id="P_MAIN">{quote}</quote>.',
    "- „{quote}“ [P_MAIN]\n- «{quote}» [P_MAIN]",
)


@pytest.mark.parametrize("form", HONEST)
@pytest.mark.parametrize("topic", TOPICS, ids=TOPIC_IDS)
@pytest.mark.parametrize("size", [1, 7])
def test_a_true_quotation_reaches_the_reader(
    topic: Topic, form: str, size: int, liar: Liar
) -> None:
    attack = Attack("honest", topic, form.replace("{quote}", topic.quote), size=size)
    answer = liar.ask(attack)

    assert answer.composer == "model"
    assert [(c.quote, c.label) for c in answer.citations] == [(topic.quote, topic.label)]
    assert f"“{topic.quote}” [1]" in answer.text


@pytest.mark.parametrize("topic", TOPICS, ids=TOPIC_IDS)
@pytest.mark.parametrize("identifier", [OTHER, "P99", "I.F.9"])
def test_a_true_quotation_under_a_wrong_id_gets_the_right_label(
    topic: Topic, identifier: str, liar: Liar
) -> None:
    attack = Attack("wrong", topic, f'The plan says <quote id="{identifier}">{topic.quote}</quote>')
    answer = liar.ask(attack)

    assert answer.composer == "model"
    assert {c.label for c in answer.citations if c.quote == topic.quote} == {topic.label}


@pytest.mark.parametrize("topic", TOPICS, ids=TOPIC_IDS)
def test_of_a_true_and_a_made_up_quotation_the_true_one_is_shown(topic: Topic, liar: Liar) -> None:
    reply = f"The plan says “{topic.quote}” [{MAIN}]. The plan says “{topic.claim}” [{MAIN}]."
    answer = liar.ask(Attack("both", topic, reply))

    assert answer.composer == "model"
    assert [citation.quote for citation in answer.citations] == [topic.quote]
    assert topic.claim not in answer.text
    assert answer.warnings


@st.composite
def lies(draw: st.DrawFn) -> Attack:
    """A true quotation with one or two changes, in marks of any kind, in chunks of any size."""
    topic = draw(st.sampled_from(TOPICS))
    words = topic.quote.split()
    for _ in range(draw(st.integers(0, 2))):
        words = draw(st.sampled_from(CHANGES))(draw, words)
    opening, closing = draw(st.sampled_from(ALL_PAIRS))
    lead = draw(st.sampled_from(["The plan says ", "", "- ", "The plan says: ", "EU: ", "> "]))
    mark = draw(st.sampled_from(["", f" [{MAIN}]", " [P1, P2]", " [7]", f" ({OTHER})"]))
    ending = draw(st.sampled_from([".", "", "\n", "!", "\n\nThe plan says so."]))
    quotation = f"{opening}{' '.join(words)}{closing}"
    return Attack(
        "lie", topic, f"{lead}{quotation}{mark}{ending}", size=draw(st.sampled_from([1, 3, 40, 40]))
    )


Change = Callable[[st.DrawFn, list[str]], list[str]]


def swap(draw: st.DrawFn, words: list[str]) -> list[str]:
    place = draw(st.integers(0, len(words) - 2))
    return [*words[:place], words[place + 1], words[place], *words[place + 2 :]]


def drop(draw: st.DrawFn, words: list[str]) -> list[str]:
    place = draw(st.integers(0, len(words) - 1))
    return [*words[:place], *words[place + 1 :]]


def insert(draw: st.DrawFn, words: list[str]) -> list[str]:
    place = draw(st.integers(0, len(words)))
    more = st.sampled_from(
        "not never all 2031 2 rights abolition states and “ ” ' \" ’ > [1]".split()
    )
    return [*words[:place], draw(more), *words[place:]]


def letter(draw: st.DrawFn, words: list[str]) -> list[str]:
    place = draw(st.integers(0, len(words) - 1))
    within = draw(st.integers(0, len(words[place])))
    char = draw(st.sampled_from("aest7’\"'\u200b\u00ad-.;<&"))
    return [
        *words[:place],
        words[place][:within] + char + words[place][within:],
        *words[place + 1 :],
    ]


CHANGES: list[Change] = [swap, drop, insert, letter]


@settings(max_examples=100)
@given(attack=lies())
def test_a_changed_quotation_is_shown_as_the_source_has_it_or_not_at_all(
    attack: Attack, liar: Liar
) -> None:
    liar.ask(attack)


@settings(max_examples=50)
@given(
    reply=st.lists(
        st.sampled_from(
            "“ ” \" ' ’ ‘ « » „ < > <q> </q> <quote> </quote> &quot; &lt; &gt; [ ] ( ) [P1] [1] . "
            "\\ \n \n\n > ` ``` * | I.A.9 https://x.eu 2035 "
            "work towards abolition executions moratorium penalty the The death plan".split(" ")
        ),
        max_size=60,
    ),
    joint=st.sampled_from(["", " "]),
    size=st.sampled_from([1, 4, 30]),
)
def test_nothing_made_up_comes_out_of_a_heap_of_signs(
    reply: list[str], joint: str, size: int, liar: Liar
) -> None:
    liar.ask(Attack("heap", TOPICS[0], joint.join(reply), size=size))


CONVERSED = (
    "The plan says “{claim}” [P_MAIN].",
    'Under objective IX.Z.9, <quote id="P_MAIN">{claim}</quote>, see https://example.org.',
    "The plan says 'All states must {claim}' [P_MAIN].",
)


@pytest.mark.parametrize("form", CONVERSED)
def test_nothing_made_up_reaches_or_stays_in_a_conversation(
    form: str, liar: Liar, tmp_path: Path
) -> None:
    with in_sqlite(tmp_path / "conversations.sqlite") as kept:
        conversations = Conversations(liar.assistant, kept)
        for topic in TOPICS[:3]:
            attack = Attack("conversed", topic, form.replace("{claim}", topic.claim))
            liar.checked(attack, partial(conversations.ask, "c", topic.question))
        follow_up = replace(attack, reply=f"Is it “{TOPICS[0].claim}”? https://example.org")
        answer = liar.checked(follow_up, partial(conversations.ask, "c", "and for children?"))
        turns = conversations.turns("c")

    assert len(turns) == 4
    assert not faults(answer.text, answer.citations, liar.numbers_of)


@pytest.mark.parametrize(
    "text",
    [
        "The plan says “made up”.",
        "The plan says “{quote}”.",
        "The plan says “{quote}” [2].",
        "The plan says „{quote}“ [1].",
        "The plan says 'made up' [1].",
        "The plan says ‘made up’ [1].",
        "The plan says 《made up》 [1].",
        "The plan says ″made up″ [1].",
        "The plan says <q>made up</q> [1].",
        "The plan says &quot;made up&quot; [1].",
        "> made up [1]",
        "Under objective I.A.9 [1].",
        "Under Article 7 [1].",
        "Under section II [1].",
        "See https://example.org [1].",
        "See example.org [1].",
        "Write to desk@example [1].",
        "It was in 2035 [1].",
        "It was in ２０３５ [1].",
        "The plan says so [P1].",
        "The plan says so [7].",
        "[The plan](x) says so [1].",
        "The plan\u200b says so [1].",
    ],
)
def test_the_reader_of_these_tests_notices_what_is_wrong(text: str, liar: Liar) -> None:
    topic = TOPICS[0]
    answer = liar.ask(Attack("honest", topic, f"The plan says “{topic.quote}” [{MAIN}]."))
    wrong = text.replace("{quote}", topic.quote)

    assert not faults(answer.text, answer.citations, liar.numbers_of)
    assert faults(wrong, answer.citations, liar.numbers_of)
