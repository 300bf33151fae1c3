"""The labels, lines, sections and numbers that a question names, in any usual spelling.

"I.A.3", "II C 3", "IV-B", "iii.f.2", "COM.2.4", "line 4", "lines II and IV", "the third line",
"section C of line II", "line five, part B", "objectives 5 to 7".
"""

import re
from dataclasses import dataclass

from index.structure_words import Concept, StructureWords
from ingest.folding import without_accents

ROMAN_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = "VIII|VII|VI|IV|IX|V|III|II|I|X"
DOTTED = re.compile(rf"(?<![\w.])({_ROMAN})[.\-–/]([A-Z])(?:[.\-–/ ](\d{{1,2}}))?(?!\w)", re.I)
SPACED = re.compile(rf"(?<![\w.])({_ROMAN}) ([A-Z])(?: (\d{{1,2}}))?(?!\w)")
ABBREVIATION = re.compile(r"i\.e\b", re.I)
PART_LABEL = re.compile(r"\b(COM|ANNEX|ACT)((?:\.(?:\d{1,2}|intro|cover))+)", re.I)
NAMED_LABEL = re.compile(rf"\b({_ROMAN})\.(means|intro)\b", re.I)
# The next numeral of an enumeration: "II and IV", "I, II und III", "I or line IV".
NEXT_ROMAN = re.compile(rf"[\W_]+(?:\w{{1,6}}[\W_]+){{0,2}}?({_ROMAN})(?!\w)")
COMMUNICATION_PARAGRAPH = re.compile(r"(?<![\w.])(\d)\.(\d{1,2})(?![\w.]*\d)")


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
    labels = [
        *_full_labels(question),
        *(f"{m[1].upper()}.{m[2].lower()}" for m in NAMED_LABEL.finditer(question)),
        *(m[1].upper() + m[2].lower() for m in PART_LABEL.finditer(question)),
    ]
    lines = [] if labels else _lines(question, folded, words)
    letters = _letters(question, folded, words)
    if lines and letters:
        labels += [f"{line}.{letter}" for line in lines for letter in letters]
    else:
        labels += lines
    if not labels and (section := _communication_section(folded, words)):
        labels.append(section)
    return References(tuple(dict.fromkeys(labels)), _numbers(folded, words))


def _full_labels(question: str) -> list[str]:
    found = []
    for pattern in (DOTTED, SPACED):
        for match in pattern.finditer(question):
            if not ABBREVIATION.match(match[0]):
                parts = (match[1].upper(), match[2].upper(), match[3])
                found.append(".".join(filter(None, parts)))
    return found


def _lines(question: str, folded: str, words: StructureWords) -> list[str]:
    line = words.fragments[Concept.LINE]
    numeral = "|".join(f"(?P<n{i}>{w}|{i + 1})" for i, w in enumerate(words.cardinals))
    ordinal = "|".join(f"(?P<o{i}>{w})" for i, w in enumerate(words.ordinals))
    found: dict[int, str] = {}
    after = rf"(?<!\w)(?:{line})\W+(?:(?P<roman>{_ROMAN.lower()})|{numeral})(?!\w)"
    for match in re.finditer(after, folded):
        named = match["roman"]
        found[match.start()] = named.upper() if named else _from_group(match, "n")
        end = match.end()
        # The rest of an enumeration; lower case in the folded text, so look at the original.
        while named and (following := NEXT_ROMAN.match(question, end)):
            found[following.start(1)] = following[1]
            end = following.end()
    many = rf"(?<!\w)(?:{ordinal})(?=\W+(?:(?:\w+\W+){{0,3}})(?:{line})(?!\w))"
    for match in re.finditer(many, folded):
        found[match.start()] = _from_group(match, "o")
    return list(dict.fromkeys(found[start] for start in sorted(found)))


def _letters(question: str, folded: str, words: StructureWords) -> list[str]:
    section = words.fragments[Concept.SECTION]
    return [
        match[1].upper()
        for match in re.finditer(rf"(?<!\w)(?:{section})\W+([a-z])(?!\w)", folded)
        # "section a ..." may be an article; a capital or a later letter can't be one.
        if question[match.start(1)].isupper() or match[1] in "bcdfgh"
    ]


def _communication_section(folded: str, words: StructureWords) -> str | None:
    if not re.search(rf"(?<!\w)(?:{words.fragments[Concept.COMMUNICATION]})(?!\w)", folded):
        return None
    if paragraph := COMMUNICATION_PARAGRAPH.search(folded):
        return f"COM.{paragraph[1]}.{paragraph[2]}"
    match = re.search(rf"(?<!\w)(?:{words.fragments[Concept.SECTION]})\W+(\d)(?!\w)", folded)
    return f"COM.{match[1]}" if match else None


def _numbers(folded: str, words: StructureWords) -> tuple[int, ...]:
    objective = words.fragments[Concept.OBJECTIVE]
    match = re.search(
        rf"(?<!\w)(?:{objective})\W+(?:(?:no|nr|n|number|numero|nummer)\W+)?(\d{{1,2}})"
        rf"(?:\W+(?:\w{{1,3}}\W+)?(\d{{1,2}}))?(?!\w)",
        folded,
    )
    if match:
        first, last = int(match[1]), int(match[2] or match[1])
        return tuple(range(first, last + 1))
    ordinal = "|".join(f"(?P<o{i}>{w})" for i, w in enumerate(words.ordinals))
    match = re.search(rf"(?<!\w)(?:{ordinal})\W+(?:{objective})(?!\w)", folded)
    return (ROMAN_NUMERALS.index(_from_group(match, "o")) + 1,) if match else ()


def _from_group(match: re.Match[str], prefix: str) -> str:
    """The Roman numeral of the alternative that matched."""
    groups = match.groupdict()
    position = next(i for i in range(10) if groups.get(f"{prefix}{i}") is not None)
    return ROMAN_NUMERALS[position]
