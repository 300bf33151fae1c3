"""Questions about the outline, answered from it instead of by similarity.

Labels, lists, counts, first and last, neighbours, means of implementation, comparisons, and "which
section covers ...". The scores of the search only choose where a question names a topic.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.lexical import words as stems
from index.outline_map import OutlineMap
from index.outlines import Outlines
from index.paragraph_numbers import dotted_numbers, paragraph_numbers
from index.references import References, find_references
from index.structure_words import Concept, StructureWords, structure_words
from index.vectors import Scores
from ingest.document import Kind
from ingest.folding import without_accents

# A section is meant when this share of its title's words stands in the question, ...
TITLE_SHARE = 0.6
# ... and among sections, a title that fits outweighs the scores of two good objectives.
TITLE_WEIGHT = 2.0
STRONGEST = 3
# A question of more words is about a topic and merely mentions the outline.
SHORT_QUESTION = 14
FEW_WORDS = 1
NEAR_BEST = 0.3
# What is left of a question for a part of the outline, and is no topic.
OUTLINE_WORDS = frozenset("plan action annex eu main total altogeth".split()) | {
    str(number) for number in range(1, 20)
}


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
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class LookUp:
    """What a question asks of the outline, and the passages that answer, best or first first.

    `labels` exist and were named or found by their topic; `missing` were named and do not exist.
    All are labels of the document with the id `document`. `named` tells that the question gives
    a label, a line, a section or a number, and not a topic alone.
    """

    ask: Ask
    labels: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    document: str = ""
    named: bool = True


def look_up(
    question: str, language: str, outlines: Outlines, documents: Collection[str], scores: Scores
) -> LookUp | None:
    """Read a question; None when it does not ask about an outline.

    The outline is the one of `documents` that has what the question names. `scores` are those of
    the search, one for each passage of the index.
    """
    if numbered := _numbered(question, language, outlines, documents):
        return numbered
    references = find_references(question, structure_words(language))
    outline = outlines.asked(references.labels, documents)
    found = _Reading(question, language, outline, scores).result()
    named = bool(references.labels or references.numbers)
    return found and replace(found, document=outline.document_id, named=named)


def _numbered(
    question: str, language: str, outlines: Outlines, documents: Collection[str]
) -> LookUp | None:
    """Paragraphs of one document asked for by its own numbers; the plan numbers none."""
    outline = outlines.of(next(iter(documents), ""))
    if len(documents) != 1 or outline is outlines.main:
        return None
    named = paragraph_numbers(question, language)
    numbers = dict.fromkeys([*named, *filter(outline.exists, dotted_numbers(question))])
    if not numbers:
        return None
    # Where numbers begin anew under each heading, "paragraph 5" may be I.5 and nothing else.
    meant = {number: outline.numbered(number) for number in numbers}
    found = [label for label in meant.values() if label]
    # What goes on with a paragraph has its number and a count: "12", "12 (2)".
    labels = [label for number in found for label in outline.repeated(number)]
    positions = tuple(p for label in labels for p in outline.with_everything_below(label))
    missing = tuple(number for number in named if not meant[number])
    return LookUp(Ask.SHOW, tuple(found), missing, positions, outline.document_id)


class _Reading:
    """One question while it is read."""

    def __init__(self, question: str, language: str, outline: OutlineMap, scores: Scores) -> None:
        self.outline = outline
        self.scores = scores
        self.words: StructureWords = structure_words(language)
        self.folded = without_accents(question)
        self.said = self.words.said(self.folded)
        self.references: References = find_references(question, self.words)
        named = self.references.labels
        self.labels = tuple(outline.printed(label) for label in named if outline.exists(label))
        self.missing = tuple(label for label in named if not outline.exists(label))
        # The lines of action among the labels.
        self.lines = [label for label in self.labels if label in outline.lines]
        parts = {part.lower() for label in named for part in label.split(".")}
        self.topic = set(stems(self.words.without(self.folded))) - parts - OUTLINE_WORDS

    def result(self) -> LookUp | None:
        """The first reading that fits, the most specific ones tried first."""
        if self.missing and not self.labels:
            return LookUp(Ask.SHOW, (), self.missing)
        readings = (
            self._means,
            self._introductions,
            self._neighbour,
            self._items,
            self._compared,
            self._leaves,
            self._holder,
            self._counted_or_listed,
            self._within,
        )
        return next((found for read in readings if (found := read()) is not None), None)

    def _found(self, ask: Ask, positions: Sequence[int], *labels: str) -> LookUp:
        return LookUp(ask, labels or self.labels, self.missing, tuple(dict.fromkeys(positions)))

    def _lines_named(self) -> list[str]:
        return list(dict.fromkeys(label.partition(".")[0] for label in self.labels))

    def _lines_are_named(self) -> bool:
        return bool(self.labels) and all(label in self.outline.lines for label in self.labels)

    def _best(self, positions: Sequence[int]) -> list[int]:
        """Those near the best score, best first."""
        ordered = sorted(positions, key=lambda position: -float(self.scores[position]))
        if not ordered:
            return []
        bar = NEAR_BEST * float(self.scores[ordered[0]])
        return [position for position in ordered if self.scores[position] >= bar]

    def _means(self) -> LookUp | None:
        if Concept.MEANS not in self.said:
            return None
        lines = [line for line in self._lines_named() if line in self.outline.lines]
        if lines:
            means = self.outline.of_kind(Kind.MEANS, lines)
            absent = [x for x in lines if not self.outline.of_kind(Kind.MEANS, [x])]
            if not means:
                return LookUp(Ask.SHOW, (), tuple(f"{line}.means" for line in absent))
            return self._found(Ask.COMPARE if len(means) > 1 else Ask.SHOW, means)
        if Concept.LINE not in self.said:
            return None
        means = self.outline.of_kind(Kind.MEANS)
        shared = {p: len(self.topic & set(stems(self.outline.passages[p].text))) for p in means}
        most = max(shared.values(), default=0)
        return self._found(Ask.SHOW, [p for p in means if shared[p] == most])

    def _introductions(self) -> LookUp | None:
        if Concept.INTRODUCTION not in self.said or not self._lines_are_named():
            return None
        found = self.outline.of_kind(Kind.INTRODUCTION, self._lines_named())
        ask = Ask.COMPARE if len(found) > 1 else Ask.SHOW
        return self._found(ask, found) if found else None

    def _neighbour(self) -> LookUp | None:
        after = Concept.AFTER in self.said
        if not after and Concept.BEFORE not in self.said:
            return None
        if self.labels:
            start = self.outline.positions(self.labels[0])[0]
        elif Concept.OBJECTIVE in self.said and len(self.folded.split()) <= SHORT_QUESTION:
            objectives = self.outline.objectives()
            if not objectives:
                return None
            start = max(objectives, key=lambda position: float(self.scores[position]))
        else:
            return None
        neighbour = self.outline.neighbour(start, 1 if after else -1)
        label = self.outline.passages[start].label
        ask = Ask.AFTER if after else Ask.BEFORE
        return self._found(ask, [] if neighbour is None else [neighbour], label)

    def _items(self) -> LookUp | None:
        """First, last and numbered objectives of a section, a line or the plan."""
        near = self.words.near
        first = near(Concept.FIRST, Concept.OBJECTIVE, self.folded)
        last = near(Concept.LAST, Concept.OBJECTIVE, self.folded)
        penultimate = near(Concept.PENULTIMATE, Concept.OBJECTIVE, self.folded)
        both = Concept.FIRST in self.said and Concept.LAST in self.said
        numbers = self.references.numbers
        if not (first or last or penultimate or numbers):
            return None
        label = self._scope_of_items()
        if label is not None and not self.outline.is_heading(label):
            return None
        objectives = self.outline.objectives(label)
        if not objectives or (label is None and numbers and not (first or last)):
            return None
        chosen: list[int] = []
        if penultimate:
            chosen += objectives[-2:-1]
        else:
            chosen += objectives[:1] if first or (both and last) else []
            chosen += objectives[-1:] if last or (both and first) else []
        if not chosen:
            chosen = [objectives[n - 1] for n in numbers if 1 <= n <= len(objectives)]
        if not chosen:
            return LookUp(Ask.SHOW, (), tuple(f"{label}.{number}" for number in numbers))
        return self._found(Ask.ENDS, chosen, *([label] if label else []))

    def _scope_of_items(self) -> str | None:
        """The heading whose objectives are counted off; None for the whole plan."""
        if self.labels and not (self.lines and Concept.SECTION in self.said):
            return self.labels[0]
        titled = self._section_by_title(self.lines)
        if titled is None and Concept.SECTION in self.said:
            return self._strongest_section(self.lines)
        return titled or (self.lines[0] if self.lines else None)

    def _compared(self) -> LookUp | None:
        if Concept.COMPARE not in self.said or len(self.labels) < 2:  # noqa: PLR2004 - two sides
            return None
        positions: list[int] = []
        for label in self.labels:
            frame = [
                position
                for position in self.outline.children(label)
                if self.outline.passages[position].kind in (Kind.INTRODUCTION, Kind.MEANS)
            ]
            positions += frame or self.outline.contents(label)
        return self._found(Ask.COMPARE, positions)

    def _leaves(self) -> LookUp | None:
        """Passages that are named by their own labels."""
        leaves = [label for label in self.labels if not self.outline.is_heading(label)]
        if not leaves:
            return None
        return self._found(
            Ask.SHOW, [position for label in leaves for position in self.outline.positions(label)]
        )

    def _holder(self) -> LookUp | None:
        """ "Which section covers ...": the section or line with the strongest passages."""
        if Concept.WHICH not in self.said or not self.topic:
            return None
        if Concept.SECTION in self.said and len(self.lines) == len(self.labels):
            section = self._strongest_section(self.lines)
            if section is None:
                return None
            whole = Concept.LIST in self.said or Concept.CONTAINS in self.said
            inside = self.outline.contents(section)
            return self._found(Ask.HOLDER, inside if whole else self._best(inside), section)
        which_line = self.words.near(Concept.WHICH, Concept.LINE, self.folded)
        if which_line and not self.labels and self.outline.lines:
            best = self._best([p for line in self.outline.lines for p in self.outline.below(line)])
            line = self.outline.passages[best[0]].label.partition(".")[0]
            held = set(self.outline.below(line))
            return self._found(Ask.HOLDER, [p for p in best if p in held], line)
        return None

    def _counted_or_listed(self) -> LookUp | None:
        counted = Concept.HOW_MANY in self.said
        listed = Concept.LIST in self.said or self._asks_which_objectives()
        outline_named = self.said & {Concept.LINE, Concept.SECTION, Concept.OBJECTIVE}
        if not self.labels:
            if not (counted or listed) or not outline_named:
                return None
            section = self._section_by_title()
            if section is not None:
                ask = Ask.COUNT if counted else Ask.LIST
                return self._found(ask, self.outline.contents(section), section)
            return self._whole_plan(counted)
        if self.topic and not (counted or listed):
            return None
        if Concept.SECTION in self.said and Concept.OBJECTIVE not in self.said:
            sections = self.outline.of_kind(Kind.HEADING, self.lines) if self.lines else []
            if sections and counted:
                return self._found(Ask.COUNT, sections)
            if sections:
                title = self._section_by_title(self.lines)
                return self._found(Ask.LIST, self.outline.contents(title) if title else sections)
        return self._contents(counted)

    def _asks_which_objectives(self) -> bool:
        """ "Welche Ziele stehen in II.B?": a verb may be left, a topic would be more words."""
        which = self.words.near(Concept.WHICH, Concept.OBJECTIVE, self.folded)
        return bool(self.labels) and which and len(self.topic) <= FEW_WORDS

    def _contents(self, counted: bool) -> LookUp:
        title = self._section_by_title(self.lines) if self.lines else None
        headings = (title,) if title else self.labels
        positions = [p for label in headings for p in self.outline.contents(label)]
        return self._found(Ask.COUNT if counted else Ask.LIST, positions, *headings)

    def _whole_plan(self, counted: bool) -> LookUp | None:
        ask = Ask.COUNT if counted else Ask.LIST
        if len(self.folded.split()) > SHORT_QUESTION:
            return None
        if Concept.LINE in self.said and not self.topic:
            return self._found(ask, self._listing_of_lines())
        if not counted:
            return None
        if Concept.OBJECTIVE in self.said and not self.topic:
            return self._found(ask, self.outline.objectives())
        if Concept.SECTION in self.said and not self.topic:
            headings = [self.outline.positions(label)[0] for label in self.outline.sections]
            return self._found(ask, headings)
        return None

    def _within(self) -> LookUp | None:
        """A topic inside a named line or section: the best of it and nothing else."""
        if not self.labels or not all(self.outline.is_heading(label) for label in self.labels):
            return None
        below = [p for label in self.labels for p in self.outline.below(label)]
        return self._found(Ask.WITHIN, self._best(below)) if below else None

    def _listing_of_lines(self) -> list[int]:
        """The list that names the lines, where the document has one; else their headings."""
        titles = [set(stems(self.outline.first(line).title)) for line in self.outline.lines]
        for position in self.outline.of_kind(Kind.LIST):
            passage = self.outline.passages[position]
            items = [
                set(stems(passage.text[i.start - passage.start : i.end - passage.start]))
                for i in passage.items
            ]
            if titles and all(any(title <= item for item in items) for title in titles):
                return [position]
        return [self.outline.positions(line)[0] for line in self.outline.lines]

    def _section_by_title(self, lines: Sequence[str] = ()) -> str | None:
        """The section whose title the question holds, nearly whole; the best fit wins."""
        best, best_share = None, 0.0
        for label in self._sections(lines):
            share = self._title_share(label)
            if share >= TITLE_SHARE and share > best_share:
                best, best_share = label, share
        return best

    def _strongest_section(self, lines: Sequence[str] = ()) -> str | None:
        def strength(label: str) -> float:
            values = sorted(
                (float(self.scores[p]) for p in self.outline.below(label)), reverse=True
            )
            title = set(stems(self.outline.first(label).title))
            named = len(self.topic & title) / max(len(self.topic), 1)
            return sum(values[:STRONGEST]) + named + TITLE_WEIGHT * self._title_share(label)

        return max(self._sections(lines), key=strength, default=None)

    def _sections(self, lines: Sequence[str]) -> list[str]:
        sections = self.outline.sections
        return [s for s in sections if not lines or s.partition(".")[0] in lines]

    def _title_share(self, label: str) -> float:
        title = set(stems(self.outline.first(label).title))
        shared = title & set(stems(self.folded))
        # One shared word of a two-word title ("Business sector") says little by itself.
        return len(shared) / max(len(title), 2)
