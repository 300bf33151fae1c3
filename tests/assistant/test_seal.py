from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.seal import is_sealed, quoted

CITATION = Citation(
    number=1,
    document="action-plan-2020-2024",
    document_title="EU Action Plan",
    reference="JOIN(2020) 5 final",
    label="I.A.1",
    heading_path=(),
    quote="a moratorium on executions",
    start=0,
    end=26,
    page=None,
    gate="verified",
    url="/documents/action-plan-2020-2024#I.A.1",
    source_url="",
    document_digest="sha256:",
)
LONGER = replace(
    CITATION, number=2, quote="work towards a moratorium on executions as a first step"
)
WITH_MARKS = replace(
    CITATION, number=3, quote='the ‘rights-based approach’ and the "Good" stories’'
)
PAIRS = ["“ ”", "” “", '" "', "„ “", "« »", "» «", "‹ ›", "＂ ＂", "「 」", "『 』", "〝 〞", "❝ ❞"]
PAIRS += ["‘ ’", "‚ ‘", "‛ ’", "' '", "` `", "´ ´", "<q> </q>", "<quote> </quote>"]
PAIRS += ["<blockquote> </blockquote>"]


def test_a_quote_is_shown_with_its_mark() -> None:
    assert quoted(CITATION) == "“a moratorium on executions” [1]"


@pytest.mark.parametrize("text", ["", "The plan says nothing.", "Section I.A, line [1]"])
def test_a_text_without_quotation_marks_is_sealed(text: str) -> None:
    assert is_sealed(text, [])


def test_a_text_with_quotes_of_its_citations_is_sealed() -> None:
    text = f"It wants {quoted(CITATION)}.\n\n> {quoted(LONGER)} — I.A.1\n\n{quoted(CITATION)}"

    assert is_sealed(text, [CITATION, LONGER])
    assert is_sealed(text, [LONGER, CITATION])


def test_a_quote_may_hold_quotation_marks() -> None:
    assert is_sealed(f"It says {quoted(WITH_MARKS)}.", [WITH_MARKS])


@pytest.mark.parametrize("pair", PAIRS)
def test_a_quotation_without_a_citation_breaks_the_seal(pair: str) -> None:
    opening, closing = pair.split()

    assert not is_sealed(f"The plan says {opening}executions are fine{closing} there.", [CITATION])


@pytest.mark.parametrize(
    "text",
    [
        "“a moratorium on executions”",
        "“a moratorium on executions” [2]",
        "“a moratorium on torture” [1]",
        "“a moratorium on executions.” [1]",
        "“A moratorium on executions” [1]",
        "«a moratorium on executions» [1]",
        "“a moratorium on executions” [1] and “more",
    ],
)
def test_a_quotation_that_differs_from_its_citation_breaks_the_seal(text: str) -> None:
    assert not is_sealed(text, [CITATION])


@pytest.mark.parametrize(
    "text", ["states’ duties", "the EU's role", "l’Union", "ta’ l-Unjoni", "I. Line › A. Section"]
)
def test_apostrophes_and_the_sign_between_headings_are_no_quotation_marks(text: str) -> None:
    assert is_sealed(text, [])


@given(
    before=st.text(alphabet="ab .", max_size=5),
    stretch=st.text(max_size=20).filter(lambda text: text != CITATION.quote),
)
def test_no_other_stretch_in_marks_is_sealed(before: str, stretch: str) -> None:
    assert not is_sealed(f"{before}“{stretch}” [1]", [CITATION])
