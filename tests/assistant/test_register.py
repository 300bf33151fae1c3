import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from assistant.phrases import phrases
from assistant.pipeline import Assistant
from assistant.register import COMMAND, guidelines_named, register_asked, register_shown
from assistant.seal import QUOTATION_MARKS
from ingest.expansions import LANGUAGES
from ingest.registry import Sure, entry_with, read_registry

TORTURE = "guidelines-torture"


def asked(question: str, language: str = "en") -> list[str] | None:
    """The ids of the entries that answer, None when the register is not asked."""
    found = register_asked(question, language)
    return [entry.id for entry in found.entries] if found else None


def unsure_numbers() -> list[str]:
    numbers = [
        (number, sure)
        for entry in read_registry()
        for number, sure in (
            (entry.number, entry.number_sure),
            *((version.number, version.number_sure) for version in entry.later),
        )
    ]
    return [number for number, sure in numbers if number and sure is not Sure.YES]


# What asks the register


@pytest.mark.parametrize(
    "question",
    [
        "which EU guidelines are there on torture?",
        "Which guidelines exist on torture?",
        "is there a guideline on torture",
        "Are there EU guidelines on torture?",
        "list the EU guidelines on torture",
        "What guidelines does the EU have on torture?",
    ],
)
def test_guidelines_on_a_topic_are_asked_for(question: str) -> None:
    assert asked(question) == [TORTURE]


@pytest.mark.parametrize(
    "question",
    [
        "Which EU guidelines are there?",
        "Which EU human rights guidelines exist?",
        "list the guidelines",
        "List all 13 EU human rights guidelines",
        "What are the EU human rights guidelines?",
        "Give me a list of the guidelines",
    ],
)
def test_all_guidelines_are_asked_for(question: str) -> None:
    assert asked(question) == [entry.id for entry in read_registry()]
    assert (found := register_asked(question, "en"))
    assert found.found


def test_several_topics_ask_for_several_entries() -> None:
    found = register_asked("Which guidelines are there on torture and the death penalty?", "en")

    assert found
    assert {entry.id for entry in found.entries} == {TORTURE, "guidelines-death-penalty"}
    assert found.phrase == "register_many"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Quelles lignes directrices de l'UE existe-t-il sur la torture ?"),
        ("de", "Welche EU-Leitlinien gibt es zu Folter?"),
        ("es", "¿Qué directrices de la UE hay sobre la tortura?"),
        ("it", "Quali orientamenti dell'UE esistono sulla tortura?"),
        ("pl", "Jakie wytyczne UE istnieją w sprawie tortur?"),
        ("nl", "Welke EU-richtsnoeren zijn er over foltering?"),
        ("el", "Ποιες κατευθυντήριες γραμμές της ΕΕ υπάρχουν για τα βασανιστήρια;"),
    ],
)
def test_the_register_is_asked_in_every_language(language: str, question: str) -> None:
    assert asked(question, language) == [TORTURE]


@pytest.mark.parametrize(
    "question",
    ["are there guidelines on fisheries?", "Which guidelines are there on cooking?",
     "Is there a guideline on gardens?"],
)  # fmt: skip
def test_a_topic_without_an_entry_is_not_found(question: str) -> None:
    found = register_asked(question, "en")

    assert found
    assert not found.found
    assert len(found.entries) == 13


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "Gibt es Leitlinien zur Fischerei?"),
        ("fr", "Y a-t-il des lignes directrices sur la pêche ?"),
        ("es", "¿Hay directrices sobre la pesca?"),
    ],
)
def test_a_topic_without_an_entry_is_not_answered_as_if_there_were_one(
    language: str, question: str
) -> None:
    found = register_asked(question, language)

    assert not (found and found.found)


@pytest.mark.parametrize(
    "question",
    [
        "how many guidelines are there?",
        "How many EU human rights guidelines does the plan count?",
        "what do the EU guidelines on torture say about visits?",
        "What does paragraph 12 of the guidelines on torture say?",
        "What does the plan say about torture?",
        "Do the guidelines on torture apply to prisons?",
        "torture",
        "",
    ],
)
def test_other_questions_do_not_ask_the_register(question: str) -> None:
    assert asked(question) is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("what do the EU guidelines on torture say about visits?", [TORTURE]),
        ("What do the guidelines say?", []),
        ("What does the plan say about torture?", []),
    ],
)
def test_a_question_names_guidelines_by_their_word_and_topic(
    question: str, named: list[str]
) -> None:
    assert [entry.id for entry in guidelines_named(question, "en")] == named


@given(st.text(max_size=80), st.sampled_from([*sorted(LANGUAGES), "zh"]))
def test_whatever_is_asked_is_read(question: str, language: str) -> None:
    found = register_asked(question, language)

    assert found is None or found.entries


# What it shows


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_all_entries_are_shown_in_every_language_without_quotation_marks(language: str) -> None:
    words = phrases(language)
    found = register_asked("list the EU guidelines", "en")
    assert found
    shown = register_shown(found, (), words)

    assert shown.count("\n- **") + shown.startswith("- **") == 13
    assert not QUOTATION_MARKS.search(shown)
    assert COMMAND in shown
    assert words.say("register_note") in shown


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_unconfirmed_numbers_are_never_shown(language: str) -> None:
    found = register_asked("list the EU guidelines", "en")
    assert found
    shown = register_shown(found, (), phrases(language))

    assert "12107/19" in shown
    assert "2009/C 303/06" in shown
    assert not [number for number in unsure_numbers() if number in shown]


def test_an_entry_is_shown_with_its_dates_number_and_objectives() -> None:
    found = register_asked("which guidelines are there on torture?", "en")
    assert found
    shown = register_shown(found, (), phrases("en"))

    assert "first adopted 2001-04-09; version of 2019-09-16; document 12107/19" in shown
    assert "objectives of the plan that it serves: I.A.2, I.D.5, I.E.2" in shown


def test_what_is_here_is_not_said_to_be_missing() -> None:
    found = register_asked("Which guidelines are there on torture and the death penalty?", "en")
    assert found
    none, one, both = (
        register_shown(found, here, phrases("en"))
        for here in ((), (TORTURE,), (TORTURE, "guidelines-death-penalty"))
    )
    last = one.split("\n\n")[-1]

    assert COMMAND in none
    assert "EU Guidelines on the death penalty" in last
    assert "torture" not in last
    assert COMMAND not in both


# Through the whole assistant


def entries_in(answer: Answer) -> list[str]:
    titles = re.findall(r"^- \*\*(.+?)\*\*", answer.text, re.MULTILINE)
    return [entry.id for entry in read_registry() if entry.title in titles]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "which EU guidelines are there on torture?"),
        ("fr", "Quelles lignes directrices de l'UE existe-t-il sur la torture ?"),
        ("de", "Welche EU-Leitlinien gibt es zu Folter?"),
        ("es", "¿Qué directrices de la UE hay sobre la tortura?"),
        ("nl", "Welke EU-richtsnoeren zijn er over foltering?"),
        ("el", "Ποιες κατευθυντήριες γραμμές της ΕΕ υπάρχουν για τα βασανιστήρια;"),
    ],
)
def test_the_register_answers_without_any_quotation(
    assistant: Assistant, language: str, question: str
) -> None:
    answer = assistant.ask(question)

    assert (answer.status, answer.language) == (Status.ANSWERED, language)
    assert entries_in(answer) == [TORTURE]
    assert answer.citations == ()
    assert not QUOTATION_MARKS.search(answer.text)
    assert "[1]" not in answer.text
    assert phrases(language).say("register_note") in answer.text


def test_the_whole_register_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Which EU human rights guidelines are there?")

    assert answer.status is Status.ANSWERED
    assert len(entries_in(answer)) == 13
    assert not [number for number in unsure_numbers() if number in answer.text]


def test_a_topic_without_guidelines_is_not_found_and_the_list_is_given(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("are there guidelines on fisheries?")

    assert answer.status is Status.NOT_FOUND
    assert len(entries_in(answer)) == 13
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "what do the EU guidelines on torture say about visits?",
        "What do the guidelines on torture say about visits to prisons?",
        "What does paragraph 12 of the EU guidelines on torture say?",
        "Was sagen die EU-Leitlinien zu Folter über Besuche?",
    ],
)
def test_the_text_of_a_guideline_that_is_not_here_is_said_to_be_missing(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    entry = entry_with(TORTURE)
    assert entry

    assert answer.status is Status.NOT_FOUND
    assert entry.short_title in answer.text
    assert COMMAND in answer.text
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "How many EU human rights guidelines are there?",
        "How many human rights guidelines does the EU have?",
    ],
)
def test_how_many_guidelines_there_are_is_quoted_from_the_plan(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.ANSWERED
    assert any(re.search(r"\b13\b|thirteen", citation.quote) for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["What does the plan say about the EU guidelines?", "Which role do the EU guidelines have?"],
)
def test_what_the_plan_says_about_guidelines_is_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.ANSWERED
    assert answer.citations
