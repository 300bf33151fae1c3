import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.settings import Settings
from tests.integrations.command import Aide
from tests.integrations.postgres import Cluster, own_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real PostgreSQL server."""
    with own_cluster() as made:
        yield made


@pytest.fixture
def aide(settings: Settings, tmp_path: Path) -> Aide:
    """The command over the index of the shipped plan."""
    folder = tmp_path / "working"
    folder.mkdir()
    return Aide(settings.home, folder)


@pytest.fixture
def fresh(tmp_path: Path) -> Aide:
    """The command with a data folder that does not exist yet."""
    folder = tmp_path / "working"
    folder.mkdir(exist_ok=True)
    return Aide(tmp_path / "home", folder)


@pytest.fixture
def spoilt(settings: Settings, tmp_path: Path) -> Aide:
    """The command over a copy of the index, for a test to damage."""
    folder = tmp_path / "working"
    folder.mkdir()
    home = tmp_path / "copy"
    shutil.copytree(settings.home, home)
    return Aide(home, folder)
