"""The words around quotes, in the 24 languages of the EU: `phrases.json`, one entry a language."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "phrases.json"
DEFAULT = "en"


class Phrases:
    """The phrases of one language."""

    def __init__(self, language: str) -> None:
        """Take English where no phrases ship for `language`."""
        every = _all_phrases()
        self.language = language if language in every else DEFAULT
        self._phrases = every[self.language]

    def say(self, name: str, **places: object) -> str:
        """The phrase with its places filled. Raises KeyError for a name or place that is none."""
        return self._phrases[name].format(**places)

    def joined(self, parts: Sequence[str]) -> str:
        """Several names as one: "a", "a and b", "a, b and c"."""
        if len(parts) <= 1:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.say('and')} {parts[-1]}"


@cache
def phrases(language: str) -> Phrases:
    """The phrases of a language, read once."""
    return Phrases(language)


@cache
def _all_phrases() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
