"""The environment, read once into a frozen object. The only module that reads it."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from platformdirs import user_data_path

APPLICATION = "aide-memoire"


class SettingsUnusable(Exception):
    """A setting can't be read; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each has the name and the default of the README's table."""

    home: Path
    model: str = ""
    model_timeout_seconds: float = 30.0
    model_context_tokens: int = 6000
    database_url: str = ""
    chroma_url: str = ""
    retention_days: float = 365.0
    # What .env says and the environment doesn't: the providers' own variables may be among it.
    provider_variables: tuple[tuple[str, str], ...] = ()

    @property
    def index_folder(self) -> Path:
        """Where the index lies."""
        return self.home / "index"

    @property
    def database(self) -> str | Path:
        """The database of receipts and conversations: a URL, or the file of SQLite."""
        return self.database_url or self.home / "aide.sqlite"

    @property
    def conversations_file(self) -> Path:
        """Where conversations are kept, unless in the PostgreSQL database."""
        return self.home / "conversations.sqlite"

    @property
    def documents_folder(self) -> Path:
        """Where the added documents lie, with every version of their texts."""
        return self.home / "documents"

    @property
    def downloads_folder(self) -> Path:
        """Where downloaded files lie."""
        return self.home / "downloads"

    @property
    def expansions_folder(self) -> Path:
        """Where the expansions lie that a model wrote."""
        return self.home / "expansions"


def read_settings() -> Settings:
    """Read `.env` in the working folder and the environment, which wins.

    Without a home folder the data goes to `.aide` in the working folder. Raises SettingsUnusable.
    """
    try:
        from_file = dotenv_values(".env")
    except UnicodeDecodeError as error:
        message = "The file .env is not UTF-8. Save it with that encoding."
        raise SettingsUnusable(message) from error
    values = {**from_file, **os.environ}
    return Settings(
        home=_home(values.get("AIDE_HOME")),
        model=(values.get("AIDE_MODEL") or "").strip(),
        model_timeout_seconds=_number(values, "AIDE_MODEL_TIMEOUT_SECONDS", 30.0),
        model_context_tokens=math.ceil(_number(values, "AIDE_MODEL_CONTEXT_TOKENS", 6000.0)),
        database_url=(values.get("AIDE_DATABASE_URL") or "").strip(),
        chroma_url=(values.get("AIDE_CHROMA_URL") or "").strip(),
        retention_days=_number(values, "AIDE_RETENTION_DAYS", 365.0, zero=True),
        provider_variables=tuple(
            (name, value)
            for name, value in from_file.items()
            if value is not None and name not in os.environ and not name.startswith("AIDE_")
        ),
    )


def pass_on(settings: Settings) -> None:
    """Put the providers' variables of .env where their clients look for them."""
    os.environ.update(settings.provider_variables)


def _home(named: str | None) -> Path:
    try:
        if named:
            return Path(named).expanduser()
    except RuntimeError as error:
        message = f"AIDE_HOME is {named}, and there is no such user. Name a folder."
        raise SettingsUnusable(message) from error
    try:
        return user_data_path(APPLICATION, appauthor=False)
    except (RuntimeError, OSError):
        return Path(".aide").resolve()


def _number(
    values: Mapping[str, str | None], name: str, default: float, *, zero: bool = False
) -> float:
    raw = values.get(name)
    if not raw:
        return default
    try:
        number = float(raw)
    except ValueError:
        number = -1.0
    if not (0 < number < float("inf") or (zero and number == 0)):
        least = "from 0 up" if zero else "above 0"
        message = f"{name} is {raw}. Give a number {least}, e.g. {default:g}."
        raise SettingsUnusable(message)
    return number
