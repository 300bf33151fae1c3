"""Reversible folding: a text without its typographic differences, and the way back.

Folded alike are white space, case, hyphens and dashes, and quotation marks; soft hyphens and
zero-width characters vanish. Every folded character knows where it stood, so that a match in the
folded text gives back the original's own characters.
"""

import unicodedata
from dataclasses import dataclass

from ingest.document import Span

HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
SINGLE_MARKS = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4", "'")
DOUBLE_MARKS = dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a", '"')
INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
FOLDED = {**HYPHENS, **SINGLE_MARKS, **DOUBLE_MARKS, **INVISIBLE}


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text` is folded; `offsets[i]` is where its character `i` begins in the original."""

    text: str
    offsets: tuple[int, ...]

    def find(self, folded: str, within: Span) -> list[Span]:
        """Every place of `folded` whose original characters lie inside `within`."""
        places: list[Span] = []
        position = self.text.find(folded)
        while position >= 0 and folded:
            start = self.offsets[position]
            end = self.offsets[position + len(folded) - 1] + 1
            if within.start <= start and end <= within.end:
                places.append(Span(start, end))
            position = self.text.find(folded, position + 1)
        return places


def fold(text: str) -> FoldedText:
    """Fold `text`, one character after the other."""
    folded: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        if char.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                offsets.append(offset)
            continue
        for piece in FOLDED.get(char, char.casefold()):
            folded.append(piece)
            offsets.append(offset)
    return FoldedText("".join(folded), tuple(offsets))


def fold_quote(quote: str) -> str:
    """The folded characters of a quote to look for, composed (NFC) and without outer space."""
    return fold(unicodedata.normalize("NFC", quote)).text.strip()
