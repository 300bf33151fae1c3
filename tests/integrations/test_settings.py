import os
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path
from unittest.mock import patch

import pytest

from integrations import settings
from integrations.settings import APPLICATION, Settings, SettingsUnusable, pass_on, read_settings

PROVIDER = "OPENAI_API_KEY"


@pytest.fixture(autouse=True)
def empty_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting in the environment, and a working folder without an .env."""
    for name in [*(name for name in os.environ if name.startswith("AIDE_")), PROVIDER]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user" / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def restored() -> Iterator[None]:
    """The environment is afterwards what it was."""
    with patch.dict(os.environ):
        yield


def settings_file(folder: Path, *lines: str) -> None:
    (folder / ".env").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


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


def test_no_model_is_configured_at_first() -> None:
    read = read_settings()

    assert (read.model, read.model_timeout_seconds, read.provider_variables) == ("", 30.0, ())


def test_the_expansions_that_a_model_wrote_lie_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(tmp_path).expansions_folder == tmp_path / "expansions"


@pytest.mark.parametrize("value", ["openai:gpt-test", "  openai:gpt-test \t"])
def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("AIDE_MODEL", value)

    assert read_settings().model == "openai:gpt-test"


def test_a_settings_file_names_the_model_and_its_time(tmp_path: Path) -> None:
    settings_file(tmp_path, "AIDE_MODEL=ollama:small", "AIDE_MODEL_TIMEOUT_SECONDS=2.5")
    read = read_settings()

    assert (read.model, read.model_timeout_seconds) == ("ollama:small", 2.5)


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_name_in_the_environment_switches_the_model_of_the_file_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    settings_file(tmp_path, "AIDE_MODEL=ollama:small")
    monkeypatch.setenv("AIDE_MODEL", value)

    assert read_settings().model == ""


def test_a_name_without_a_value_in_the_file_names_no_model(tmp_path: Path) -> None:
    settings_file(tmp_path, "AIDE_MODEL", "AIDE_MODEL_TIMEOUT_SECONDS=")
    read = read_settings()

    assert (read.model, read.model_timeout_seconds) == ("", 30.0)


@pytest.mark.parametrize(("value", "seconds"), [("5", 5.0), ("0.25", 0.25), (" 1e2 ", 100.0)])
def test_the_environment_tells_how_long_a_model_may_take(
    monkeypatch: pytest.MonkeyPatch, value: str, seconds: float
) -> None:
    monkeypatch.setenv("AIDE_MODEL_TIMEOUT_SECONDS", value)

    assert read_settings().model_timeout_seconds == seconds


@pytest.mark.parametrize("value", ["0", "-1", "soon", "30s", "1,5", "nan", "inf", "1e999", " "])
def test_a_time_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("AIDE_MODEL_TIMEOUT_SECONDS", value)

    with pytest.raises(SettingsUnusable) as caught:
        read_settings()

    assert str(caught.value) == (
        f"AIDE_MODEL_TIMEOUT_SECONDS is {value}. Give a number above 0, e.g. 30."
    )


def test_answers_are_kept_for_a_year_in_the_data_folder(tmp_path: Path) -> None:
    read = Settings(tmp_path)

    assert (read_settings().retention_days, read_settings().database_url) == (365.0, "")
    assert read.database == tmp_path / "aide.sqlite"
    assert read.conversations_file == tmp_path / "conversations.sqlite"


def test_a_database_that_is_named_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIDE_DATABASE_URL", " postgresql://server/aide\n")
    read = read_settings()

    assert read.database_url == read.database == "postgresql://server/aide"


@pytest.mark.parametrize(("value", "days"), [("0", 0.0), ("0.5", 0.5), ("30", 30.0), ("", 365.0)])
def test_the_environment_tells_how_long_answers_are_kept(
    monkeypatch: pytest.MonkeyPatch, value: str, days: float
) -> None:
    monkeypatch.setenv("AIDE_RETENTION_DAYS", value)

    assert read_settings().retention_days == days


@pytest.mark.parametrize(("value", "tokens"), [("8000", 8000), ("1e4", 10_000), ("", 6000)])
def test_the_environment_tells_how_much_a_model_reads(
    monkeypatch: pytest.MonkeyPatch, value: str, tokens: int
) -> None:
    monkeypatch.setenv("AIDE_MODEL_CONTEXT_TOKENS", value)

    assert read_settings().model_context_tokens == tokens


@pytest.mark.parametrize(
    ("name", "value", "example"),
    [
        ("AIDE_MODEL_CONTEXT_TOKENS", "0", "6000"),
        ("AIDE_MODEL_CONTEXT_TOKENS", "-5", "6000"),
        ("AIDE_MODEL_CONTEXT_TOKENS", "many", "6000"),
        ("AIDE_MODEL_CONTEXT_TOKENS", "inf", "6000"),
        ("AIDE_RETENTION_DAYS", "-1", "365"),
        ("AIDE_RETENTION_DAYS", "nan", "365"),
        ("AIDE_RETENTION_DAYS", "for ever", "365"),
    ],
)
def test_a_number_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, example: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsUnusable) as caught:
        read_settings()

    assert str(caught.value).startswith(f"{name} is {value}. Give a number ")
    assert str(caught.value).endswith(f", e.g. {example}.")


def test_the_providers_variables_of_the_file_are_kept(tmp_path: Path) -> None:
    settings_file(
        tmp_path, "AIDE_MODEL=openai:gpt-test", f'{PROVIDER}="from file"', "AIDE_OTHER=x", "LONE"
    )

    assert read_settings().provider_variables == ((PROVIDER, "from file"),)


@pytest.mark.parametrize("value", ["from environment", ""])
def test_the_providers_variables_of_the_environment_win(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    settings_file(tmp_path, f"{PROVIDER}=from-file")
    monkeypatch.setenv(PROVIDER, value)

    assert read_settings().provider_variables == ()


@pytest.mark.usefixtures("restored")
def test_the_providers_variables_reach_their_clients_when_they_are_passed_on(
    tmp_path: Path,
) -> None:
    settings_file(tmp_path, f"{PROVIDER}=from-file", "AIDE_MODEL=openai:gpt-test")
    read = read_settings()
    before = dict(os.environ)
    pass_on(read)

    assert PROVIDER not in before
    assert dict(os.environ) == before | {PROVIDER: "from-file"}


@pytest.mark.usefixtures("restored")
def test_without_variables_nothing_is_passed_on(tmp_path: Path) -> None:
    before = dict(os.environ)
    pass_on(Settings(tmp_path, model="openai:gpt-test"))

    assert dict(os.environ) == before


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("AIDE_HOME=Dé\n".encode("latin-1"))

    with pytest.raises(SettingsUnusable, match=r"^The file \.env is not UTF-8\."):
        read_settings()
