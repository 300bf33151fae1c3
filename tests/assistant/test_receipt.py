import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from assistant.errors import ReceiptUnusable
from assistant.pipeline import Assistant
from assistant.receipt import CITATION_FIELDS, PROMPTS, make_receipt, verify
from index.snapshot import IndexedDocument
from ingest.passage import Passage
from prompts import prompt

PLAN = "action-plan-2020-2024"
GIVEN_AT = "2026-03-01T12:00:00+00:00"
QUESTION = "What does the plan say about the death penalty?"
STANDS = "the quotation stands in the text, character for character."

Json = dict[str, Any]


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


@pytest.fixture(scope="module")
def documents(assistant: Assistant) -> Mapping[str, IndexedDocument]:
    return assistant.documents


@pytest.fixture(scope="module")
def passages(assistant: Assistant) -> tuple[Passage, ...]:
    return assistant.searcher.snapshot.passages


@pytest.fixture
def receipt(answer: Answer, documents: Mapping[str, IndexedDocument]) -> Json:
    return make_receipt(answer, GIVEN_AT, documents)


@pytest.fixture
def bare(answer: Answer) -> Json:
    """The answer as `aide ask --json` writes it."""
    raw: Json = json.loads(json.dumps(answer.to_json()))
    return raw


@pytest.fixture
def wrong(
    documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> Callable[[Json], list[str]]:
    """What the check of a receipt or an answer finds wrong, by the shipped plan."""

    def check(raw: Json) -> list[str]:
        return [finding.text for finding in verify(raw, documents, passages) if not finding.good]

    return check


def edited(document: IndexedDocument, old: str, new: str) -> IndexedDocument:
    """Another edition of a document, with a digest of its own."""
    assert old in document.text
    return replace(document, text=document.text.replace(old, new), digest="sha256:another")


def test_a_receipt_verifies(
    receipt: Json, documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    whole, sealed, *quotations = verify(receipt, documents, passages)

    assert (whole.good, whole.text) == (True, "The receipt is as it was written.")
    assert sealed.good
    assert len(quotations) == len(receipt["answer"]["citations"]) > 0
    assert all(finding.good and finding.text.endswith(STANDS) for finding in quotations)
    assert quotations[0].text.startswith(f"[1] {PLAN} I.A.1: ")


def test_a_receipt_verifies_after_it_was_a_file(
    receipt: Json, wrong: Callable[[Json], list[str]]
) -> None:
    stored = json.loads(json.dumps(receipt, indent=2, sort_keys=True))

    assert stored == receipt
    assert wrong(stored) == []


def test_a_receipt_tells_the_answer_the_time_and_the_documents_searched(
    receipt: Json, answer: Answer, documents: Mapping[str, IndexedDocument]
) -> None:
    plan = documents[PLAN]

    assert receipt["answer"]["id"] == answer.id
    assert receipt["given_at"] == GIVEN_AT
    assert receipt["documents"] == [
        {"id": PLAN, "reference": "JOIN(2020) 5 final", "digest": plan.digest}
    ]


def test_only_an_answer_of_a_model_has_the_digests_of_the_prompts(
    answer: Answer, documents: Mapping[str, IndexedDocument]
) -> None:
    without = make_receipt(answer, GIVEN_AT, documents)
    with_model = make_receipt(replace(answer, model="openai:test"), GIVEN_AT, documents)

    assert without["prompts"] == {}
    assert with_model["prompts"] == {name: prompt(name).digest for name in PROMPTS}


@pytest.mark.parametrize("name", ["receipt", "given_at", "answer", "documents", "prompts"])
def test_every_part_of_a_receipt_is_under_its_digest(
    receipt: Json,
    documents: Mapping[str, IndexedDocument],
    passages: tuple[Passage, ...],
    name: str,
) -> None:
    if name == "answer":
        receipt["answer"]["question"] += " "
    else:
        receipt[name] = "another"
    first = verify(receipt, documents, passages)[0]

    assert not first.good
    assert "has been changed" in first.text


@pytest.mark.parametrize("digest", ["sha256:0", None, 7])
def test_a_digest_that_is_another_or_none_is_found(
    receipt: Json, wrong: Callable[[Json], list[str]], digest: object
) -> None:
    receipt["digest"] = digest

    assert len(wrong(receipt)) == 1
    assert "has been changed" in wrong(receipt)[0]


def test_a_receipt_without_its_digest_is_not_as_it_was_written(
    receipt: Json, wrong: Callable[[Json], list[str]]
) -> None:
    del receipt["digest"]

    assert len(wrong(receipt)) == 1


def test_a_quotation_put_into_the_text_is_found(
    receipt: Json, wrong: Callable[[Json], list[str]]
) -> None:
    receipt["answer"]["text"] += "\n\n“The death penalty is abolished.” [1]"

    assert [text.split(" ")[0] for text in wrong(receipt)] == ["The", "What"]


def test_a_quotation_changed_in_the_text_alone_is_found_in_a_bare_answer(
    bare: Json, wrong: Callable[[Json], list[str]]
) -> None:
    bare["text"] = bare["text"].replace("worldwide abolition", "swift abolition")

    assert wrong(bare) == ["What stands in quotation marks is not always one of its citations."]


def test_a_quotation_changed_in_text_and_citation_is_found(
    bare: Json, wrong: Callable[[Json], list[str]]
) -> None:
    raw = json.loads(json.dumps(bare).replace("worldwide abolition", "swifter X abolition"))

    assert wrong(raw) == [f"[1] {PLAN} I.A.1: the quotation does not stand where the receipt says."]


@pytest.mark.parametrize(
    ("field", "value"),
    [("start", 0), ("end", 10**9), ("start", -3), ("end", 10**30), ("quote", "")],
)
def test_a_place_or_quote_that_is_another_is_found(
    bare: Json, wrong: Callable[[Json], list[str]], field: str, value: object
) -> None:
    bare["citations"][0][field] = value

    assert f"[1] {PLAN} I.A.1: the quotation does not stand where the receipt says." in wrong(bare)


def test_places_moved_together_are_found(bare: Json, wrong: Callable[[Json], list[str]]) -> None:
    bare["citations"][0]["start"] += 1
    bare["citations"][0]["end"] += 1

    assert len(wrong(bare)) == 1


@pytest.mark.parametrize("label", ["I.A.2", "I.A", ""])
def test_a_quotation_under_another_label_is_found(
    bare: Json, wrong: Callable[[Json], list[str]], label: str
) -> None:
    bare["citations"][0]["label"] = label

    assert wrong(bare) == [
        f"[1] {PLAN} {label}: the quotation stands in the text under another label."
    ]


def test_a_bare_answer_verifies(
    bare: Json, documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    sealed, *quotations = verify(bare, documents, passages)

    assert sealed.good
    assert quotations
    assert all(finding.good for finding in quotations)


def test_an_answer_that_quotes_nothing_verifies(
    documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    answer = Answer("1", QUESTION, Status.OUT_OF_SCOPE, "The documents say nothing about it.")
    findings = verify(make_receipt(answer, GIVEN_AT, documents), documents, passages)

    assert all(finding.good for finding in findings)
    assert findings[-1].text == "The answer quotes nothing; there is nothing to check."


def test_a_quotation_that_stands_in_the_changed_document_is_good(
    receipt: Json, documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    longer = replace(
        documents[PLAN], text=f"Corrigendum.\n{documents[PLAN].text}", digest="sha256:another"
    )
    findings = verify(receipt, {PLAN: longer}, passages)

    assert all(finding.good for finding in findings)
    assert findings[2].text == (
        f"[1] {PLAN} I.A.1: the document has changed; the quotation still stands in it."
    )


def test_a_quotation_that_is_gone_from_the_changed_document_is_found(
    receipt: Json, documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    other = edited(documents[PLAN], "worldwide abolition of the death penalty", "abolition of it")
    findings = [f for f in verify(receipt, {PLAN: other}, passages) if not f.good]

    assert [finding.text for finding in findings][:1] == [
        f"[1] {PLAN} I.A.1: the document has changed; the quotation no longer stands in it."
    ]


def test_a_document_that_is_not_here_is_named(receipt: Json, passages: tuple[Passage, ...]) -> None:
    findings = verify(receipt, {}, passages)
    missing = [finding for finding in findings if not finding.good]

    assert len(missing) == len(receipt["answer"]["citations"])
    assert missing[0].text == f"[1] {PLAN} I.A.1: this document is not here."


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        "text",
        [],
        {},
        {"receipt": 1},
        {"receipt": 1, "answer": []},
        {"receipt": 1, "answer": {"text": "a"}},
        {"text": "a", "citations": {}},
        {"text": "a", "citations": [None]},
        {"text": "a", "citations": [{"quote": "a"}]},
    ],
)
def test_what_is_neither_receipt_nor_answer_is_named(
    raw: object, documents: Mapping[str, IndexedDocument], passages: tuple[Passage, ...]
) -> None:
    with pytest.raises(ReceiptUnusable, match="neither a receipt nor an answer of aide"):
        verify(raw, documents, passages)


@pytest.mark.parametrize("field", sorted(CITATION_FIELDS))
def test_a_citation_without_one_of_its_fields_is_none(
    bare: Json, wrong: Callable[[Json], list[str]], field: str
) -> None:
    del bare["citations"][0][field]

    with pytest.raises(ReceiptUnusable):
        wrong(bare)


def test_an_answer_without_a_text_is_not_sealed(
    bare: Json, wrong: Callable[[Json], list[str]]
) -> None:
    raw = bare | {"text": None}

    assert wrong(raw) == ["What stands in quotation marks is not always one of its citations."]


# As json.loads gives them: a lone surrogate is among the characters.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
CITATION = st.fixed_dictionaries(
    {
        "number": ANYTHING,
        "document": st.just(PLAN) | ANYTHING,
        "label": ANYTHING,
        "quote": st.text(st.characters(codec=None)) | ANYTHING,
        "start": st.integers() | ANYTHING,
        "end": st.integers() | ANYTHING,
        "document_digest": ANYTHING,
    }
)
ANSWER = st.fixed_dictionaries({"text": ANYTHING, "citations": st.lists(CITATION, max_size=3)})


QUOTING = {
    "number": 1,
    "document": PLAN,
    "label": "I.A.1",
    "quote": "torture",
    "start": 0,
    "end": 7,
    "document_digest": "",
}


@example(raw={"receipt": 1, "answer": {"text": "", "citations": []}, "note": "\ud800"})
@example(raw={"text": "", "citations": [QUOTING | {"document": [PLAN]}]})
@example(raw={"text": "", "citations": [QUOTING | {"document": {}}]})
@given(raw=ANYTHING | ANSWER | st.fixed_dictionaries({"receipt": ANYTHING, "answer": ANSWER}))
def test_any_json_is_checked_or_named_as_no_receipt(assistant: Assistant, raw: object) -> None:
    try:
        findings = verify(raw, assistant.documents, assistant.searcher.snapshot.passages)
    except ReceiptUnusable:
        return

    assert findings
    assert all(finding.text for finding in findings)
