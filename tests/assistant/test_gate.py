import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.gate import GateResult, QuoteGate, Verdict, judge
from index.snapshot import IndexedDocument
from ingest.document import Span
from ingest.passage import Passage
from ingest.sentences import sentences
from ingest.shipped import shipped_sources
from ingest.source import Source

HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212-"
SINGLE_MARKS = "'\u2018\u2019\u201a`"
DOUBLE_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
SPACES = (" ", "\u00a0", "  ", "\n", "\t", "\u2009", " \r\n ")
ALIKE = str.maketrans(
    {
        **dict.fromkeys(HYPHENS, "-"),
        **dict.fromkeys(SINGLE_MARKS, "'"),
        **dict.fromkeys(DOUBLE_MARKS, '"'),
    }
)
# Wider than any gate need be: a sentence without one of these words can't be turned by a cut.
TURNS = re.compile(
    r"\b(?:no\w*|never|neither|cannot|without|unless|except\w*|exclud\w+|hardly|barely|scarcely|"
    r"rarely|seldom|save|other than|apart|but|only|rather|instead|provided|subject to|if|until|"
    r"fail\w*|refus\w+|lack\w*|few|little)\b|n['\u2019]t\b|\bnon\W",
    re.IGNORECASE,
)
Style = Callable[[str], str]
STYLES: list[Style] = [str, str.upper, str.lower, str.swapcase]
LETTERS = st.characters(categories=("Ll", "Lu"))


@cache
def plan() -> Source:
    (source,) = shipped_sources()
    return source


@cache
def vocabulary() -> tuple[str, ...]:
    return tuple(sorted({word.strip("().,;:") for word in plan().document.text.split()} - {""}))


@cache
def gate() -> QuoteGate:
    return QuoteGate({plan().document.facts.id: IndexedDocument.of(plan().document)})


def passage_with(label: str) -> Passage:
    return next(passage for passage in plan().passages if passage.label == label)


def judged(quote: str, text: str) -> Verdict:
    return judge(quote, text, Span(0, len(text)))


def in_plan(quote: str, passage: Passage) -> Verdict:
    return judge(quote, plan().document.text, Span(passage.start, passage.end))


def shown(verdict: Verdict, text: str) -> str:
    return text[verdict.span.start : verdict.span.end]


def plain(text: str) -> str:
    """What is left of a text when typography is taken off, told without the product's code."""
    return " ".join(unicodedata.normalize("NFC", text).translate(ALIKE).casefold().split())


def whole_words_of(passage: Passage) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", passage.text))


PASSAGES = st.deferred(lambda: st.sampled_from(plan().passages))
LONG_PASSAGES = st.deferred(
    lambda: st.sampled_from([p for p in plan().passages if len(p.text.split()) >= 12])
)


@st.composite
def true_stretches(draw: st.DrawFn) -> tuple[Passage, str]:
    """A stretch at word borders of one sentence of the plan, and its passage.

    The rest of its sentence holds nothing that could turn it, and it stands there only once.
    """
    passage = draw(PASSAGES)
    sentence = draw(st.sampled_from(sentences(passage.text)))
    words = list(re.finditer(r"\S+", passage.text[sentence.start : sentence.end]))
    assume(len(words) >= 4)
    first = draw(st.integers(0, len(words) - 4))
    last = draw(st.integers(first + 3, len(words) - 1))
    start, end = sentence.start + words[first].start(), sentence.start + words[last].end()
    before, after = passage.text[sentence.start : start], passage.text[end : sentence.end]
    assume(not TURNS.search(before) and not TURNS.search(after))
    assume(not re.search(r"\d\s\d", before[-2:] + passage.text[start:end][:1]))
    assume(not re.search(r"\d\s\d", passage.text[start:end][-1:] + after[:2]))
    stretch = passage.text[start:end]
    assume(plain(passage.text).count(plain(stretch)) == 1)
    return passage, stretch


@st.composite
def restyled(draw: st.DrawFn) -> tuple[Passage, str, str]:
    """A true stretch, and the same words in another typography."""
    passage, stretch = draw(true_stretches())
    style: Style = draw(st.sampled_from(STYLES))
    changed = style(stretch)
    space = draw(st.sampled_from(SPACES))
    marks = (HYPHENS, SINGLE_MARKS, DOUBLE_MARKS)
    chosen = {group: draw(st.sampled_from(group)) for group in marks}
    for group, mark in chosen.items():
        changed = re.sub(f"[{re.escape(group)}]", mark, changed)
    changed = re.sub(r"\s", lambda _: space, changed)
    assume(changed != stretch)
    return passage, stretch, changed


@given(true_stretches())
def test_a_true_stretch_of_a_sentence_is_verified(found: tuple[Passage, str]) -> None:
    passage, stretch = found
    verdict = in_plan(stretch, passage)

    assert verdict.result is GateResult.VERIFIED
    assert shown(verdict, plan().document.text) == stretch
    assert passage.start <= verdict.span.start < verdict.span.end <= passage.end


@given(restyled())
def test_other_typography_is_repaired_with_the_characters_of_the_source(
    found: tuple[Passage, str, str],
) -> None:
    passage, stretch, changed = found
    verdict = in_plan(changed, passage)

    assert verdict.result is GateResult.REPAIRED
    assert shown(verdict, plan().document.text) == stretch


@pytest.mark.parametrize("label", ["I.A.1", "I.means", "COM.2.4", "II.C.4", "COM.3.1"])
def test_a_whole_passage_is_verified(label: str) -> None:
    passage = passage_with(label)
    verdict = in_plan(passage.text, passage)

    assert verdict == Verdict(GateResult.VERIFIED, Span(passage.start, passage.end))


def test_every_sentence_of_the_plan_is_verified_in_its_passage() -> None:
    rejected = [
        passage.text[span.start : span.end]
        for passage in plan().passages
        for span in sentences(passage.text)
        if in_plan(passage.text[span.start : span.end], passage).result is not GateResult.VERIFIED
    ]

    assert not rejected


Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Draw, Sequence[str], Sequence[str]], str]


def altered(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    place = draw(st.integers(0, len(words) - 1))
    return " ".join([*words[:place], draw(st.sampled_from(vocabulary())), *words[place + 1 :]])


def misspelt(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    text = " ".join(words)
    place = draw(st.integers(0, len(text) - 1).filter(lambda place: text[place].isalnum()))
    letter: str = draw(st.sampled_from("aeiourstn0123456789"))
    return text[:place] + letter + text[place + 1 :]


def dropped(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    place = draw(st.integers(1, len(words) - 2))
    return " ".join([*words[:place], *words[place + 1 :]])


def added(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    place = draw(st.integers(0, len(words)))
    return " ".join([*words[:place], draw(st.sampled_from(vocabulary())), *words[place:]])


def exchanged(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    place = draw(st.integers(0, len(words) - 2))
    return " ".join([*words[:place], words[place + 1], words[place], *words[place + 2 :]])


def reordered(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:  # noqa: ARG001
    place = draw(st.integers(1, len(words) - 1))
    return " ".join([*words[place:], *words[:place]])


def stitched(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:
    joint: str = draw(st.sampled_from([" ", ", ", " and ", "\n", "; ", ""]))
    return " ".join(words) + joint + " ".join(other)


def with_ellipsis(draw: Draw, words: Sequence[str], other: Sequence[str]) -> str:
    mark: str = draw(st.sampled_from([" … ", "…", " ... ", " [...] ", " (…) ", " [\u2026] "]))
    if draw(st.booleans()):
        place = draw(st.integers(1, len(words) - 1))
        return " ".join(words[:place]) + mark + " ".join(words[place:])
    return " ".join(words) + mark + " ".join(other)


CHANGES: list[Change] = [
    altered,
    misspelt,
    dropped,
    added,
    exchanged,
    reordered,
    stitched,
    with_ellipsis,
]


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
def test_words_that_do_not_stand_there_so_are_rejected(change: Change, data: st.DataObject) -> None:
    passage = data.draw(LONG_PASSAGES)
    words = passage.text.split()
    first = data.draw(st.integers(0, len(words) - 6))
    second = data.draw(st.integers(0, len(words) - 6))
    count = data.draw(st.integers(3, 12))
    made = change(data.draw, words[first : first + count], words[second : second + count])
    assume(plain(made) not in plain(passage.text))

    assert in_plan(made, passage).result is GateResult.REJECTED


@given(data=st.data())
def test_a_quote_from_another_passage_is_rejected(data: st.DataObject) -> None:
    source, claimed = data.draw(LONG_PASSAGES), data.draw(PASSAGES)
    words = source.text.split()
    first = data.draw(st.integers(0, len(words) - 4))
    quote = " ".join(words[first : first + data.draw(st.integers(4, 30))])
    assume(plain(quote) not in plain(claimed.text))

    assert in_plan(quote, claimed).result is GateResult.REJECTED


@given(data=st.data())
def test_a_cut_inside_a_word_is_rejected(data: st.DataObject) -> None:
    passage = data.draw(LONG_PASSAGES)
    words = [word for word in whole_words_of(passage) if re.match(r"\w{2,}", word[0])]
    word = data.draw(st.sampled_from(words))
    letters = re.match(r"\w+", word[0])
    assert letters
    cut = word.start() + data.draw(st.integers(1, letters.end() - 1))
    if data.draw(st.booleans()):
        quote = passage.text[cut : cut + data.draw(st.integers(10, 200))]
    else:
        quote = passage.text[max(0, cut - data.draw(st.integers(10, 200))) : cut]
    assume(not re.search(rf"(?<!\w){re.escape(plain(quote))}(?!\w)", plain(passage.text)))

    assert in_plan(quote, passage).result is GateResult.REJECTED


@pytest.mark.parametrize("negation", ["not", "no", "without", "nor", "never", "except"])
def test_no_cut_of_the_plan_leaves_out_a_negation(negation: str) -> None:
    """Every stretch of every sentence with a negation that leaves it out, and the word dropped."""
    alone = re.compile(rf"(?<![\w{HYPHENS}]){negation}(?![\w{HYPHENS}])", re.IGNORECASE)
    passed = []
    for passage in plan().passages:
        for span in sentences(passage.text):
            sentence = passage.text[span.start : span.end]
            for match in alone.finditer(sentence):
                without = sentence[: match.start()] + sentence[match.end() + 1 :]
                before = re.finditer(r"\S+", sentence[: match.start()])
                after = re.finditer(r"\S+", sentence[match.end() :])
                heads = [sentence[word.start() : match.start()].strip() for word in before]
                tails = [sentence[match.end() :][: word.end()].strip() for word in after]
                passed += [
                    quote
                    for quote in (without, *heads, *tails)
                    if plain(passage.text).count(plain(quote)) == 1
                    and in_plan(quote, passage).result is not GateResult.REJECTED
                ]

    assert not passed


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The EU does not support executions.", "support executions"),
        ("The EU does not support executions.", "The EU does support executions."),
        ("The EU doesn't support executions.", "support executions"),
        ("The EU doesn\u2019t support executions.", "support executions"),
        ("The EU cannot accept executions.", "accept executions"),
        ("The EU will never accept executions.", "accept executions"),
        ("Neither the Council nor the Commission agrees.", "the Commission agrees"),
        ("None of the Member States agrees.", "the Member States agrees"),
        ("No Member State agrees.", "Member State agrees"),
        ("Without consent the data is shared.", "the data is shared"),
        ("The data is shared unless a person objects.", "The data is shared"),
        ("Unless a person objects, the data is shared.", "the data is shared"),
        ("All States agree, except one.", "All States agree"),
        ("All States, excluding one, agree.", "All States"),
        ("It hardly matters to them.", "matters to them"),
        ("One agrees. Two do not agree. Three agree.", "agree. Three agree."),
        ("One agrees. Two agree not. Three agree.", "One agrees. Two agree"),
        ("NOT EVERY State agrees.", "State agrees"),
    ],
)
def test_a_cut_that_turns_its_sentence_is_rejected(text: str, quote: str) -> None:
    assert judged(quote, text).result is GateResult.REJECTED


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("All States agree with the exception of one.", "All States agree"),
        ("With the exception of one, all States agree.", "all States agree"),
        ("All States agree save for one.", "All States agree"),
        ("All States agree, apart from one.", "All States agree"),
        ("Support all States other than one.", "Support all States"),
        ("Nobody in the Union supports executions.", "the Union supports executions"),
        ("Nothing the Union does supports executions.", "the Union does supports executions"),
        ("Nowhere in the Union are executions lawful.", "in the Union are executions lawful"),
    ],
)
def test_a_cut_that_loses_an_exception_in_other_words_is_rejected(text: str, quote: str) -> None:
    assert judged(quote, text).result is GateResult.REJECTED


@pytest.mark.parametrize("apostrophe", ["'", "\u2019"])
def test_a_cut_at_the_apostrophe_of_a_negation_is_rejected(apostrophe: str) -> None:
    text = f"The EU can{apostrophe}t accept executions."

    assert judged("The EU can", text).result is GateResult.REJECTED


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Dialogue with non-state actors goes on.", "state actors goes on"),
        ("Dialogue with non\u2011state actors goes on.", "state actors goes on"),
        ("The non-discrimination of all counts.", "discrimination of all counts"),
        ("They were un\u00adfree people.", "free people"),
        ("They were un\u2060free people.", "free people"),
    ],
)
def test_a_cut_behind_a_prefix_of_a_word_is_rejected(text: str, quote: str) -> None:
    assert judged(quote, text).result is GateResult.REJECTED


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("There were over 2\u00a0600 attacks.", "600 attacks"),
        ("There were over 2 600 attacks.", "600 attacks"),
        ("There were over 2,600 attacks.", "600 attacks"),
        ("It costs 2.5 million euros.", "5 million euros"),
        ("It costs 2.5 million euros.", "It costs 2"),
        ("There were 2\u00a0600 attacks.", "There were 2"),
    ],
)
def test_a_cut_inside_a_number_is_rejected(text: str, quote: str) -> None:
    assert judged(quote, text).result is GateResult.REJECTED


@pytest.mark.parametrize("quote", ["Cafe", "Cafe\u0301s"])
def test_a_letter_without_its_accent_is_another_word(quote: str) -> None:
    assert judged(quote, "Cafe\u0301 societies.").result is GateResult.REJECTED


@pytest.mark.parametrize("quote", ["", " ", "\u00a0", "\n\t ", "\u200b", "\u00ad\ufeff"])
@pytest.mark.parametrize("text", ["One. Two.", "", " ", "a\u200bb \u00ad c"])
def test_an_empty_or_blank_quote_is_rejected(quote: str, text: str) -> None:
    assert judged(quote, text).result is GateResult.REJECTED


@pytest.mark.parametrize(
    ("text", "quote", "position"),
    [
        ("Standing and waiting, they agree.", "and", 9),
        ("They do not agree. They agree.", "They agree", 19),
        ("Do not support it; support it now.", "support it", 19),
    ],
)
def test_a_quote_is_verified_at_the_first_place_where_it_may_be_cut(
    text: str, quote: str, position: int
) -> None:
    verdict = judged(quote, text)

    assert verdict == Verdict(GateResult.VERIFIED, Span(position, position + len(quote)))


def test_of_several_good_places_the_first_is_taken() -> None:
    assert judged("rights", "All rights and other rights.").span == Span(4, 10)


def test_a_quote_that_runs_past_the_stretch_is_rejected() -> None:
    text = "One two three four."

    assert judge("two three", text, Span(0, 10)).result is GateResult.REJECTED
    assert judge("two three", text, Span(0, 13)).span == Span(4, 13)


@pytest.mark.parametrize(
    ("text", "quote", "source"),
    [
        ("the rules\u2011based order", "rules-based order", "rules\u2011based order"),
        ("the EU\u2019s role", "EU's role", "EU\u2019s role"),
        ("the \u201cfree\u201d world", 'the "free" world', "the \u201cfree\u201d world"),
        ("over 2\u00a0600 attacks", "over 2 600 attacks", "over 2\u00a0600 attacks"),
        ("human rights", "Human  Rights", "human rights"),
        ("human\nrights", " human rights ", "human\nrights"),
        ("Stra\u00dfe und Haus", "STRASSE UND HAUS", "Stra\u00dfe und Haus"),
        ("the demarche\u0301 of all", "demarch\u00e9 of", "demarche\u0301 of"),
        ("co\u00adoperation of all", "cooperation of all", "co\u00adoperation of all"),
    ],
)
def test_a_repaired_quote_shows_the_source(text: str, quote: str, source: str) -> None:
    verdict = judged(quote, text)

    assert verdict.result is GateResult.REPAIRED
    assert shown(verdict, text) == source


@st.composite
def generated_sentences(draw: st.DrawFn) -> list[str]:
    words = draw(st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=4, max_size=12))
    assume(not TURNS.search(" ".join(words)))
    return words


@given(words=generated_sentences(), data=st.data())
def test_a_stretch_of_any_sentence_is_verified(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    text = f"Before it. {' '.join(words)}. After it."
    assume(text.count(quote) == 1)
    verdict = judged(quote, text)

    assert verdict.result is GateResult.VERIFIED
    assert shown(verdict, text) == quote


@given(words=generated_sentences(), data=st.data())
@pytest.mark.parametrize("negation", ["not", "never", "don\u2019t", "Without", "unless", "except"])
def test_a_negation_anywhere_in_the_rest_of_any_sentence_rejects_it(
    negation: str, words: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(words)))
    head, tail = words[:place], words[place:]
    text = " ".join([*head, negation, *tail]) + "."
    quote = " ".join(data.draw(st.sampled_from([part for part in (head, tail) if part])))
    assume(text.count(quote) == 1)

    assert judged(quote, text).result is GateResult.REJECTED


ANYTHING = st.text(alphabet="aAbB \u00a0\n-\u2011\u2019'\u201c\".;\u00df\u00e9", max_size=12)


@given(quote=ANYTHING, before=ANYTHING, after=ANYTHING, style=st.sampled_from(STYLES[:2]))
def test_what_passes_is_shown_as_it_stands_and_says_the_same(
    quote: str, before: str, after: str, style: Style
) -> None:
    text = before + quote + after
    verdict = judged(style(quote), text)
    source = shown(verdict, text)

    if verdict.result is GateResult.VERIFIED:
        assert source == style(quote).strip()
    elif verdict.result is GateResult.REPAIRED:
        assert plain(source) == plain(style(quote)).strip()
    else:
        assert not source


@given(quote=ANYTHING.filter(lambda text: not text.isspace()), text=ANYTHING)
def test_what_does_not_stand_there_never_passes(quote: str, text: str) -> None:
    assume(plain(quote) not in plain(text))

    assert judged(quote, text).result is GateResult.REJECTED


def test_a_citation_has_its_place_in_the_document() -> None:
    passage = passage_with("I.A.1")
    quote = "work towards a moratorium on executions"
    citation = gate().cite(7, passage, quote)
    document = plan().document

    assert citation
    assert citation.number == 7
    assert citation.quote == quote == document.text[citation.start : citation.end]
    assert passage.start <= citation.start < citation.end <= passage.end
    assert citation.gate == "verified"
    assert (citation.document, citation.label) == (document.facts.id, "I.A.1")
    assert citation.heading_path == passage.heading_path
    assert citation.document_digest == document.digest
    assert citation.reference == document.facts.reference
    assert citation.source_url == document.facts.source_url
    assert citation.url == f"/documents/{document.facts.id}#I.A.1"
    assert citation.page is None


def test_a_citation_of_a_repaired_quote_holds_the_characters_of_the_source() -> None:
    passage = passage_with("I.A.1")
    citation = gate().cite(1, passage, "In countries where the DEATH PENALTY still exists")

    assert citation
    assert citation.gate == "repaired"
    assert citation.quote == "In countries where\u00a0the death penalty still exists"
    assert citation.quote == plan().document.text[citation.start : citation.end]


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "Work towards the abolition of the death penalty.",
        "Strive to eradicate torture globally",
        "ork towards the worldwide abolition",
    ],
)
def test_there_is_no_citation_of_a_rejected_quote(quote: str) -> None:
    assert gate().cite(1, passage_with("I.A.1"), quote) is None
