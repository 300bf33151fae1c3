"""Reversible folding: a text without its typographic differences, and the way back.

Folded alike are white space, case, hyphens and dashes, and quotation marks; soft hyphens and
zero-width characters vanish. Every folded character knows where it stood, so that a match in the
folded text gives back the original's own characters.
"""

import re
import unicodedata
from dataclasses import dataclass

from ingest.document import Span

HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
SINGLE_MARKS = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4", "'")
DOUBLE_MARKS = dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a", '"')
INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
COMBINING = re.compile("[\u0300-\u036f]")
CHARACTER = re.compile(rf"\s|\S{COMBINING.pattern}*")
FOLDED = {**HYPHENS, **SINGLE_MARKS, **DOUBLE_MARKS, **INVISIBLE}


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`text` is folded; its character `i` stands at `offsets[i]` to `ends[i]` in the original."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, folded: str, within: Span) -> list[Span]:
        """Every place of `folded` whose original characters lie inside `within`.

        A place never begins or ends inside an original character: "stras" is not in "straße".
        """
        places: list[Span] = []
        position = self.text.find(folded)
        while position >= 0 and folded:
            after = position + len(folded)
            start, end = self.offsets[position], self.ends[after - 1]
            whole = (position == 0 or self.ends[position - 1] <= start) and (
                after == len(self.text) or end <= self.offsets[after]
            )
            if whole and within.start <= start and end <= within.end:
                places.append(Span(start, end))
            position = self.text.find(folded, position + 1)
        return places


def fold(text: str) -> FoldedText:
    """Fold `text`, one character with its combining accents after the other."""
    folded: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for match in CHARACTER.finditer(text):
        char = match[0]
        if char.isspace():
            pieces = " " if folded and folded[-1] != " " else ""
        elif char.isascii():
            pieces = FOLDED.get(char, char.lower())
        else:
            # Composed (NFC), so that a letter with its accent apart equals the letter in one.
            composed = unicodedata.normalize("NFC", char)
            pieces = "".join(FOLDED.get(part, part.casefold()) for part in composed)
        folded += pieces
        offsets += [match.start()] * len(pieces)
        ends += [match.end()] * len(pieces)
    return FoldedText("".join(folded), tuple(offsets), tuple(ends))


def fold_quote(quote: str) -> str:
    """The folded characters of a quote to look for, without outer space."""
    return fold(quote).text.strip()


def without_accents(text: str) -> str:
    """Lower case without accents, so that "démarche", "demarche" and "Demarche" are one word.

    One-way: the result has no offsets back into `text`.
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    return COMBINING.sub("", unicodedata.normalize("NFKD", lower))
