import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import FOLDER, Prompt, PromptUnusable, prompt

NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_of_the_folder_is_read(name: str) -> None:
    read = prompt(name)

    assert read.name == name
    assert read.text == (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_of_the_folder_is_filled_whole(name: str) -> None:
    read = prompt(name)
    filled = read.fill(**dict.fromkeys(read.places, "so"))

    assert "{{" not in filled
    assert "}}" not in filled


def test_the_prompt_for_expansions_has_the_places_that_its_caller_fills() -> None:
    assert prompt("expand").places == {"languages", "heading", "passage"}


@pytest.mark.parametrize("name", ["no-such-prompt", "", "__init__"])
def test_a_prompt_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(PromptUnusable, match=rf"^There is no prompt {name}\. Install the package"):
        prompt(name)


def test_a_place_is_filled_wherever_it_stands() -> None:
    asked = Prompt("sample", "{{who}} asks: {{what}}. Answer {{who}}.")

    assert asked.places == {"who", "what"}
    assert asked.fill(who="Ana", what="Why?") == "Ana asks: Why?. Answer Ana."


def test_single_braces_are_text() -> None:
    assert Prompt("sample", '{"a": {}} { {b} }').fill() == '{"a": {}} { {b} }'


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "what, who"),
        ({"who": "Ana"}, "what"),
        ({"who": "Ana", "what": "Why?", "when": "now"}, "when"),
        ({"who": "Ana", "whom": "Why?"}, "what, whom"),
    ],
)
def test_values_and_places_that_do_not_match_are_named(values: dict[str, str], named: str) -> None:
    asked = Prompt("sample", "{{who}} asks: {{what}}")

    with pytest.raises(PromptUnusable, match=rf"sample and the values for it differ in: {named}\."):
        asked.fill(**values)


def test_what_is_put_into_a_place_is_not_searched_for_places() -> None:
    filled = Prompt("sample", "{{first}}|{{second}}").fill(first="{{second}}", second="{{first}}")

    assert filled == "{{second}}|{{first}}"


@given(st.text(), st.text())
def test_any_text_is_put_in_as_it_is(first: str, second: str) -> None:
    filled = Prompt("sample", "<a>{{first}}</a><b>{{second}}</b>").fill(first=first, second=second)

    assert filled == f"<a>{first}</a><b>{second}</b>"


def test_the_digest_is_that_of_the_text_alone() -> None:
    digest = Prompt("sample", "Tekst ě {{a}}").digest

    assert digest == "sha256:" + hashlib.sha256("Tekst ě {{a}}".encode()).hexdigest()
    assert Prompt("another", "Tekst ě {{a}}").digest == digest
    assert Prompt("sample", "Tekst e {{a}}").digest != digest
