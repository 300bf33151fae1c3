import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbering import Numbered, bare, take_number


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("12. The EU", "12.", "The EU"),
        ("1) first", "1)", "first"),
        ("(12) Whereas", "(12)", "Whereas"),
        ("2.1 Scope", "2.1", "Scope"),
        ("2.1.3. Legal basis", "2.1.3.", "Legal basis"),
        ("IV. Aims", "IV.", "Aims"),
        ("(iv) aims", "(iv)", "aims"),
        ("xii) aims", "xii)", "aims"),
        ("(a) one", "(a)", "one"),
        ("(aa) one", "(aa)", "one"),
        ("b) two", "b)", "two"),
        ("B. Two", "B.", "Two"),
        ("12.\u00a0\u00a0The EU", "12.", "The EU"),
        ("12.", "12.", ""),
        ("(a)", "(a)", ""),
    ],
)
def test_a_number_at_the_beginning_is_parted_from_the_text(
    line: str, number: str, text: str
) -> None:
    assert take_number(line) == Numbered(text, number=number)


@pytest.mark.parametrize(
    ("line", "bullet", "text"),
    [
        ("• three", "•", "three"),
        ("·weakening", "·", "weakening"),
        ("– dash", "–", "dash"),
        ("- dash", "-", "dash"),
        ("Øenhancing", "Ø", "enhancing"),
        ("o open", "o", "open"),
        ("\uf0b7 Wingdings", "\uf0b7", "Wingdings"),
    ],
)
def test_a_bullet_at_the_beginning_is_parted_from_the_text(
    line: str, bullet: str, text: str
) -> None:
    assert take_number(line) == Numbered(text, bullet=bullet)


@pytest.mark.parametrize(
    "line",
    [
        "2020 was a year",
        "5 000 people",
        "3 months later",
        "1.5 million people",
        "2.5 % of all",
        "25.3.2020 was a day",
        "I agree",
        "A plan",
        "U.S. policy",
        "e.g. this",
        "i.e. that",
        "-5 degrees",
        "–",
        "(see below)",
        "(EU) No 1/2013",
        "vi",
        "",
    ],
)
def test_what_only_looks_like_a_number_stays(line: str) -> None:
    assert take_number(line) == Numbered(line)


@pytest.mark.parametrize(
    ("number", "plain"), [("(a)", "a"), ("a)", "a"), ("IV.", "IV"), ("2.1.", "2.1"), ("", "")]
)
def test_a_bare_number_has_no_punctuation(number: str, plain: str) -> None:
    assert bare(number) == plain


@given(st.text(st.sampled_from("12ivxaAB.() •-–oØ\u00a0Tt"), max_size=12))
def test_nothing_but_white_space_is_lost(line: str) -> None:
    found = take_number(line)

    assert "".join((found.number + found.bullet + found.text).split()) == "".join(line.split())
