from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from integrations import settings
from integrations.settings import APPLICATION, Settings, read_settings


@pytest.fixture(autouse=True)
def empty_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No AIDE_HOME, and a working folder without an .env."""
    monkeypatch.delenv("AIDE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user" / "data"))
    monkeypatch.chdir(tmp_path)


def test_the_environment_names_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIDE_HOME", str(tmp_path / "aide"))

    assert read_settings() == Settings(tmp_path / "aide")
    assert read_settings().index_folder == tmp_path / "aide" / "index"


def test_a_settings_file_names_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f'AIDE_HOME="{tmp_path / "from file"}"\n', encoding="utf-8")

    assert read_settings().home == tmp_path / "from file"


def test_the_environment_wins_over_the_settings_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("AIDE_HOME=from-file\n", encoding="utf-8")
    monkeypatch.setenv("AIDE_HOME", "from-environment")

    assert read_settings().home == Path("from-environment")


def test_a_settings_file_does_not_change_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("AIDE_HOME=from-file\n", encoding="utf-8")
    read_settings()
    (tmp_path / ".env").write_text("AIDE_HOME=from-another\n", encoding="utf-8")

    assert read_settings().home == Path("from-another")


@pytest.mark.parametrize("value", ["", None])
def test_without_a_name_the_data_goes_to_the_user_s_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv("AIDE_HOME", value)
    home = read_settings().home

    assert home.name == APPLICATION
    assert tmp_path / "user" in home.parents


def test_a_tilde_stands_for_the_user_s_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIDE_HOME", "~/aide")

    assert read_settings().home == tmp_path / "user" / "aide"


def test_without_a_user_s_folder_the_data_goes_to_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_home(*_: object, **__: object) -> Path:
        message = "Could not determine home directory."
        raise RuntimeError(message)

    monkeypatch.setattr(settings, "user_data_path", no_home)

    assert read_settings().home == tmp_path / ".aide"


def test_settings_can_not_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings(Path("a")).home = Path("b")  # type: ignore[misc]
