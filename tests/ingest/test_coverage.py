"""Nothing of a source is lost and nothing is read twice: the promise under every quote."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import DocumentFacts
from ingest.outline import build_document
from ingest.passage import Passage
from ingest.read import decode
from ingest.read_eurlex_text import read_eurlex_text
from ingest.shipped import CORPUS
from ingest.source import Source
from ingest.split import split
from ingest.tokens import count_tokens

LINES = [
    "1.Introduction",
    "A.Protecting people",
    "II.Building societies",
    "·weakening of the rule of law;",
    "Ømeans of implementation: démarches",
    "The EU proposes:",
    "Since 2012 1 , the first 2 plans",
    "in the next 5 years. 3 ",
    "over 2\u00a0600 attacks",
    "Top",
    "Brussels, 25.3.2020",
    "",
    "",
    "",
]


def visible(text: str) -> str:
    return "".join(text.split())


def without_what_was_left_out(source: str, left_out: list[tuple[int, str]]) -> str:
    """The source with the stretches blanked out, each of which must stand where it says."""
    for offset, text in left_out:
        assert source[offset : offset + len(text)] == text
        source = source[:offset] + " " * len(text) + source[offset + len(text) :]
    return source


def shipped_text(plan: Source) -> str:
    path = CORPUS / f"{plan.document.facts.id}.txt"
    return decode(path.read_bytes(), path.name)


def test_every_visible_character_of_the_plan_is_in_exactly_one_passage(plan: Source) -> None:
    left_out = [(entry.offset, entry.text) for entry in plan.document.left_out]
    kept = without_what_was_left_out(shipped_text(plan), left_out)

    assert visible("".join(passage.text for passage in plan.passages)) == visible(kept)


def test_what_is_left_out_of_the_plan_is_furniture_bullets_and_note_marks(plan: Source) -> None:
    by_reason: dict[str, list[str]] = {}
    for entry in plan.document.left_out:
        by_reason.setdefault(entry.reason, []).append(entry.text)
    bullets = by_reason.pop("bullet")

    assert by_reason == {
        "furniture": [
            "Choose the experimental features you want to try",
            "This document is an excerpt from the EUR-Lex website",
            "Document\u00a052020JC0005",
            "JOINT COMMUNICATION TO THE EUROPEAN PARLIAMENT AND THE COUNCIL EU Action Plan on "
            "Human Rights and Democracy 2020-2024",
            "JOIN/2020/5 final",
            "Top",
            "Top",
        ],
        "note mark": ["1", "2", "3", "1", "2", "3", "4", "5", "6", "7", "8"],
    }
    # 119 objectives and 19 list items; 4 list items and 4 means stand behind an arrow.
    assert (bullets.count("·"), bullets.count("Ø"), len(bullets)) == (138, 8, 146)


def test_passages_of_the_plan_do_not_overlap_and_lie_in_reading_order(plan: Source) -> None:
    assert all(before.end <= after.start for before, after in pairwise(plan.passages))


def test_the_document_text_between_two_passages_of_the_plan_is_white_space(plan: Source) -> None:
    text = plan.document.text
    gaps = [text[before.end : after.start] for before, after in pairwise(plan.passages)]

    assert not "".join(gaps).strip()
    assert (plan.passages[0].start, plan.passages[-1].end) == (0, len(text))


def test_the_text_of_a_passage_is_the_document_text_at_its_offsets(plan: Source) -> None:
    text = plan.document.text
    elsewhere: list[Passage] = [p for p in plan.passages if text[p.start : p.end] != p.text]

    assert elsewhere == []


def test_passage_ids_and_labels_are_unique(plan: Source) -> None:
    assert len({passage.id for passage in plan.passages}) == len(plan.passages)
    assert len({node.label for node in plan.document.outline}) == len(plan.document.outline)


def test_an_item_of_a_list_lies_inside_its_passage(plan: Source) -> None:
    items = [(p, item) for p in plan.passages for item in p.items]

    assert len(items) == 4 + 9 + 5 + 10
    assert all(p.start < item.start < item.end <= p.end for p, item in items)


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_order_of_lines_loses_or_repeats_a_character(lines: list[str]) -> None:
    source = "\n".join(["Brussels, 25.3.2020", "", "", *lines])
    facts = DocumentFacts("x", "t", "s", "r", "k", "in force", "en", "https://example.eu")
    reading = read_eurlex_text(source)
    document = build_document(facts, reading)
    passages = split(document, count_tokens, token_budget=8)
    left_out = [(entry.offset, entry.text) for entry in reading.left_out]
    kept = without_what_was_left_out(source, left_out)

    assert visible("".join(passage.text for passage in passages)) == visible(kept)
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert len({passage.id for passage in passages}) == len(passages)
