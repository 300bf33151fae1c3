"""The labels, lines, sections and numbers that a question names, in any usual spelling.

"I.A.3", "II C 3", "IV-B", "iii.f.2", "II.C.1-3", "COM.2.4", "line 4", "lines II to IV", "the third
line", "sections A and B of line II", "line five, part B", "objectives 2, 3 and 4".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.structure_words import Concept, StructureWords
from ingest.folding import without_accents

ROMAN_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = "VIII|VII|VI|IV|IX|V|III|II|I|X"
_MARK = r"(?:[ ]?[.,][ ]?|[\-–/]|[ ])"
LABEL = re.compile(rf"(?<![\w.])({_ROMAN})({_MARK})([A-Z])(?:{_MARK}(\d{{1,2}}))?(?!\w)", re.I)
MORE_NUMBERS = re.compile(
    r"([ ]?(?:,|-|–|\b(?:and|to|or|&|bis|und|et|y|e|i|a)\b)[ ]?)(\d{1,2})(?![\w.])"
)
PART_LABEL = re.compile(r"\b(COM|ANNEX|ACT)((?:\.(?:\d{1,2}|intro|cover))+)", re.I)
NAMED_LABEL = re.compile(rf"\b({_ROMAN})\.(means|intro)\b", re.I)
COMMUNICATION_PARAGRAPH = re.compile(r"(?<![\w.])(\d)\.(\d{1,2})(?![\w.]*\d)")
# What stands between the items of an enumeration, and what makes it a range.
JOINT = r"(?:[ ]?[,&/][ ]?|[ ]?[-–][ ]?|[ ](?:\w{1,5}[ ]){1,2}?)"
RANGE = frozenset(
    {"-", "–", "to", "through", "until", "bis", "a", "al", "do", "az", "tot", "til", "ate"}
)
# "the first line of my e-mail" is no line of action; "of the plan" is.
OTHER_LINE = re.compile(r"[ ]of[ ](?!action|the[ ](?:action[ ])?plan|the[ ]annex)")


@dataclass(frozen=True, slots=True)
class References:
    """What a question names: labels of any depth, lines, and numbers of objectives."""

    labels: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


def find_references(question: str, words: StructureWords) -> References:
    """Read the references off a question, in the order in which it names them."""
    folded = without_accents(question)
    if len(folded) != len(question):
        # Places in one must be places in the other; capitals are lost then, and seldom matter.
        question = folded
    placed = [*_full_labels(question, folded, words), *_named_labels(question)]
    labels = [label for _, label in sorted(placed)]
    lines = [] if labels else _lines(folded, words)
    letters = _letters(question, folded, words)
    if lines and letters:
        labels += [f"{line}.{letter}" for line in lines for letter in letters]
    else:
        labels += lines
    if not labels and (section := _communication_section(folded, words)):
        labels.append(section)
    return References(tuple(dict.fromkeys(labels)), _numbers(folded, words))


def _full_labels(question: str, folded: str, words: StructureWords) -> Iterator[tuple[int, str]]:
    before: tuple[int, str, int] | None = None
    for match in LABEL.finditer(question):
        roman, mark, letter, number = match.groups()
        if not _is_label(roman, mark, letter, number, folded[: match.start()], words):
            continue
        section = f"{roman.upper()}.{letter.upper()}"
        if number is None:
            yield match.start(), section
            continue
        first = int(number)
        if before and before[1] == section and _is_range(question[before[0] : match.start()]):
            for missing in range(before[2] + 1, first):
                yield match.start() - 1, f"{section}.{missing}"
        yield match.start(), f"{section}.{first}"
        end, last = match.end(), first
        while more := MORE_NUMBERS.match(question, end):
            start = last + 1 if _is_range(more[1]) else int(more[2])
            for following in range(start, int(more[2]) + 1):
                yield more.start(), f"{section}.{following}"
            end, last = more.end(), int(more[2])
        before = (end, section, last)


def _is_label(
    roman: str, mark: str, letter: str, number: str | None, before: str, words: StructureWords
) -> bool:
    """Whether something of the shape of a label is meant as one.

    "I A or B?", "I/O devices", "i.a." and "i.e." have the shape and are none.
    """
    named = "|".join(words.fragments[c] for c in (Concept.LINE, Concept.SECTION, Concept.OBJECTIVE))
    if re.search(rf"(?<!\w)(?:{named})\W+$", before):
        return True
    if number is not None:
        return roman.isupper() or len(roman) > 1 or "." in mark
    if not (roman.isupper() and letter.isupper()):
        return len(roman) > 1 and "." in mark
    return "." in mark or len(roman) > 1 or (roman != "I" and mark == "/")


def _named_labels(question: str) -> Iterator[tuple[int, str]]:
    for match in NAMED_LABEL.finditer(question):
        yield match.start(), f"{match[1].upper()}.{match[2].lower()}"
    for match in PART_LABEL.finditer(question):
        yield match.start(), match[1].upper() + match[2].lower()


def _lines(folded: str, words: StructureWords) -> list[str]:
    line = words.fragments[Concept.LINE]
    numerals = _numerals(words.cardinals, digits=True, romans=True)
    found: dict[int, list[int]] = {}
    for match in re.finditer(rf"(?<!\w)(?:{line})\W+(?={numerals}(?!\w))", folded):
        found[match.start()] = _enumeration(folded, match.end(), numerals, line)
    ordinals = _numerals(words.ordinals)
    # "The second main line" is one, "the second objective of line I" is not.
    adjective = rf"(?:\W+(?!(?:{words.fragments[Concept.OBJECTIVE]})(?!\w))\w+)?"
    joined = rf"(?:{JOINT}{_anonymous(words.ordinals)})*"
    many = rf"(?<!\w){ordinals}(?={joined}{adjective}\W+(?:{line})(?!\w))"
    for match in re.finditer(many, folded):
        end = re.compile(rf"[^.?!]*?(?<!\w)(?:{line})(?!\w)").match(folded, match.end())
        if not end or not OTHER_LINE.match(folded, end.end()):
            found[match.start()] = [_value(match)]
    values = [value for start in sorted(found) for value in found[start]]
    return list(dict.fromkeys(ROMAN_NUMERALS[v - 1] for v in values if v <= len(ROMAN_NUMERALS)))


def _letters(question: str, folded: str, words: StructureWords) -> list[str]:
    section = words.fragments[Concept.SECTION]
    for match in re.finditer(rf"(?<!\w)(?:{section})\W+(?=[a-z](?!\w))", folded):
        first = question[match.end()]
        # "section a ..." may be an article; a capital or a later letter can't be one.
        if first.isupper() or first in "bcdfgh":
            rest = re.compile(rf"((?:{JOINT}[A-H](?!\w))*)").match(question, match.end() + 1)
            more = re.findall(r"(?<!\w)[A-H](?!\w)", rest[1]) if rest else []
            return [first.upper(), *more]
    return []


def _communication_section(folded: str, words: StructureWords) -> str | None:
    if not re.search(rf"(?<!\w)(?:{words.fragments[Concept.COMMUNICATION]})(?!\w)", folded):
        return None
    if paragraph := COMMUNICATION_PARAGRAPH.search(folded):
        return f"COM.{paragraph[1]}.{paragraph[2]}"
    match = re.search(rf"(?<!\w)(?:{words.fragments[Concept.SECTION]})\W+(\d)(?!\w)", folded)
    return f"COM.{match[1]}" if match else None


def _numbers(folded: str, words: StructureWords) -> tuple[int, ...]:
    objective = words.fragments[Concept.OBJECTIVE]
    numerals = _numerals(words.cardinals, digits=True)
    before = r"(?:(?:no|nr|n|number|numero|nummer)\W+)?"
    match = re.search(rf"(?<!\w)(?:{objective})\W+{before}(?={numerals}(?![\w.]))", folded)
    if match:
        return tuple(sorted(set(_enumeration(folded, match.end(), numerals, objective))))
    ordinals = _numerals(words.ordinals)
    many = rf"(?<!\w){ordinals}(?=(?:{JOINT}{_anonymous(words.ordinals)})*\W+(?:{objective})(?!\w))"
    return tuple(sorted({_value(match) for match in re.finditer(many, folded)}))


def _enumeration(folded: str, start: int, numerals: str, noun: str) -> list[int]:
    """The numbers from `start` on, ranges filled; the noun may be repeated before each."""
    item = re.compile(rf"{numerals}(?!\w)")
    joint = re.compile(rf"({JOINT})(?:(?:{noun})[ ])?(?={numerals}(?!\w))")
    values: list[int] = []
    match = item.match(folded, start)
    between = ""
    while match:
        value = _value(match)
        first = values[-1] + 1 if values and _is_range(between) else value
        values += range(min(first, value), value + 1)
        following = joint.match(folded, match.end())
        if not following:
            break
        between = following[1]
        match = item.match(folded, following.end())
    return values


def _is_range(between: str) -> bool:
    return between.strip() in RANGE


def _numerals(names: list[str], *, digits: bool = False, romans: bool = False) -> str:
    """An alternative for each number 1 to 10, in a group named after it where `_value` looks."""
    alternatives = [
        "|".join(
            filter(
                None,
                (
                    name,
                    str(value) if digits else "",
                    ROMAN_NUMERALS[value - 1].lower() if romans else "",
                ),
            )
        )
        for value, name in enumerate(names, start=1)
    ]
    # The longest first: "viii" begins with "v".
    parts = [f"(?P<v{value}>{text})(?!\\w)" for value, text in enumerate(alternatives, start=1)]
    more = r"|(?P<digits>\d{1,2})(?!\w)" if digits else ""
    return f"(?:{'|'.join(parts)}{more})"


def _anonymous(names: list[str]) -> str:
    return f"(?:{'|'.join(names)})"


def _value(match: re.Match[str]) -> int:
    """The number of the alternative that matched."""
    groups = match.groupdict()
    if groups.get("digits"):
        return int(groups["digits"])
    return next(value for value in range(1, 11) if groups.get(f"v{value}") is not None)
