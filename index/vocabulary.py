"""Word lists that ship as JSON, keyed by language, and the patterns made of them.

The fragments of a list are regular expressions, matched at word borders against a text without
accents and in lower case (`ingest.folding.without_accents`).
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = "en"


def words_of(file: Path, language: str) -> Any:
    """What a file holds for a language; English where it holds nothing for it."""
    every = _read(file)
    return every.get(language, every[DEFAULT])


def whole_words(fragments: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the fragments, standing as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)")


@cache
def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
