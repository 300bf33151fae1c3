"""How passages, headings and documents are named in running text."""

import re
from collections.abc import Mapping, Sequence

from assistant.phrases import Phrases
from assistant.seal import QUOTATION_MARKS
from ingest.document import DocumentFacts, Kind
from ingest.passage import Passage

# Singular and plural of each kind, as phrases; everything else is a paragraph.
NAMES = {
    Kind.OBJECTIVE: ("objective", "objectives"),
    Kind.MEANS: ("means", "means"),
    Kind.INTRODUCTION: ("introduction", "introductions"),
    Kind.HEADING: ("section", "sections"),
    Kind.ROW: ("row", "rows"),
    Kind.NOTE: ("note", "notes"),
}
PARAGRAPH = ("paragraph", "paragraphs")
# A longer run of labels is shown by its ends.
LABELS_SHOWN = 12
# The kind of document whose lines of action, objectives and means have names of their own.
PLAN = "action plan"
# What a status says, and the phrase for it; a status in other words is shown as it is.
STATUSES = (
    (re.compile(r"in force"), "status_in_force"),
    (re.compile(r"in force, extended to (?P<year>\d{4})"), "status_extended"),
    (re.compile(r"replaced by (?P<document>.+)"), "status_replaced"),
    (re.compile(r"added here, status not known"), "status_added"),
)

# The kinds that there are phrases for; another one is shown as it is.
KINDS_NAMED = frozenset(
    {"action plan", "guidelines", "conclusions", "strategy", "report", "law", "note", "document"}
)

Facts = Mapping[str, DocumentFacts]


def plain_name(text: str) -> str:
    """A heading or title without the quotation marks that only quotes may have."""
    return QUOTATION_MARKS.sub("", text)


def headings_shown(headings: Sequence[str]) -> str:
    """Headings one below the other."""
    return plain_name(" › ".join(headings))


def is_of_plan(passage: Passage, documents: Facts) -> bool:
    """Whether a passage belongs to a plan; one of an unknown document is taken for it."""
    facts = documents.get(passage.document_id)
    return facts is None or facts.kind == PLAN


def passage_name(passage: Passage, phrases: Phrases, documents: Facts) -> str:
    """Kind, label and document: "objective I.A.1", "paragraph 12 of Guidelines on torture".

    A heading has its title too: "line II, Building ...". The plan is not named: it is meant where
    no document is.
    """
    return passages_named([passage], phrases, documents)


def passages_named(passages: Sequence[Passage], phrases: Phrases, documents: Facts) -> str:
    """All labels, grouped by document and kind: "objectives I.D.4 and I.D.5 and means I.means"."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document_id, []).append(passage)
    named = []
    for document_id, of_document in by_document.items():
        where = _within_document(of_document, phrases, documents)
        if is_of_plan(of_document[0], documents):
            named.append(where)
        else:
            title = plain_name(documents[document_id].short_title)
            named.append(phrases.say("in_document", where=where, document=title))
    return "; ".join(named)


def _within_document(passages: Sequence[Passage], phrases: Phrases, documents: Facts) -> str:
    if len(passages) == 1 and passages[0].kind is Kind.HEADING:
        return _heading_name(passages[0], phrases, documents)
    by_kind: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        names = NAMES.get(passage.kind, PARAGRAPH)
        by_kind.setdefault(names, []).append(passage.label)
    groups = []
    for (singular, plural), labels in by_kind.items():
        unique = list(dict.fromkeys(labels))
        word = phrases.say(singular if len(unique) == 1 else plural)
        if len(unique) > LABELS_SHOWN:
            groups.append(f"{word} {plain_name(f'{unique[0]}–{unique[-1]}')}")
        else:
            groups.append(f"{word} {plain_name(phrases.joined(unique))}")
    return phrases.joined(groups)


def _heading_name(passage: Passage, phrases: Phrases, documents: Facts) -> str:
    of_plan = is_of_plan(passage, documents)
    word = phrases.say("section" if "." in passage.label or not of_plan else "line")
    title = plain_name(passage.title).rstrip(".")
    label = plain_name(passage.label)
    # A heading without a number is its own label, cut short when it is long.
    unnumbered = label == title or (len(label) > len(title) // 3 and title.startswith(label))
    return f"{word} {title}" if unnumbered else f"{word} {label}, {title}"


def document_shown(title: str, reference: str, kind: str, status: str, phrases: Phrases) -> str:
    """A document with what tells its weight: "Title, 12107/19 (EU guidelines; in force)"."""
    name = phrases.say(f"kind_{kind.replace(' ', '_')}") if kind in KINDS_NAMED else kind
    facts = [name, _status_shown(status, phrases)]
    named = title if reference in ("", title) else f"{title}, {reference}"
    return plain_name(f"{named} ({'; '.join(fact for fact in facts if fact)})")


def _status_shown(status: str, phrases: Phrases) -> str:
    for pattern, name in STATUSES:
        if found := pattern.fullmatch(status):
            return phrases.say(name, **found.groupdict())
    return status
