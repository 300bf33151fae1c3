from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, DocumentFacts, Kind
from ingest.element import Element, Role
from ingest.outline import build_document
from ingest.passage import Passage
from ingest.split import TOKEN_BUDGET, split
from ingest.tokens import count_tokens
from tests.ingest.samples import reading_of

FACTS = DocumentFacts("sample", "T", "T", "R", "k", "in force", "en", "https://example.eu")


def count_words(text: str) -> int:
    return len(text.split())


def document_of(*elements: Element) -> Document:
    return build_document(FACTS, reading_of(Element(Role.PART, "COM"), *elements))


def paragraph(text: str) -> Document:
    return document_of(Element(Role.PARAGRAPH, text))


def list_of(*items: str) -> Document:
    return document_of(
        Element(Role.PARAGRAPH, "The aims are:"), *(Element(Role.ITEM, item) for item in items)
    )


def texts(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def test_a_stretch_within_the_budget_is_one_passage() -> None:
    (passage,) = split(paragraph("One two. Three four."), count_words, token_budget=4)

    assert passage == Passage(
        document_id="sample",
        label="COM.1",
        kind=Kind.PARAGRAPH,
        heading_path=("Communication",),
        parent="COM",
        start=0,
        end=20,
        text="One two. Three four.",
    )


def test_a_stretch_over_the_budget_is_cut_at_sentence_ends_and_keeps_its_label() -> None:
    passages = split(
        paragraph("One two. Three four. Five six seven. Eight."), count_words, token_budget=4
    )

    assert texts(passages) == ["One two. Three four.", "Five six seven. Eight."]
    assert [(p.label, p.part) for p in passages] == [("COM.1", 1), ("COM.1", 2)]
    assert [p.id for p in passages] == ["sample/COM.1", "sample/COM.1/2"]


def test_a_single_sentence_over_the_budget_stays_whole() -> None:
    passages = split(paragraph("One. Two three four five six. Seven."), count_words, token_budget=3)

    assert texts(passages) == ["One.", "Two three four five six.", "Seven."]


def test_a_long_list_is_cut_between_its_items() -> None:
    passages = split(list_of("raise awareness.", "see it done;", "end it"), count_words, 6)

    assert texts(passages) == ["The aims are:\nraise awareness.", "see it done;\nend it"]


def test_the_items_of_a_list_go_with_the_passage_that_holds_them() -> None:
    document = list_of("raise awareness.", "see it done;", "end it")
    passages = split(document, count_words, token_budget=6)

    assert [[document.text[i.start : i.end] for i in p.items] for p in passages] == [
        ["raise awareness."],
        ["see it done;", "end it"],
    ]


def test_a_heading_keeps_its_title_and_level() -> None:
    heading, text = split(
        document_of(
            Element(Role.HEADING, "Legal basis", "2.", 1), Element(Role.PARAGRAPH, "The Treaty.")
        ),
        count_words,
    )

    assert (heading.text, heading.title, heading.level) == ("2. Legal basis", "Legal basis", 1)
    assert (text.label, text.parent, text.heading_path) == ("COM.2.1", "COM.2", ("2. Legal basis",))


def test_the_digest_changes_with_the_text_the_headings_and_the_kind() -> None:
    passages = [
        split(document_of(*elements), count_words)[-1]
        for elements in (
            [Element(Role.HEADING, "One", "1."), Element(Role.PARAGRAPH, "Text.")],
            [Element(Role.HEADING, "One", "1."), Element(Role.PARAGRAPH, "Texts.")],
            [Element(Role.HEADING, "Two", "1."), Element(Role.PARAGRAPH, "Text.")],
            [Element(Role.HEADING, "One", "1."), Element(Role.HEADING, "Text.", "1.1.")],
        )
    ]
    moved = split(
        document_of(
            Element(Role.COVER, "A cover"),
            Element(Role.HEADING, "One", "1."),
            Element(Role.PARAGRAPH, "Text."),
        ),
        count_words,
    )[-1]

    assert len({passage.digest for passage in passages}) == 4
    assert moved.digest == passages[0].digest


@given(
    st.lists(st.text(alphabet="ab e.g;!?\u00a0\u2011", min_size=1).filter(str.strip), max_size=8),
    st.integers(min_value=1, max_value=20),
)
def test_passages_hold_every_character_once_and_in_order(items: list[str], budget: int) -> None:
    document = list_of(*(item.strip() for item in items))
    passages = split(document, count_tokens, token_budget=budget)
    gaps = [document.text[before.end : after.start] for before, after in pairwise(passages)]

    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(passage.text.strip() for passage in passages)
    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert not "".join(gaps).strip()
    assert (passages[0].start, passages[-1].end) == (0, len(document.text))


@given(st.lists(st.sampled_from(["Aid it. ", "Do so; ", "Why? "]), min_size=1, max_size=300))
def test_no_passage_of_short_sentences_is_over_the_budget(sentences: list[str]) -> None:
    document = paragraph("".join(sentences).strip())
    passages = split(document, count_tokens)

    assert all(count_tokens(passage.text) <= TOKEN_BUDGET for passage in passages)


def test_a_passage_has_the_page_on_which_it_begins() -> None:
    passages = split(
        document_of(
            Element(Role.COVER, "A cover", pages=((1, 0),)),
            Element(Role.PARAGRAPH, "One two. Three four.", pages=((2, 0), (3, 9))),
            Element(Role.PARAGRAPH, "Five.", pages=((3, 0),)),
        ),
        count_words,
    )

    assert [passage.page for passage in passages] == [1, 2, 3]


def test_the_parts_of_a_long_stretch_have_each_their_own_page() -> None:
    passages = split(
        document_of(Element(Role.PARAGRAPH, "One two. Three four.", pages=((2, 0), (3, 9)))),
        count_words,
        token_budget=2,
    )

    assert [(passage.text, passage.page) for passage in passages] == [
        ("One two.", 2),
        ("Three four.", 3),
    ]


def test_a_passage_of_a_document_without_pages_has_none() -> None:
    (passage,) = split(paragraph("One."), count_words)

    assert passage.page is None
