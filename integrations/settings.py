"""The environment, read once into a frozen object. The only module that reads it."""

import os
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from platformdirs import user_data_path

APPLICATION = "aide-memoire"


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

    Without a home folder the data goes to `.aide` in the working folder.
    """
    values = {**dotenv_values(".env"), **os.environ}
    home = values.get("AIDE_HOME")
    if home:
        return Settings(Path(home).expanduser())
    try:
        return Settings(user_data_path(APPLICATION, appauthor=False))
    except (RuntimeError, OSError):
        return Settings(Path(".aide").resolve())
