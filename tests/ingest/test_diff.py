import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.diff import ChangeKind, LabelChange, changes_between, word_diff
from ingest.document import Document, DocumentFacts
from ingest.element import Element, Role
from ingest.outline import build_document
from tests.ingest.samples import own_reading

FACTS = DocumentFacts(
    "sample", "T", "T", "R", "conclusions", "in force", "en", "https://example.eu"
)


def document_of(**texts: str) -> Document:
    """A document whose paragraphs have these labels: `_1="Text."` is paragraph 1."""
    elements = (
        Element(Role.PARAGRAPH, text, f"{name.removeprefix('_')}.") for name, text in texts.items()
    )
    return build_document(FACTS, own_reading(*elements))


def summary(before: Document, after: Document) -> list[tuple[str, ChangeKind]]:
    return [(change.label, change.kind) for change in changes_between(before, after)]


def test_the_words_that_changed_are_told_from_those_that_stayed() -> None:
    changes = changes_between(
        document_of(_1="Same.", _2="The EU will act soon."),
        document_of(_1="Same.", _2="The EU shall act."),
    )

    assert changes == [
        LabelChange(
            "2",
            ChangeKind.CHANGED,
            (
                ("=", "2. The EU "),
                ("-", "will act soon."),
                ("+", "shall act."),
            ),
        )
    ]


def test_new_and_gone_paragraphs_are_whole() -> None:
    changes = changes_between(document_of(_1="One.", _2="Two."), document_of(_1="One.", _3="New."))

    assert changes == [
        LabelChange("2", ChangeKind.REMOVED, (("-", "2. Two."),)),
        LabelChange("3", ChangeKind.ADDED, (("+", "3. New."),)),
    ]


def test_changes_stand_in_the_order_of_the_new_version() -> None:
    before = document_of(_1="One.", _2="Two.", _4="Four.", _5="Five.")
    after = document_of(_1="One!", _3="Three.", _4="Four.", _5="Five!", _6="Six.")

    assert summary(before, after) == [
        ("1", ChangeKind.CHANGED),
        ("2", ChangeKind.REMOVED),
        ("3", ChangeKind.ADDED),
        ("5", ChangeKind.CHANGED),
        ("6", ChangeKind.ADDED),
    ]


def test_a_paragraph_that_moved_is_named_once() -> None:
    before = document_of(_1="One.", _2="Two.", _3="Three.")
    after = document_of(_3="Three!", _1="One.", _2="Two.")

    assert summary(before, after) == [("3", ChangeKind.CHANGED)]


def test_equal_documents_have_no_changes() -> None:
    assert changes_between(document_of(_1="One."), document_of(_1="One.")) == []


def test_from_and_to_nothing() -> None:
    full, empty = document_of(_1="One."), document_of()

    assert summary(empty, full) == [("1", ChangeKind.ADDED)]
    assert summary(full, empty) == [("1", ChangeKind.REMOVED)]
    assert changes_between(empty, empty) == []


def test_a_change_is_plain_json() -> None:
    (change,) = changes_between(document_of(_1="One."), document_of(_1="Two."))

    assert json.loads(json.dumps(change.to_json())) == {
        "label": "1",
        "kind": "changed",
        "diff": [["=", "1. "], ["-", "One."], ["+", "Two."]],
    }


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("a b c", "a b c", [("=", "a b c")]),
        ("a b", "a c", [("=", "a "), ("-", "b"), ("+", "c")]),
        ("a c", "a b c", [("=", "a "), ("+", "b "), ("=", "c")]),
        ("a b c", "a c", [("=", "a "), ("-", "b "), ("=", "c")]),
        ("", "a", [("+", "a")]),
        ("a", "", [("-", "a")]),
        ("", "", []),
    ],
)
def test_pieces_are_whole_words(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert list(word_diff(before, after)) == pieces


TEXTS = st.lists(
    st.sampled_from(["the", "EU", "will", "act.", "\u00a0now", "\n", "  ", "in 2024", "—"]),
    max_size=12,
).map(" ".join) | st.text(max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = list(word_diff(before, after))

    assert "".join(text for sign, text in pieces if sign in "=-") == before
    assert "".join(text for sign, text in pieces if sign in "=+") == after
    assert all(text for _, text in pieces)


@given(
    st.dictionaries(st.integers(1, 9), st.sampled_from(["One.", "Two.", "Three."])),
    st.dictionaries(st.integers(1, 9), st.sampled_from(["One.", "Two.", "Three."])),
)
def test_every_label_that_differs_is_named_once_and_no_other(
    before: dict[int, str], after: dict[int, str]
) -> None:
    old, new = (document_of(**{f"_{n}": text for n, text in d.items()}) for d in (before, after))
    found = summary(old, new)
    different = {str(n) for n in before.keys() | after.keys() if before.get(n) != after.get(n)}

    assert sorted(label for label, _ in found) == sorted(different)
