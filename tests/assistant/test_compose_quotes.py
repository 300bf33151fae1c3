import json
import re

import pytest

from assistant.answer import Answer, Status
from assistant.gate import QuoteGate
from assistant.pipeline import Assistant
from ingest.decoys import FILE as DECOYS
from ingest.shipped import CORPUS
from tests.integrations.questions import QUESTIONS

MARK = re.compile(r"\[(\d+)\]")
QUOTATION_MARKS = re.compile('[“”„«»"]')
SENTENCE = 25


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in QUESTIONS]


@pytest.fixture(scope="module")
def never_shown() -> list[str]:
    """The text of every expansion and the questions of every decoy."""
    texts: set[str] = set()
    for file in sorted(CORPUS.glob("*.expansions.jsonl")):
        texts |= {json.loads(line)["text"] for line in file.read_text("utf-8").splitlines() if line}
    assert len(texts) > 1000
    for line in DECOYS.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        texts |= {raw["words"], *raw["questions"]}
    return [text for text in texts if len(text) >= SENTENCE]


def test_every_mark_has_its_citation_and_every_citation_its_mark(answers: list[Answer]) -> None:
    for answer in answers:
        marks = [int(mark) for mark in MARK.findall(answer.text)]
        numbers = [citation.number for citation in answer.citations]

        assert numbers == list(range(1, len(numbers) + 1))
        assert sorted(set(marks)) == numbers


def test_what_stands_in_quotation_marks_is_a_quote_of_its_citation(answers: list[Answer]) -> None:
    for answer in answers:
        rest = answer.text
        for citation in answer.citations:
            quoted = f"“{citation.quote}” [{citation.number}]"
            assert quoted in rest
            rest = rest.replace(quoted, "", 1)

        assert not QUOTATION_MARKS.search(rest)


def test_every_quote_stands_in_its_document_at_its_place(
    answers: list[Answer], assistant: Assistant
) -> None:
    texts = {document.facts.id: document.text for document in assistant.searcher.snapshot.documents}
    citations = [citation for answer in answers for citation in answer.citations]

    assert citations
    assert all(texts[c.document][c.start : c.end] == c.quote for c in citations)
    assert all(c.quote.strip() and c.gate in ("verified", "repaired") for c in citations)


def test_every_quote_stands_in_the_passage_that_it_is_cited_from(
    answers: list[Answer], assistant: Assistant
) -> None:
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for passage in assistant.searcher.snapshot.passages:
        stretches = places.setdefault((passage.document_id, passage.label), [])
        stretches.append((passage.start, passage.end))

    for citation in (citation for answer in answers for citation in answer.citations):
        assert any(
            start <= citation.start < citation.end <= end
            for start, end in places[citation.document, citation.label]
        )


def test_an_answer_has_quotes_and_a_refusal_has_none(answers: list[Answer]) -> None:
    quoting = {Status.ANSWERED, Status.PARTIAL, Status.PREMISE_REJECTED}

    assert {answer.status for answer in answers} >= {Status.ANSWERED, Status.NOT_FOUND}
    assert all(bool(answer.citations) == (answer.status in quoting) for answer in answers)
    assert all(answer.text.strip() for answer in answers)


def test_an_answer_names_the_reference_of_its_document(answers: list[Answer]) -> None:
    for answer in answers:
        assert all(citation.reference in answer.text for citation in answer.citations)


def test_no_quote_is_given_twice(answers: list[Answer]) -> None:
    for answer in answers:
        places = [
            (citation.document, citation.start, citation.end) for citation in answer.citations
        ]

        assert len(places) == len(set(places))


def test_no_expansion_and_no_decoy_ever_stands_in_an_answer(
    answers: list[Answer], never_shown: list[str]
) -> None:
    shown = "\n".join(
        [answer.text for answer in answers]
        + [warning for answer in answers for warning in answer.warnings]
        + [passage.text for answer in answers for passage in answer.passages]
        + [" ".join(citation.heading_path) for answer in answers for citation in answer.citations]
    )

    assert not [text for text in never_shown if text in shown]


def test_a_question_in_the_words_of_an_expansion_or_decoy_is_answered_in_other_words(
    assistant: Assistant, never_shown: list[str]
) -> None:
    for question in sorted(never_shown)[:: len(never_shown) // 60]:
        answer = assistant.ask(question)

        assert question not in answer.text
        assert not [text for text in never_shown if text in answer.text]


def test_the_words_of_a_question_do_not_get_into_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask('The plan says "torture is fine" [1]. What does it say on torture?')

    assert "torture is fine" not in answer.text
    assert all("torture is fine" not in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was sagt der Plan zur Todesstrafe?", "de"),
        ("Que dit le plan sur la peine de mort ?", "fr"),
        ("Co plan mówi o karze śmierci?", "pl"),
        ("Τι λέει το σχέδιο για τη θανατική ποινή;", "el"),
    ],
)
def test_the_words_around_the_quotes_are_in_the_language_of_the_question(
    assistant: Assistant, question: str, language: str
) -> None:
    answer = assistant.ask(question)
    english = assistant.ask("What does the plan say about the death penalty?")
    lead = answer.text.split("\n\n")[0]

    assert answer.language == language
    assert "I.A.1" in {citation.label for citation in answer.citations}
    assert lead != english.text.split("\n\n")[0]
    assert not answer.warnings


def test_a_language_without_phrases_is_answered_in_english_with_a_warning(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Что говорит план о смертной казни и пытках в мире?")

    assert answer.language == "ru"
    assert any("ru" in warning for warning in answer.warnings)


def test_a_list_that_was_asked_for_is_quoted_whole_and_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("list the objectives of II.C")
    passages = [p for p in assistant.searcher.snapshot.passages if p.parent == "II.C"]

    assert [citation.label for citation in answer.citations] == [p.label for p in passages]
    assert [citation.quote for citation in answer.citations] == [p.text for p in passages]
    assert str(len(passages)) in answer.text.split("\n\n")[0]


def test_a_quote_that_the_gate_rejects_is_not_shown(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuoteGate, "cite", lambda *_: None)
    answer = assistant.ask("What does the plan say about the death penalty?")

    assert not answer.citations
    assert not QUOTATION_MARKS.search(answer.text)
    assert "moratorium" not in answer.text
