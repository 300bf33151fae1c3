"""Lines joined to one text; the hyphen of a word that was only cut for the line's end goes.

"imple-" and "mentation" are one word, "long-" and "term" keep their hyphen. The words of the
document decide, then those of the plan, then what is known of the first half.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import LeftOut
from ingest.pdf.line import Line
from ingest.pdf.words import plan_words, words_in
from ingest.reading import Doubt

SOFT = "\u00ad"
HYPHENS = ("-", "\u2010", SOFT)
FIRST_HALF = re.compile(r"([^\W\d_]+(?:[-‑‐][^\W\d_]+)*)[-‐\u00ad]$")
SECOND_HALF = re.compile(r"^([^\W\d_]+(?:[-‑‐][^\W\d_]+)*)")
# "women and/or", "2015-2019", "COVID-19": cut at the line's end, they have no space there.
NO_SPACE_BEHIND = re.compile(r"\w[/‑‐-]$|\d–$")
LONG_WORD, LONGEST_WORD = 7, 60
# First halves that keep their hyphen in the spelling of the institutions.
PREFIXES = frozenset(
    """all anti bottom capacity child civil conflict cross counter cost data decision early e ex
    evidence fact far first follow full future gender good grass ground half hard high human in
    ill inter intra know large later law least like long low medium micro mid multi near needs
    neo no non nuclear off often on one open over para peace people policy post pre pro quasi
    results right rights rule rules second self semi short single six small so socio soft state sub
    survivor targeted ten third three time top trade two ultra under user victim vice well wide
    work world year zero""".split()
)


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines as one text: its marks, and where in it each page after the first begins."""

    text: str
    marks: tuple[tuple[str, int], ...]
    pages: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Joiner:
    """Joins lines with the document's own `words` and keeps account of what it took out."""

    words: Counter[str]
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def join(self, lines: Sequence[Line]) -> Joined:
        """The text of lines that follow each other."""
        text = ""
        marks: list[tuple[str, int]] = []
        pages: list[tuple[int, int]] = []
        for untidy in lines:
            line = self._tidy(untidy)
            glued = False
            if text and line.text:
                text, glued = self._end(text, line, pages[-1][0])
                marks = [(mark, min(offset, len(text))) for mark, offset in marks]
            if text and line.text and not glued:
                text += " "
            if not pages or pages[-1][0] != line.page:
                pages.append((line.page, len(text) if pages else 0))
            marks += [(mark, len(text) + offset) for mark, offset in line.marks]
            text += line.text
        text = text.rstrip(" ")
        return Joined(
            text, tuple((mark, min(offset, len(text))) for mark, offset in marks), tuple(pages)
        )

    def _tidy(self, line: Line) -> Line:
        """The line with its white space folded, soft hyphens inside it taken out."""
        for match in reversed(list(re.finditer(rf"(?:{SOFT}(?!$))|(?: (?= |$))", line.text))):
            if match[0] == SOFT:
                self.left_out.append(LeftOut("hyphen", SOFT, page=line.page))
            line = line.without(*match.span())
        while line.text.startswith(" "):
            line = line.without(0, 1)
        return line

    def _end(self, text: str, line: Line, page: int) -> tuple[str, bool]:
        """The text before a line, without its last hyphen if that one goes; whether it is glued."""
        first, second = FIRST_HALF.search(text[-LONGEST_WORD:]), SECOND_HALF.search(line.text)
        if not first or not second:
            return text, bool(NO_SPACE_BEHIND.search(text[-2:])) and line.text[0].isalnum()
        # "inter- and intra-state" has no cut word.
        if second[1].lower() in ("and", "or", "to"):
            return text, False
        hyphen = text[-1]
        goes = hyphen == SOFT or self._goes(first[1], second[1], page)
        if not goes:
            return text, True
        self.left_out.append(LeftOut("hyphen", hyphen, page=page))
        return text[:-1], True

    def _goes(self, first: str, second: str, page: int) -> bool:
        start, end = first.lower(), second.lower()
        whole, hyphened = start + end, f"{start}-{end}"
        if second[0].isupper() and not first.isupper():
            return False
        for words in (self.words, plan_words()):
            if words[whole] != words[hyphened]:
                return words[whole] > words[hyphened]
        if start.rpartition("-")[2] in PREFIXES or len(start) == 1:
            return False
        if not self._is_word(start) and not self._is_word(end):
            known = self.words.keys() | plan_words().keys()
            # The same word in another form: "implementations" beside "implementation".
            if any(
                word[: len(whole) - 2] == whole[:-2] for word in known if len(whole) >= LONG_WORD
            ):
                return True
        self.doubts.append(
            Doubt(f'The hyphen in "{first}-{second}" may only be that of a line\'s end.', page)
        )
        return False

    def _is_word(self, word: str) -> bool:
        return self.words[word] > 0 or plan_words()[word] > 0


def whole_words(lines: Sequence[Line]) -> Counter[str]:
    """The words of a document, those that are cut at a line's end left aside."""
    texts = []
    cut = False
    for line in lines:
        text = SECOND_HALF.sub("", line.text.strip()) if cut else line.text.strip()
        cut = bool(FIRST_HALF.search(text))
        texts.append(FIRST_HALF.sub("", text) if cut else text)
    return words_in(texts)
