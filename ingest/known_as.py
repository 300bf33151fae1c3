"""Under which id a document is kept: a new version of a known one keeps the old id."""

from dataclasses import dataclass

from ingest.document import Document
from ingest.identify import Told
from ingest.library import Library
from ingest.shipped import shipped_files


@dataclass(frozen=True, slots=True)
class Known:
    """The id that a document gets, or why it can't be added."""

    id: str = ""
    problem: str = ""


def known_as(document: Document, library: Library, told: Told) -> Known:
    """A document is known by what a person said, its reference, its text, where it came from.

    Another document with the same id gets a number behind it. Raises LibraryFailed.
    """
    facts = document.facts
    for files in shipped_files():
        if files.facts.reference == facts.reference or files.id == facts.id:
            return Known(problem=f"{files.facts.title} ships with aide; it was not added again.")
    others = list(library.documents())
    same = next((other.facts.id for other in others if other.digest == document.digest), "")
    if told.id:
        if same not in ("", told.id):
            return Known(problem=f"This is the same text as {same}; it was not added again.")
        return Known(told.id)
    # Without a reference of its own a document has the name of its file, as others may have.
    own = facts.reference if facts.reference != facts.source_url else None
    alike = [other.facts.id for other in others if other.facts.reference == own]
    alike += [o.facts.id for o in others if facts.origin and o.facts.origin == facts.origin]
    # A file that was moved keeps its name and the title that its id is made of.
    moved = (facts.source_url, facts.id)
    alike += [o.facts.id for o in others if (o.facts.source_url, o.facts.id) == moved]
    if same or alike:
        return Known(same or alike[0])
    taken = {other.facts.id for other in others}
    candidate, repetition = facts.id, 1
    while candidate in taken:
        repetition += 1
        candidate = f"{facts.id}-{repetition}"
    return Known(candidate)
