"""The last look at an answer: all that stands in quotation marks must be one of its quotes."""

import re
from collections.abc import Sequence
from typing import Protocol


class Quoted(Protocol):
    """What a citation shows of itself in a text."""

    @property
    def number(self) -> int:
        """The number of its mark."""

    @property
    def quote(self) -> str:
        """The quoted characters."""


# "›" alone stands between headings; as a quotation mark it comes with "‹".
# A single mark behind a letter is an apostrophe: "states’ duties", "ta’ l-Unjoni".
QUOTATION_MARKS = re.compile(
    '["“”„‟«»‹＂「」『』〝〞〟❝❞❛❜❮❯〈〉⟨⟩⟪⟫《》｢｣﹁﹂﹃﹄″′‶‵＇‘‚‛`´ʻʼʺ🙶🙷🙸]'
    "|(?<!\\w)['’]|<|&#?\\w+;"
)


def quoted(citation: Quoted) -> str:
    """A citation's quote as it stands in the text of an answer, with its mark."""
    return f"“{citation.quote}” [{citation.number}]"


def is_sealed(text: str, citations: Sequence[Quoted]) -> bool:
    """Whether nothing stands in quotation marks but quotes of these citations."""
    # Longest first: a quote may hold another one.
    for citation in sorted(citations, key=lambda citation: -len(citation.quote)):
        text = text.replace(quoted(citation), "")
    return not QUOTATION_MARKS.search(text)
