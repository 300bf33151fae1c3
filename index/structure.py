"""Questions about the document's structure, answered from the outline instead of by similarity.

Recognised are labels ("I.A.3", "section C of line II", "COM.2"), means of implementation of a line,
lists, counts, neighbours ("what comes after I.A.3"), first and last, and comparisons of lines.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.lexical import words
from ingest.document import Kind
from ingest.passage import Passage

ROMAN_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ORDINALS = {
    word: ROMAN_NUMERALS[position]
    for position, names in enumerate(
        [
            ("first", "1st", "one"), ("second", "2nd", "two"), ("third", "3rd", "three"),
            ("fourth", "4th", "four"), ("fifth", "5th", "five"),
        ]
    )
    for word in names
}  # fmt: skip

_LINE = r"(?:VIII|VII|VI|IV|IX|V|I{1,3}|X)"
FULL_LABEL = re.compile(rf"(?<![\w.])({_LINE})[. ]{{1,2}}([A-Z])(?:[. ]{{1,2}}(\d{{1,2}}))?(?![\w])", re.I)
PART_LABEL = re.compile(r"\b(COM|ANNEX|ACT)((?:\.(?:\d{1,2}|intro|cover|note))+)", re.I)
NAMED_LABEL = re.compile(rf"\b({_LINE})\.(means|intro)\b", re.I)
SECTION_OF_LINE = re.compile(
    rf"\bsection ([A-Z]) (?:of|in|under) (?:the )?line (?:of action )?({_LINE}|\d)\b", re.I
)
LINES = re.compile(
    rf"\blines?(?: of action)? (({_LINE}|\d)(?:(?:\s*,\s*|\s*(?:and|&|vs\.?|or|with|to)\s*)(?:line )?(?:{_LINE}|\d))*)(?![\w.])",
    re.I,
)
ORDINAL_LINE = re.compile(rf"\b({'|'.join(ORDINALS)}) line\b", re.I)
COMMUNICATION_SECTION = re.compile(r"\bsection (\d) of the (?:joint )?communication", re.I)

MEANS = re.compile(r"\bmeans\b(?! (?:to|of (?!implementation))\b)", re.I)
LISTING = re.compile(
    r"\b(list|lists|all|every|each|enumerate|which objectives|what objectives|points|bullets?|"
    r"objectives (?:under|of|in|does)|overview|outline|sections)\b", re.I)  # fmt: skip
COUNTING = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.I)
AFTER = re.compile(r"\b(after|next|follows|following)\b", re.I)
BEFORE = re.compile(r"\b(before|precedes|preceding|previous)\b", re.I)
COMPARING = re.compile(r"\b(compar\w*|differ\w*|versus|vs)\b", re.I)
FIRST = re.compile(r"\b(?:very )?first objective|\bobjective\b.{0,20}\bfirst\b|\bbegins? with\b", re.I)
LAST = re.compile(r"\b(?:very )?last objective|\bfinal objective|\bvery last\b", re.I)
WHICH_HOLDER = re.compile(r"\b(?:which|what)(?: of the)? (sections?|lines?)\b", re.I)
OBJECTIVES = re.compile(r"\bobjectives?\b", re.I)
SECTIONS = re.compile(r"\bsections?\b", re.I)
LINE_WORD = re.compile(r"\blines?\b(?: of action)?", re.I)


class Ask(StrEnum):
    """What a question wants from the outline."""

    SHOW = "show"
    LIST = "list"
    COUNT = "count"
    AFTER = "after"
    BEFORE = "before"
    COMPARE = "compare"
    ENDS = "ends"
    HOLDER = "holder"
    MEANS = "means"


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a question asks of the outline.

    `labels` exist and were named, `missing` were named and do not exist; `positions` are the
    passages that answer, in reading order, empty where similarity must choose among `scope`.
    """

    ask: Ask
    labels: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    scope: tuple[int, ...] = ()


class Structure:
    """The outline of the indexed passages, by label."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Read the outline off the passages, which stand in reading order."""
        self._passages = passages
        self._by_label: dict[str, list[int]] = {}
        self._children: dict[str, list[int]] = {}
        for position, passage in enumerate(passages):
            self._by_label.setdefault(passage.label.casefold(), []).append(position)
            self._children.setdefault(passage.parent.casefold(), []).append(position)

    def look_up(self, question: str) -> LookUp | None:
        """Read a question; None when it does not ask about the structure."""
        named = list(dict.fromkeys(_named_labels(question)))
        labels = tuple(self._printed(label) for label in named if self._exists(label))
        missing = tuple(label for label in named if not self._exists(label))
        if MEANS.search(question) and (found := self._means(question, labels)):
            return found
        holder = WHICH_HOLDER.search(question)
        if holder and not missing:
            wanted_level = 1 if holder[1].casefold().startswith("line") else 2
            scope = [
                position
                for position in self.searchable(labels or None)
                if self._passages[position].kind is Kind.OBJECTIVE
            ]
            if scope and not (wanted_level == 1 and labels):
                return LookUp(Ask.HOLDER, labels, missing, (), tuple(scope))
        if FIRST.search(question) or LAST.search(question):
            return self._ends(question, labels)
        if not named:
            return self._without_labels(question)
        return self._with_labels(question, labels, missing)

    def passage(self, position: int) -> Passage:
        """The passage at a position."""
        return self._passages[position]

    def children(self, label: str) -> list[int]:
        """Positions of the passages directly under a heading, in reading order."""
        return self._children.get(label.casefold(), [])

    def searchable(self, labels: Iterable[str] | None = None) -> list[int]:
        """Positions below the headings `labels` (below all when None), headings left out."""
        if labels is None:
            return [p for p, passage in enumerate(self._passages) if passage.kind not in _FRAME]
        found: list[int] = []
        for label in labels:
            for position in self.children(label):
                passage = self._passages[position]
                if passage.kind is Kind.HEADING:
                    found += self.searchable([passage.label])
                elif passage.kind not in _FRAME:
                    found.append(position)
        return found

    def positions(self, label: str) -> list[int]:
        """Positions of the passages with this label, more than one where it was split."""
        return self._by_label.get(label.casefold(), [])

    def with_everything_below(self, label: str) -> list[int]:
        """The passages with this label and, under a heading, all below it, in reading order."""
        found: list[int] = []
        for position in self.positions(label):
            found.append(position)
            if self._passages[position].kind is Kind.HEADING:
                for child in self.children(label):
                    child_label = self._passages[child].label
                    # A split passage repeats its label; its first part brings the others.
                    if child not in found:
                        found += self.with_everything_below(child_label)
        return found

    def siblings(self, label: str) -> list[str]:
        """The labels that exist where `label` does not: those under its nearest real heading."""
        stem = label
        while "." in stem:
            stem = stem.rpartition(".")[0]
            if self._exists(stem):
                return [
                    self._passages[position].label
                    for position in self.children(stem)
                    if self._passages[position].label.count(".") == stem.count(".") + 1
                ]
        return [p.label for p in self._passages if p.kind is Kind.HEADING and p.level == 1
                and p.label in ROMAN_NUMERALS]  # fmt: skip

    def _exists(self, label: str) -> bool:
        return label.casefold() in self._by_label

    def _printed(self, label: str) -> str:
        return self._passages[self._by_label[label.casefold()][0]].label

    def _is_heading(self, label: str) -> bool:
        return self._passages[self.positions(label)[0]].kind is Kind.HEADING

    def _means(self, question: str, labels: tuple[str, ...]) -> LookUp | None:
        every = [p for p, passage in enumerate(self._passages) if passage.kind is Kind.MEANS]
        lines = {label.partition(".")[0] for label in labels}
        chosen = [p for p in every if self._passages[p].parent in lines]
        if lines:
            return LookUp(Ask.SHOW, labels, (), tuple(chosen)) if chosen else None
        if re.search(r"means of implementation|among its means|\blines?\b", question, re.I):
            return LookUp(Ask.MEANS, labels, (), (), tuple(every))
        return None

    def _ends(self, question: str, labels: tuple[str, ...]) -> LookUp:
        objectives = [
            position
            for position in self.searchable(labels or None)
            if self._passages[position].kind is Kind.OBJECTIVE
        ]
        ends: list[int] = []
        if objectives and FIRST.search(question):
            ends.append(objectives[0])
        if objectives and LAST.search(question):
            ends.append(objectives[-1])
        return LookUp(Ask.ENDS, labels, (), tuple(ends))

    def _without_labels(self, question: str) -> LookUp | None:
        counting = bool(COUNTING.search(question))
        if not counting and not LISTING.search(question):
            return None
        headings = [p for p, passage in enumerate(self._passages) if passage.kind is Kind.HEADING]
        titled = self._titled(question, headings)
        if titled is not None:
            label = self._passages[titled].label
            return LookUp(
                Ask.COUNT if counting else Ask.LIST, (label,), (), tuple(self._objectives(label))
            )
        asked = words(question)
        if len(asked) > 8:  # noqa: PLR2004 - a longer question is about a topic, not the outline
            return None
        lines = [p for p in headings if self._passages[p].label in ROMAN_NUMERALS]
        sections = [p for p in headings if self._passages[p].parent in ROMAN_NUMERALS]
        if OBJECTIVES.search(question) and counting:
            return LookUp(Ask.COUNT, (), (), tuple(self._all_objectives()))
        if SECTIONS.search(question) and (counting or "plan" in asked):
            return LookUp(Ask.COUNT if counting else Ask.LIST, (), (), tuple(sections))
        if LINE_WORD.search(question):
            return LookUp(Ask.COUNT if counting else Ask.LIST, (), (), tuple(lines))
        return None

    def _titled(self, question: str, headings: list[int]) -> int | None:
        """The heading whose title the question holds, nearly whole; the longest one wins."""
        asked = set(words(question))
        best, best_share = None, 0.0
        for position in headings:
            title = set(words(self._passages[position].title))
            share = len(title & asked) / len(title) if title else 0.0
            if share >= 0.75 and len(title & asked) > 1 and share >= best_share:  # noqa: PLR2004
                best, best_share = position, share
        return best

    def _with_labels(
        self, question: str, labels: tuple[str, ...], missing: tuple[str, ...]
    ) -> LookUp:
        positions: list[int] = []
        if labels and (AFTER.search(question) or BEFORE.search(question)):
            after = bool(AFTER.search(question))
            neighbour = self._neighbour(labels[0], 1 if after else -1)
            if neighbour is not None:
                ask = Ask.AFTER if after else Ask.BEFORE
                return LookUp(ask, labels, missing, (neighbour,))
        for label in labels:
            positions += self._objectives(label) if self._is_heading(label) else self.positions(label)
        ask = Ask.LIST if any(map(self._is_heading, labels)) else Ask.SHOW
        if COUNTING.search(question) and labels:
            ask = Ask.COUNT
        elif COMPARING.search(question) and len(labels) > 1:
            ask = Ask.COMPARE
            positions = [
                position
                for label in labels
                for position in self.children(label)
                if self._passages[position].kind in (Kind.INTRODUCTION, Kind.MEANS)
            ] or positions
        return LookUp(ask, labels, missing, tuple(dict.fromkeys(positions)))

    def _neighbour(self, label: str, step: int) -> int | None:
        position = self.positions(label)[0]
        heading = self._is_heading(label)
        level = self._passages[position].level
        position += step
        while 0 <= position < len(self._passages):
            passage = self._passages[position]
            if heading and passage.kind is Kind.HEADING and passage.level <= level:
                return position
            if not heading and passage.kind not in _FRAME:
                return position
            position += step
        return None

    def _objectives(self, label: str) -> list[int]:
        """The objectives under a heading; where it has none, all that stands directly under it."""
        below = self.searchable([label])
        objectives = [p for p in below if self._passages[p].kind is Kind.OBJECTIVE]
        return objectives or below

    def _all_objectives(self) -> list[int]:
        return [p for p, passage in enumerate(self._passages) if passage.kind is Kind.OBJECTIVE]


_FRAME = frozenset({Kind.HEADING, Kind.COVER, Kind.NOTE})


def _named_labels(question: str) -> Iterable[str]:
    """Every label that a question names, in the outline's spelling."""
    for match in SECTION_OF_LINE.finditer(question):
        yield f"{_roman(match[2])}.{match[1].upper()}"
    for match in FULL_LABEL.finditer(question):
        printed = match[0]
        # "I a 2" in running text is no label: without dots only capitals count.
        if "." not in printed and not (match[1].isupper() and match[2].isupper() and match[3]):
            continue
        yield ".".join(filter(None, (match[1].upper(), match[2].upper(), match[3])))
    for match in NAMED_LABEL.finditer(question):
        yield f"{match[1].upper()}.{match[2].lower()}"
    for match in PART_LABEL.finditer(question):
        yield match[1].upper() + match[2].lower()
    for match in COMMUNICATION_SECTION.finditer(question):
        yield f"COM.{match[1]}"
    for match in LINES.finditer(question):
        for token in re.findall(rf"\b(?:{_LINE}|\d)\b", match[1], re.I):
            yield _roman(token)
    for match in ORDINAL_LINE.finditer(question):
        yield ORDINALS[match[1].casefold()]


def _roman(token: str) -> str:
    return ROMAN_NUMERALS[int(token) - 1] if token.isdigit() and token != "0" else token.upper()
