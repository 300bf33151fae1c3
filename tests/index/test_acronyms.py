import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.acronyms import CASELESS_FROM, FILE, spelled_out

ACRONYMS: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))


def swapped(letters: str) -> str:
    """Every second letter in small."""
    return "".join(c.lower() if i % 2 else c for i, c in enumerate(letters))


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("How are HRDs protected?", "human rights defender"),
        ("How is an HRD protected?", "human rights defender"),
        ("the HRD's family", "human rights defender"),
        ("(HRD)", "human rights defender"),
        ("HRD/journalist", "human rights defender"),
        ("What about CAT?", "Convention against Torture"),
        ("nhri", "national human rights institution"),
        ("Nhris in danger", "national human rights institution"),
        ("NHRI-like bodies", "national human rights institution"),
        ("whrds", "woman human rights defender"),
    ],
)
def test_an_acronym_is_followed_by_its_full_form(question: str, added: str) -> None:
    assert spelled_out(question) == f"{question} ({added})"


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("How are human rights defenders protected?", "HRD"),
        ("Human Rights Defender", "HRD"),
        ("national human rights institutions", "NHRI"),
    ],
)
def test_a_full_form_is_followed_by_its_acronym(question: str, added: str) -> None:
    assert spelled_out(question) == f"{question} ({added})"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What does the plan say about the death penalty?",
        "The cat sat near the gap.",
        "hrd",
        "THRDX",
        "pre-HRD",
        "nhristic",
        "HRD of human rights defenders",
    ],
)
def test_a_question_without_anything_to_add_stays_as_it_is(question: str) -> None:
    assert spelled_out(question) == question


def test_each_form_is_added_once() -> None:
    assert spelled_out("HRDs, HRD and the HRD's lawyer") == (
        "HRDs, HRD and the HRD's lawyer (human rights defender)"
    )


def test_two_acronyms_are_both_spelled_out() -> None:
    assert spelled_out("NHRI or NPM") == (
        "NHRI or NPM (national human rights institution, national preventive mechanism)"
    )


def test_the_longer_of_two_acronyms_is_meant() -> None:
    assert spelled_out("GSP+ countries").endswith(f"({ACRONYMS['GSP+'][0]})")
    assert spelled_out("GSP countries").endswith(f"({ACRONYMS['GSP'][0]})")


def test_the_commonest_full_form_is_added_alone() -> None:
    assert ACRONYMS["HRC"] == ["Human Rights Council", "Human Rights Committee"]
    assert spelled_out("the HRC") == "the HRC (Human Rights Council)"


@pytest.mark.parametrize("acronym", sorted(ACRONYMS))
def test_every_acronym_of_the_list_is_spelled_out(acronym: str) -> None:
    assert ACRONYMS[acronym][0] in spelled_out(f"What about {acronym}?")


@pytest.mark.parametrize("acronym", sorted(a for a in ACRONYMS if len(a) >= CASELESS_FROM))
def test_long_acronyms_are_known_in_any_case(acronym: str) -> None:
    spellings = (acronym.lower(), acronym.upper(), swapped(acronym))

    assert all(ACRONYMS[acronym][0] in spelled_out(f"and {each}?") for each in spellings)


@pytest.mark.parametrize("acronym", sorted(ACRONYMS))
def test_every_entry_of_the_list_has_full_forms_that_are_texts(acronym: str) -> None:
    forms = ACRONYMS[acronym]

    assert forms
    assert all(isinstance(form, str) and form == form.strip() and form for form in forms)
    assert acronym not in forms


def test_no_two_long_acronyms_differ_in_case_alone() -> None:
    long = [acronym.upper() for acronym in ACRONYMS if len(acronym) >= CASELESS_FROM]

    assert len(long) == len(set(long))


@given(st.text(), st.sampled_from(sorted(ACRONYMS)), st.text())
def test_the_question_itself_is_never_changed(before: str, acronym: str, after: str) -> None:
    question = f"{before} {acronym} {after}"
    result = spelled_out(question)

    assert result.startswith(question)
    assert result == question or (result[len(question) :][:2], result[-1]) == (" (", ")")


@pytest.mark.parametrize("spelling", ["nhr\u0131", "E\u017fCR"])
def test_letters_that_others_become_in_capitals_are_those(spelling: str) -> None:
    assert spelled_out(spelling) != spelling


@pytest.mark.parametrize("spelling", ["NHR\u0130", "nhr\u0130s", "EMR\u212a"])
def test_letters_that_look_like_others_in_small_do_no_harm(spelling: str) -> None:
    assert spelled_out(f"the {spelling}").startswith(f"the {spelling}")
