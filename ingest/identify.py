"""What a document is: its reference, kind, title and id, read off the document itself.

What a person says about it (`Told`) wins; what neither tells is left unknown and said to be so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import DocumentFacts
from ingest.element import Role
from ingest.folding import without_accents
from ingest.language import language_of_document
from ingest.reading import Reading
from ingest.registry import Recognised, recognise

STATUS_UNKNOWN = "added here, status not known"
KINDS = (
    "action plan", "guidelines", "conclusions", "strategy", "report", "law", "note", "document",
)  # fmt: skip

# References of EU documents, as their covers print them; the most telling first.
REFERENCES = (
    re.compile(r"\b(?:JOIN|COM|SWD|C)\(20\d\d\) \d{1,5}(?: final)?"),
    re.compile(r"\b20\d\d/C ?\d{1,3}/\d{1,3}\b"),
    re.compile(r"\bC/20\d\d/\d{1,5}\b"),
    # A Council number, which "2019/20" is not.
    re.compile(r"\b(?:ST )?(?!20[0-3]\d/)\d{4,5}/(?:\d/)?\d\d(?: (?:REV|COR|ADD|EXT) \d{1,2})*\b"),
)  # fmt: skip
# What a title says of a kind of document, the most telling first.
TELLING = (
    ("guidelines", re.compile(r"\bguidelines?\b")),
    ("conclusions", re.compile(r"\bconclusions\b")),
    ("action plan", re.compile(r"\baction plan\b")),
    ("strategy", re.compile(r"\bstrateg(?:y|ies)\b")),
    ("report", re.compile(r"\breport\b")),
    ("note", re.compile(r"\bnote\b")),
    ("law", re.compile(r"^(?:council )?(?:regulation|directive|decision)\b")),
)
# A line of a cover that gives the number of another document.
OF_ANOTHER = re.compile(r"\b(?:cion|prev|see|doc|directive|regulation|decision|resolution)\b", re.I)
# What amends a document has its number and its title.
AMENDING = re.compile(r"\b(?:COR|ADD) \d")
COVER_LINE_CHARACTERS = 160
TITLE_CHARACTERS = 200
SHORT_TITLE_CHARACTERS = 80
ID_CHARACTERS = 60
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said about a document; empty is unknown."""

    id: str = ""
    title: str = ""
    reference: str = ""
    kind: str = ""
    status: str = ""
    language: str = ""


def identify(
    reading: Reading, file_name: str, address: str, told: Told, origin: str = ""
) -> DocumentFacts:
    """The facts of a document that was read from a file or, if given, an address.

    `origin` tells files of one name apart: the whole path.
    """
    text = "\n".join(f"{element.number} {element.text}".strip() for element in reading.elements)
    cover = _cover(reading)
    number = told.reference or _reference(cover)
    known = None if AMENDING.search(number) else recognise("\n".join([reading.title, *cover]))
    title = told.title or (known.entry.title if known else "") or _title(reading, file_name)
    if known and not told.reference:
        # A number is confirmed by the document itself or by a published source.
        number = known.number or known.entry.confirmed_number
    facts = DocumentFacts(
        id=told.id or _id(number or title),
        title=title,
        short_title=_cut(title, SHORT_TITLE_CHARACTERS),
        reference=number or file_name,
        kind=told.kind or _kind(title),
        status=told.status or STATUS_UNKNOWN,
        language=told.language or language_of_document(text),
        source_url=address or file_name,
        origin=address or origin,
    )
    return _registered(facts, known, told) if known else facts


def _cover(reading: Reading) -> list[str]:
    """The lines in which a document says what it is: its cover, and what stands like one."""
    lines = []
    for element in reading.elements:
        if element.role is Role.PART:
            continue
        if element.number or len(element.text) > COVER_LINE_CHARACTERS:
            break
        lines.append(element.text)
        if element.role is Role.HEADING:
            break
    return lines


def _registered(facts: DocumentFacts, known: Recognised, told: Told) -> DocumentFacts:
    """The facts of a guideline, with what the registry says of it."""
    entry = known.entry
    later = known.version not in ("", entry.version)
    return replace(
        facts,
        id=told.id or entry.id,
        short_title=entry.short_title,
        kind=told.kind or "guidelines",
        status=told.status or (f"version of {known.version}" if later else entry.status),
        celex="" if later else entry.celex,
        dates=entry.dates,
        reuse_notice=entry.reuse_notice,
    )


def _reference(cover: Sequence[str]) -> str:
    """The first reference on a cover that is the document's own."""
    for line in cover:
        places = [found for pattern in REFERENCES if (found := pattern.search(line))]
        if places and not OF_ANOTHER.search(line):
            return min(places, key=lambda found: found.start())[0]
    return ""


def _title(reading: Reading, file_name: str) -> str:
    """The title that the source gives, or its first heading or cover, or the name of the file.

    A heading with a number opens the text, and is no title.
    """
    heading = next((e for e in reading.elements if e.role is Role.HEADING), None)
    cover = " ".join(e.text for e in reading.elements if e.role is Role.COVER)
    named = heading.text if heading and not heading.number else cover
    title = reading.title or named or (heading.text if heading else "")
    return _cut(title or file_name.rpartition(".")[0] or file_name, TITLE_CHARACTERS)


def _kind(title: str) -> str:
    """The kind that a title names first: conclusions on guidelines are conclusions."""
    folded = without_accents(title)
    named = [(found.start(), kind) for kind, word in TELLING if (found := word.search(folded))]
    return min(named)[1] if named else "document"


def _id(name: str) -> str:
    slug = NOT_IN_ID.sub("-", without_accents(name)).strip("-")
    if len(slug) > ID_CHARACTERS:
        slug = slug[:ID_CHARACTERS].rpartition("-")[0] or slug[:ID_CHARACTERS]
    return slug or "document"


def _cut(text: str, characters: int) -> str:
    """A text cut at a word, with an ellipsis where something is left out."""
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"
