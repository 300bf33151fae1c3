"""The words for the language model: text files with named places, and the one loader for them.

A place is written {{name}}. What is put into a place is data: it is never searched for places.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PLACE = re.compile(r"\{\{(\w+)\}\}")


class PromptUnusable(Exception):
    """A prompt file is missing, or its places and the values given don't match."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text of one prompt file."""

    name: str
    text: str

    @property
    def places(self) -> frozenset[str]:
        """The names of the places to fill."""
        return frozenset(PLACE.findall(self.text))

    @property
    def digest(self) -> str:
        """SHA-256 of the text, kept with every answer that a model wrote."""
        return f"sha256:{hashlib.sha256(self.text.encode()).hexdigest()}"

    def fill(self, **values: str) -> str:
        """The text with every place filled. Raises PromptUnusable unless the names match."""
        if missing := self.places ^ values.keys():
            names = ", ".join(sorted(missing))
            message = f"The prompt {self.name} and the values for it differ in: {names}."
            raise PromptUnusable(message)
        return PLACE.sub(lambda place: values[place[1]], self.text)


@cache
def prompt(name: str) -> Prompt:
    """The prompt in `prompts/<name>.md`. Raises PromptUnusable."""
    try:
        return Prompt(name, (FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    except OSError as error:
        message = f"There is no prompt {name}. Install the package again."
        raise PromptUnusable(message) from error
