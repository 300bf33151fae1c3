"""The promise of every reader: each visible character is in an element or left out, once."""

from collections import Counter

from ingest.element import Role
from ingest.reading import Reading


def visible(text: str) -> Counter[str]:
    """The characters of a text that are no white space."""
    return Counter("".join(text.split()))


def unaccounted(reading: Reading) -> tuple[Counter[str], Counter[str]]:
    """The characters that were lost and those that were added; both should be empty."""
    kept = [e.number + e.text for e in reading.elements if e.role is not Role.PART]
    left_out = [entry.text for entry in reading.left_out]
    source, account = visible(reading.source_text), visible("".join(kept + left_out))
    return source - account, account - source


NOTHING: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
