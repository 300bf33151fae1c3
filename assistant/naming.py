"""How passages and headings are named in running text."""

from collections.abc import Sequence

from assistant.phrases import Phrases
from assistant.seal import QUOTATION_MARKS
from ingest.document import Kind
from ingest.passage import Passage

# Singular and plural of each kind, as phrases; everything else is a paragraph.
NAMES = {
    Kind.OBJECTIVE: ("objective", "objectives"),
    Kind.MEANS: ("means", "means"),
    Kind.INTRODUCTION: ("introduction", "introductions"),
    Kind.HEADING: ("section", "sections"),
}
PARAGRAPH = ("paragraph", "paragraphs")
# A longer run of labels is shown by its ends.
LABELS_SHOWN = 12


def headings_shown(headings: Sequence[str]) -> str:
    """Headings one below the other, without the quotation marks that only quotes may have."""
    return QUOTATION_MARKS.sub("", " › ".join(headings))


def passage_name(passage: Passage, phrases: Phrases) -> str:
    """Kind and label, for a heading also its title: "objective I.A.1", "line II, Building ..."."""
    if passage.kind is Kind.HEADING:
        word = phrases.say("section" if "." in passage.label else "line")
        return f"{word} {passage.label}, {headings_shown([passage.title]).rstrip('.')}"
    return f"{phrases.say(NAMES.get(passage.kind, PARAGRAPH)[0])} {passage.label}"


def passages_named(passages: Sequence[Passage], phrases: Phrases) -> str:
    """All labels, grouped by kind: "objectives I.D.4 and I.D.5 and paragraph COM.2.2"."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        names = NAMES.get(passage.kind, PARAGRAPH)
        by_kind.setdefault(names, []).append(passage.label)
    groups = []
    for (singular, plural), labels in by_kind.items():
        unique = list(dict.fromkeys(labels))
        word = phrases.say(singular if len(unique) == 1 else plural)
        if len(unique) > LABELS_SHOWN:
            groups.append(f"{word} {unique[0]}–{unique[-1]}")
        else:
            groups.append(f"{word} {phrases.joined(unique)}")
    return phrases.joined(groups)
