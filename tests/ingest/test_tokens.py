import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import tiktoken.registry

from ingest import tokens
from ingest.tokens import CACHE_VARIABLE, count_tokens


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has not loaded the vocabulary yet and has no network."""

    def refuse(*_: object, **__: object) -> NoReturn:
        message = "the network was used"
        raise AssertionError(message)

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(tiktoken.registry, "ENCODINGS", {})
    tokens._encoding.cache_clear()
    yield
    tokens._encoding.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_tokens_are_counted_without_a_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))

    assert count_tokens("Human rights and democracy") == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("before", ["/somewhere/else", ""])
def test_the_cache_folder_of_the_environment_is_put_back(
    monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, before)
    count_tokens("text")

    assert os.environ[CACHE_VARIABLE] == before


@pytest.mark.usefixtures("fresh")
def test_an_environment_without_a_cache_folder_stays_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    count_tokens("text")

    assert CACHE_VARIABLE not in os.environ


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("a", 1), ("démarche", 4), ("rules‑based", 3), (" ", 1), ("права", 2)],
)
def test_tokens_are_those_of_cl100k_base(text: str, count: int) -> None:
    assert count_tokens(text) == count


@pytest.mark.parametrize("text", ["<|endoftext|>", "<|fim_prefix|> and <|endofprompt|>"])
def test_special_tokens_in_a_text_are_plain_text(text: str) -> None:
    assert count_tokens(text) > 3
