"""Acronyms of the field, both ways: "HRDs" finds human rights defenders, and the other way round.

`acronyms.json` holds each acronym with its full forms, the commonest first.
"""

import json
import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "acronyms.json"
# Shorter ones are words when written small: "cat", "gap".
CASELESS_FROM = 4


def spelled_out(question: str) -> str:
    """The question with the full form of each acronym in it, and the acronym of each full form."""
    keys = [_key(found[1]) for found in _acronyms().finditer(question)]
    # "İ" matches "i" in any case and has another capital.
    added = [_full_forms()[key] for key in keys if key in _full_forms()]
    lowered = question.casefold()
    added += [acronym for form, acronym in _acronym_of().items() if form in lowered]
    new = [text for text in dict.fromkeys(added) if text.casefold() not in lowered]
    return f"{question} ({', '.join(new)})" if new else question


def _key(acronym: str) -> str:
    return acronym.upper() if len(acronym) >= CASELESS_FROM else acronym


@cache
def _full_forms() -> dict[str, str]:
    """The commonest full form of each acronym."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return {_key(acronym): forms[0] for acronym, forms in raw.items()}


@cache
def _acronym_of() -> dict[str, str]:
    """The first acronym of each full form, in small letters."""
    found: dict[str, str] = {}
    for acronym, form in _full_forms().items():
        found.setdefault(form.casefold(), acronym)
    return found


@cache
def _acronyms() -> re.Pattern[str]:
    """Any acronym as a whole word, also in the plural."""
    escaped = [
        rf"(?i:{re.escape(acronym)})" if len(acronym) >= CASELESS_FROM else re.escape(acronym)
        for acronym in sorted(_full_forms(), key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])({'|'.join(escaped)})(?:s|'s)?(?![\w+])")
