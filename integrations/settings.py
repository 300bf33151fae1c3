"""The environment, read once into a frozen object. The only module that reads it."""

import os
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

    @property
    def index_folder(self) -> Path:
        """Where the index lies."""
        return self.home / "index"


def read_settings() -> Settings:
    """Read `.env` in the working folder and the environment, which wins.

    Without a home folder the data goes to `.aide` in the working folder. Raises SettingsUnusable.
    """
    try:
        values = {**dotenv_values(".env"), **os.environ}
    except UnicodeDecodeError as error:
        message = "The file .env is not UTF-8. Save it with that encoding."
        raise SettingsUnusable(message) from error
    home = values.get("AIDE_HOME")
    try:
        if home:
            return Settings(Path(home).expanduser())
    except RuntimeError as error:
        message = f"AIDE_HOME is {home}, and there is no such user. Name a folder."
        raise SettingsUnusable(message) from error
    try:
        return Settings(user_data_path(APPLICATION, appauthor=False))
    except (RuntimeError, OSError):
        return Settings(Path(".aide").resolve())
