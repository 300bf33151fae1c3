import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.excerpt import EXCERPT_CHARACTERS, MAX_ITEMS, WHOLE_CHARACTERS, excerpts, lines
from assistant.gate import QuoteGate
from assistant.pipeline import Assistant
from index.hit import Hit
from ingest.document import Kind, Span
from ingest.passage import Passage

FILLER = "The Union works with its partners on this matter every year and everywhere. "


def passage_of(text: str, kind: Kind = Kind.PARAGRAPH, items: tuple[str, ...] = ()) -> Passage:
    """A passage that begins at offset 100, with the spans of its list items."""
    spans = tuple(Span(100 + text.index(i), 100 + text.index(i) + len(i)) for i in items)
    return Passage("sample", "1", kind, (), "", 100, 100 + len(text), text, items=spans)


def list_of(*items: str) -> Passage:
    return passage_of("\n".join(["The aims are:", *items]), Kind.LIST, items)


def quoted(hit: Hit, question: str, language: str = "en") -> list[str]:
    return excerpts(hit, question, language, "en")


@pytest.mark.parametrize("kind", [Kind.OBJECTIVE, Kind.MEANS])
def test_an_objective_and_means_are_quoted_whole_however_long(kind: Kind) -> None:
    text = (FILLER * 20).strip()

    assert quoted(Hit(passage_of(text, kind), 0.5), "what") == [text]


def test_a_short_paragraph_is_quoted_whole() -> None:
    text = (FILLER * 2).strip()

    assert quoted(Hit(passage_of(text), 0.5, best_sentence=1), "what") == [text]


def test_a_stretch_ends_at_a_line_break() -> None:
    passage = passage_of("Dialogue is one.\n\nAid is another.\n", Kind.MEANS)

    assert quoted(Hit(passage, 0.5), "what") == ["Dialogue is one.", "Aid is another."]
    assert list(lines(passage)) == ["Dialogue is one.", "Aid is another."]


def test_of_a_long_paragraph_the_best_sentence_is_quoted() -> None:
    best = "Torture is banned."
    text = FILLER * 5 + best + " " + (FILLER * 5).strip()

    assert len(text) > WHOLE_CHARACTERS
    assert quoted(Hit(passage_of(text), 0.5, best_sentence=5), "torture") == [best]


@pytest.mark.parametrize("best", [5, 6])
def test_a_neighbour_that_speaks_to_the_question_comes_along(best: int) -> None:
    pair = "Torture is banned. Victims of torture get redress."
    text = FILLER * 5 + pair + " " + (FILLER * 5).strip()
    hit = Hit(passage_of(text), 0.5, best_sentence=best)

    assert quoted(hit, "redress for victims of torture") == [pair]


def test_a_neighbour_that_makes_the_stretch_long_stays_out() -> None:
    neighbour = "Torture " + "and ill treatment of many kinds " * 15 + "is banned."
    text = FILLER * 5 + "Torture ends. " + neighbour
    found = quoted(Hit(passage_of(text), 0.5, best_sentence=5), "torture")

    assert len(neighbour) > EXCERPT_CHARACTERS
    assert found == ["Torture ends."]


def test_a_place_behind_the_last_sentence_means_the_last() -> None:
    text = FILLER * 8 + "Torture is banned."

    assert quoted(Hit(passage_of(text), 0.5, best_sentence=99), "x") == ["Torture is banned."]


def test_the_item_with_most_words_of_the_question_is_quoted() -> None:
    passage = list_of("fight torture;", "fight torture and impunity;", "support media.")
    hit = Hit(passage, 0.5, best_sentence=3)

    assert quoted(hit, "torture and impunity") == ["fight torture and impunity;"]


def test_items_that_answer_alike_are_quoted_together_in_reading_order() -> None:
    passage = list_of("ban torture;", "support media;", "punish torture.")

    assert quoted(Hit(passage, 0.5), "torture") == ["ban torture;", "punish torture."]


def test_of_many_items_that_answer_alike_the_nearest_is_quoted() -> None:
    items = [f"fight torture {place};" for place in ("here", "there", "anywhere", "abroad")]

    assert len(items) > MAX_ITEMS
    assert quoted(Hit(list_of(*items), 0.5, best_sentence=2), "torture") == [items[1]]


def test_without_a_shared_word_the_nearest_item_is_quoted() -> None:
    passage = list_of("ban torture;", "support media.")

    assert quoted(Hit(passage, 0.5, best_sentence=2), "journalists") == ["support media."]


def test_the_lead_in_is_quoted_when_it_is_nearest() -> None:
    passage = list_of("ban torture;", "support media.")

    assert quoted(Hit(passage, 0.5, best_sentence=0), "purpose") == ["The aims are:"]


@pytest.mark.parametrize("language", ["fr", "el"])
def test_a_question_in_another_language_chooses_no_sentence(language: str) -> None:
    text = FILLER * 8 + "Torture is banned."

    assert quoted(Hit(passage_of(text), 0.5, best_sentence=3), "torture", language) == [text]


@given(
    data=st.data(),
    language=st.sampled_from(["en", "de"]),
    question=st.sampled_from(["rights of women", "EU", "torture", "x"]),
)
def test_every_stretch_of_the_plan_passes_the_gate(
    assistant: Assistant, data: st.DataObject, question: str, language: str
) -> None:
    snapshot = assistant.searcher.snapshot
    passage = data.draw(st.sampled_from(snapshot.passages))
    hit = Hit(passage, 0.5, data.draw(st.integers(0, 30)))
    gate = QuoteGate({document.facts.id: document for document in snapshot.documents})
    found = quoted(hit, question, language)
    citations = [gate.cite(1, passage, stretch) for stretch in found]

    assert found
    assert all("\n" not in stretch for stretch in found)
    assert [citation.quote for citation in citations if citation] == found
