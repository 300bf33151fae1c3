"""The capital N that Council documents of 2013 and 2014 lost: "GUIDELI ES", "EUROPEA U IO".

It is put back only in lines of capitals that have no N at all, and only where that makes a known
word of pieces that are none.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import product

from ingest.pdf.line import Flow, Line
from ingest.pdf.words import plan_words, title_words
from ingest.reading import Doubt

MOST_PIECES = 5
# Left alone unless other words of their line were restored.
SHORT_WORDS = {"I": "IN", "O": "ON"}


@dataclass(slots=True)
class _Restorer:
    words: Counter[str]
    doubts: list[Doubt] = field(default_factory=list)

    def restored(self, line: Line) -> Line:
        if not line.capitals or "N" in line.text or " " not in line.text.strip() + " ":
            return line
        text = line.text
        tokens = text.split(" ")
        result: list[str] = []
        position, changes = 0, 0
        while position < len(tokens):
            word, taken = self._word_at(tokens, position)
            result.append(word)
            changes += word != " ".join(tokens[position : position + taken])
            position += taken
        if not changes:
            return line
        result = [SHORT_WORDS.get(word, word) for word in result]
        whole = " ".join(word for word in result if word)
        message = f'The letter N is missing from "{text}"; it was read as "{whole}".'
        self.doubts.append(Doubt(message, line.page))
        return replace(line, text=whole, raised=(), gaps=())

    def _word_at(self, tokens: list[str], position: int) -> tuple[str, int]:
        """The word that begins at a token, and how many tokens it is made of."""
        for count in range(min(MOST_PIECES, len(tokens) - position), 0, -1):
            pieces = tokens[position : position + count]
            letters = [piece.strip(".,;:()\"'“”‘’") for piece in pieces]
            if not all(letter.isalpha() for letter in letters if letter):
                continue
            if count == 1 and (len(letters[0]) == 1 or self._is_known(letters[0])):
                continue
            if count > 1 and all(self._is_known(letter) for letter in letters):
                continue
            found = self._joined(pieces)
            if found:
                return found, count
        return tokens[position], 1

    def _joined(self, pieces: list[str]) -> str:
        for start, middle, end in product(("", "N"), ("N", "NN"), ("", "N")):
            if len(pieces) == 1 and not start and not end:
                continue
            core = middle.join(pieces)
            stripped = core.strip(".,;:()\"'“”‘’")
            before, _, behind = core.partition(stripped)
            whole = start + stripped + end
            if stripped and whole.isalpha() and self._is_known(whole):
                return before + whole + behind
        return ""

    def _is_known(self, word: str) -> bool:
        small = word.lower()
        return len(small) > 1 and (
            self.words[small] > 0 or plan_words()[small] > 0 or small in title_words()
        )


def restore_capitals(flows: list[Flow], words: Counter[str]) -> tuple[list[Flow], list[Doubt]]:
    """The flows with the lost letters put back; `words` are those of lines in small letters."""
    restorer = _Restorer(words)
    restored: list[Flow] = [
        [restorer.restored(box) if isinstance(box, Line) else box for box in flow] for flow in flows
    ]
    return restored, restorer.doubts
