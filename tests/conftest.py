"""Shared by all tests: no network, and one index of the shipped plan for the whole run."""

import socket
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import Assistant
from integrations.bootstrap import build_index, load_assistant
from integrations.settings import Settings


class NetworkForbidden(OSError):
    """A test tried to reach the network."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections to anything but this machine fail at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            message = f"a test tried to connect to {address[0]}"
            raise NetworkForbidden(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder in which the index of the shipped plan is built."""
    made = Settings(home=tmp_path_factory.mktemp("home"))
    build_index(made)
    return made


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real assistant over the shipped plan."""
    return load_assistant(settings)


@pytest.fixture(scope="session")
def samples() -> Path:
    """Files that only developers have; a test that needs them skips without."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder with development material is not here")
    return folder
