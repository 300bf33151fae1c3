"""A model's reply, as it streams in -> plain sentences, what is in quotation marks kept apart.

Whatever marks a quotation for a reader counts as quotation marks: every typographic form, HTML
and Markdown included. Nothing of a model's own markup goes further: no tag, no link, no mark.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from ingest.sentences import sentences

MAX_ESCAPES = 10
# A sentence whose quotation never ends is given up after this.
MAX_CHARACTERS = 4000

DOUBLE = '"“”„‟«»‹›＂「」『』〝〞〟❝❞'
SINGLE_OPEN, SINGLE_CLOSE = "'‘‚‛`´", "'’‘`´"
# Inside this module quotations stand between these two, which no text of a user may hold.
OPEN, CLOSE = "\ue000", "\ue001"

QUOTE_TAG = re.compile(
    r"<\s*(?:quote|q|blockquote|cite)\b([^<>]*)>|<\s*/\s*(?:quote|q|blockquote|cite)\s*>", re.I
)
TAG = re.compile(r"<[^<>]*>")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
REFERENCE = re.compile(r"[\[(【]\s*\^?P?\d{1,2}(?:\s*[,;]\s*\^?P?\d{1,2})*\s*[\])】]")
# Labels that a model adds on its own: the right ones are added from the citation.
LABEL_REFERENCE = re.compile(
    r"[\[(]\s*(?:[^\W\d_]+\s+)?(?:[IVX]+(?:\.[A-Z](?:\.\w+)?)|COM\.[\w.]+|ANNEX\.[\w.]+)\s*[\])]"
    r"|【[^】]*】"
)
PASSAGE_ID = re.compile(r"P\d{1,2}")
BARE_ID = re.compile(r"\bP\d{1,2}\b")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
PAIRED_SINGLES = re.compile(
    rf"(?<!\w)[{SINGLE_OPEN}](?=\S)([^{OPEN}{CLOSE}]+?)(?<=\S)[{SINGLE_CLOSE}](?!\w)"
)
ANY_SINGLE = re.compile(rf"[{SINGLE_OPEN}{SINGLE_CLOSE}]")
EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|~~|\|")
FENCE = re.compile(r"^\s*(?:`{3,}|~{3,}).*$")
BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")
HEADING = re.compile(r"^\s*#{1,6}\s+")
QUOTED_LINE = re.compile(r"^\s*>+\s?")
# What begins a line must be complete before the line is read, a fence with all behind it.
LINE_NOT_BEGUN = re.compile(r"[\s>#*+\-•–\d.)]*|\s*(?:`{1,3}|~{1,3})[^\n]*")
# The end of a sentence, references perhaps, and the first character of the next one.
SENTENCE_BEGUN = re.compile(r"[.!?;][^\w\s]*\s(?:[\s\[\](),;.P\d【】^]*\s)?[^\s\[(【]")
REFERENCES_CHARACTERS = 60
# References that follow a full stop belong to the sentence before it.
TRAILING_REFERENCES = re.compile(
    rf"(?:\s*(?:{REFERENCE.pattern}|{LABEL_REFERENCE.pattern})[.\s]*)+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, in quotation marks or not."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class ReplySentence:
    """One sentence of a reply: its pieces and the ids of the passages it names.

    `new_block` tells that it opens a paragraph, `bullet` that it opens an item of a list;
    `unclosed` that a quotation in it has no end.
    """

    pieces: tuple[Piece, ...]
    passage_ids: tuple[str, ...]
    new_block: bool
    bullet: bool
    unclosed: bool

    @property
    def prose(self) -> str:
        """What stands outside quotation marks."""
        return " ".join(piece.text.strip() for piece in self.pieces if not piece.quoted).strip()


class ReplyReader:
    """Cuts one reply into sentences while it arrives."""

    def __init__(self) -> None:
        """Nothing has been read."""
        self._waiting = ""
        self._at_line_start = True
        self._bullet = False
        self._quoted_line = False
        self._new_block = True

    def feed(self, piece: str) -> list[ReplySentence]:
        """Take the next piece of the reply; return the sentences that are complete now."""
        self._waiting += piece
        found = []
        while "\n" in self._waiting:
            line, self._waiting = self._waiting.split("\n", 1)
            found += self._line(line)
        if not (self._at_line_start and LINE_NOT_BEGUN.fullmatch(self._waiting)):
            self._open_line()
            # What was looked at before need not be looked at again for every token.
            unseen = len(self._waiting) - len(piece) - REFERENCES_CHARACTERS
            if SENTENCE_BEGUN.search(self._waiting, max(0, unseen)):
                found += self._complete_sentences()
        return found

    def finish(self) -> list[ReplySentence]:
        """The reply has ended; return what was still incomplete."""
        line, self._waiting = self._waiting, ""
        return self._line(line)

    def _line(self, line: str) -> list[ReplySentence]:
        """Read a line to its end."""
        rest, self._waiting = self._waiting, line
        self._open_line()
        found = self._complete_sentences()
        if self._waiting.strip():
            found.append(self._sentence(self._waiting))
            self._new_block = self._bullet = False
        elif self._at_line_start or not line.strip():
            self._new_block = True
        self._waiting = rest
        self._at_line_start = True
        return found

    def _open_line(self) -> None:
        """Read what begins a line: the sign of a list, a heading or a quotation."""
        if not self._at_line_start or not self._waiting.strip():
            return
        if FENCE.match(self._waiting):
            self._waiting = ""
            return
        self._at_line_start = False
        self._quoted_line = bool(QUOTED_LINE.match(self._waiting))
        line = HEADING.sub("", QUOTED_LINE.sub("", self._waiting))
        self._bullet = bool(BULLET.match(line))
        self._waiting = BULLET.sub("", line)

    def _complete_sentences(self) -> list[ReplySentence]:
        """Take the sentences off whose end is certain: another one has begun behind them."""
        found: list[ReplySentence] = []
        if self._quoted_line:
            return found
        while True:
            for span in sentences(self._waiting)[:-1]:
                end = span.end
                # A semicolon ends an entity or parts references as often as a sentence.
                if self._waiting[end - 1] == ";":
                    continue
                if trailing := TRAILING_REFERENCES.match(self._waiting, end):
                    end = trailing.end()
                rest = self._waiting[end:].lstrip()
                if not rest or rest[0] in "[(【":
                    return found
                sentence = self._sentence(self._waiting[:end])
                if sentence.unclosed and end < MAX_CHARACTERS:
                    continue
                self._waiting = rest
                self._new_block = self._bullet = False
                found.append(sentence)
                break
            else:
                return found

    def _sentence(self, raw: str) -> ReplySentence:
        text, ids = _plain(f"{OPEN}{raw}{CLOSE}" if self._quoted_line else raw)
        pieces, unclosed = _pieces(text)
        return ReplySentence(pieces, ids, self._new_block, self._bullet, unclosed)


def _plain(raw: str) -> tuple[str, tuple[str, ...]]:
    """Text without markup, quotations between OPEN and CLOSE, and the ids of passages in it."""
    marked = raw.startswith(OPEN) and raw.endswith(CLOSE)
    text = _unescaped(raw[1:-1] if marked else raw)
    text = "".join(
        " " if unicodedata.category(c) == "Cc" else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Co")
    )
    text = ESCAPED.sub(r"\1", text)
    ids = [found for tag in QUOTE_TAG.finditer(text) for found in PASSAGE_ID.findall(tag[1] or "")]
    text = QUOTE_TAG.sub(lambda tag: CLOSE if "/" in tag[0][:3] else OPEN, text)
    text = LINK.sub(r"\1", IMAGE.sub("", TAG.sub("", text)))
    ids += [found for mark in REFERENCE.findall(text) for found in PASSAGE_ID.findall(mark)]
    ids += PASSAGE_ID.findall(text)
    text = BARE_ID.sub("", LABEL_REFERENCE.sub("", REFERENCE.sub("", text)))
    text = text.replace("``", '"').replace("''", '"')
    if marked and OPEN not in text and not any(char in DOUBLE for char in text):
        text = f"{OPEN}{text}{CLOSE}"
    return EMPHASIS.sub("", text), tuple(dict.fromkeys(ids))


def _unescaped(text: str) -> str:
    """Text without entities, however often they were escaped."""
    for _ in range(MAX_ESCAPES):
        text, before = html.unescape(text), text
        if text == before:
            break
    return text


def _pieces(text: str) -> tuple[tuple[Piece, ...], bool]:
    """The pieces of a plain text, and whether a quotation in it has no end."""
    pieces: list[Piece] = []
    current: list[str] = []
    closing = ""

    def end(*, quoted: bool) -> None:
        stretch = "".join(current)
        current.clear()
        if quoted:
            stretch = stretch.strip(f"{DOUBLE} ")
            pieces.extend([Piece(stretch, quoted=True)] if stretch else [])
        else:
            pieces.extend(_singles(stretch))

    for char in text:
        if closing:
            # Inside a tag, quotation marks are part of the quotation.
            if char == closing or (closing != CLOSE and char in DOUBLE):
                end(quoted=True)
                closing = ""
            elif char not in (OPEN, CLOSE):
                current.append(char)
        elif char == OPEN or char in DOUBLE:
            end(quoted=False)
            closing = CLOSE if char == OPEN else char
        elif char != CLOSE:
            current.append(char)
    end(quoted=bool(closing))
    return tuple(pieces), bool(closing)


def _singles(text: str) -> list[Piece]:
    """Cut a text without double marks at its pairs of single ones."""
    pieces = []
    position = 0
    for pair in PAIRED_SINGLES.finditer(text):
        pieces.append(Piece(_apostrophes(text[position : pair.start()]), quoted=False))
        pieces.append(Piece(pair[1].strip(), quoted=True))
        position = pair.end()
    pieces.append(Piece(_apostrophes(text[position:]), quoted=False))
    return [piece for piece in pieces if piece.text]


def _apostrophes(text: str) -> str:
    """Keep single marks that are apostrophes; any other would look like a quotation mark."""

    def keep(mark: re.Match[str]) -> str:
        return "’" if text[: mark.start()][-1:].isalnum() else ""

    # Compatibility forms ("⁷", "Ⅰ", "．") are checked as what they look like.
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", ANY_SINGLE.sub(keep, text)))
