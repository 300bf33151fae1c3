import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.document import Span
from ingest.folding import COMBINING, INVISIBLE, fold, fold_quote, without_accents

# Where folding is hard: what vanishes, what becomes two characters, what combines.
HARD = "aAéß e\u0301\u0323\u00ad\u200b\u00a0\n\t-\u2011\u2013'’\"“«»İﬁ\u037e\u212b\u1100\u1161"
TEXTS = st.text(st.sampled_from(HARD) | st.characters(), max_size=60)


def found(text: str, quote: str) -> list[str]:
    spans = fold(text).find(fold_quote(quote), Span(0, len(text)))
    return [text[span.start : span.end] for span in spans]


def visible(char: str) -> bool:
    return not (char.isspace() or char in INVISIBLE or COMBINING.match(char))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("rules‑based order", "rules-based order"),
        ("2015–2019", "2015-2019"),
        ("over 2\u00a0600 attacks", "over 2 600 attacks"),
        ("over\n  2600", "over 2600"),
        ("‘leaving no one behind’", "'leaving no one behind'"),
        ("“Good Stories”", '"good stories"'),
        ("«Bon»", '"bon"'),
        ("DÉMARCHES", "démarches"),
        ("dé\u00admarches", "démarches"),
        ("STRASSE", "straße"),
        ("de\u0301marches", "démarches"),
        ("démarches", "de\u0301marches"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_typographic_differences_do_not_hide_a_quote(text: str, quote: str) -> None:
    assert found(f"The {text} of it", quote) == [text]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("the right to life", "the rights to life"),
        ("shall not be", "shall be"),
        ("rules-based", "rulesbased"),
        ("no one", "noone"),
        ("café", "cafe"),
        ("Straße", "Stras"),
        ("of", " "),
        ("of", ""),
        ("", "of"),
    ],
)
def test_other_words_are_not_found(text: str, quote: str) -> None:
    assert found(text, quote) == []


def test_every_place_is_found_also_where_two_overlap() -> None:
    spans = fold("No, no, NO no").find("no, no", Span(0, 13))

    assert spans == [Span(0, 6), Span(4, 10)]


def test_only_places_inside_the_stretch_count() -> None:
    folded = fold("One two one two")

    assert folded.find("two", Span(5, 15)) == [Span(12, 15)]
    assert folded.find("one two", Span(1, 14)) == []
    assert folded.find("one two", Span(0, 7)) == [Span(0, 7)]


@given(TEXTS)
def test_offsets_never_go_back_and_lie_in_the_text(text: str) -> None:
    folded = fold(text)
    places = list(zip(folded.offsets, folded.ends, strict=True))

    assert len(places) == len(folded.text)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(TEXTS)
def test_white_space_folds_to_single_spaces(text: str) -> None:
    folded = fold(text).text

    assert not folded.startswith(" ")
    assert "  " not in folded
    assert not any(char.isspace() and char != " " for char in folded)


@given(TEXTS, TEXTS)
def test_what_is_found_folds_to_what_was_looked_for(text: str, quote: str) -> None:
    needle = fold_quote(quote)
    spans = fold(f"{text} {quote} {text}").find(needle, Span(0, len(text) * 2 + len(quote) + 2))
    whole = f"{text} {quote} {text}"

    assert {fold_quote(whole[span.start : span.end]) for span in spans} <= {needle}


@given(TEXTS, st.data())
def test_a_stretch_that_begins_and_ends_with_visible_characters_is_found_again(
    text: str, data: st.DataObject
) -> None:
    places = [offset for offset, char in enumerate(text) if visible(char)]
    assume(places)
    start = data.draw(st.sampled_from(places), label="start")
    end = data.draw(st.sampled_from([p for p in places if p >= start]), label="end") + 1
    # An accent goes with its letter.
    while end < len(text) and COMBINING.match(text[end]):
        end += 1

    assert Span(start, end) in fold(text).find(fold_quote(text[start:end]), Span(0, len(text)))


@given(st.text(alphabet="aé", min_size=1, max_size=3), TEXTS, TEXTS)
def test_a_quote_in_capitals_with_other_space_is_found(word: str, left: str, right: str) -> None:
    text = f"{left} {word} x {word} {right}"

    assert f"{word} x {word}" in found(text, f"{word.upper()}\u00a0 X\n{word.upper()}")


@pytest.mark.parametrize("text", ["démarche", "Démarche", "DE\u0301MARCHE", "demarche"])
def test_without_accents_a_word_is_one_word(text: str) -> None:
    assert without_accents(text) == "demarche"


def test_without_accents_keeps_other_letters_apart() -> None:
    assert without_accents("Права ЧОВЕКА, ανθρώπινα, łódź") == "права човека, ανθρωπινα, łodz"
