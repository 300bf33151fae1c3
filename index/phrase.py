"""Find stretches that a question quotes: words in quotation marks that stand in a document."""

import re

from index.snapshot import Snapshot
from ingest.document import Span
from ingest.folding import fold, fold_quote

QUOTED = re.compile("[\"\u201c\u201e\u00ab]([^\"\u201c\u201d\u201e\u00ab\u00bb]{12,}?)[\"\u201d\u201c\u00bb]")
MIN_WORDS = 3


def find_phrases(question: str, snapshot: Snapshot) -> list[int]:
    """Positions of the passages that hold a stretch which the question puts in quotation marks."""
    quoted = [match[1] for match in QUOTED.finditer(question)]
    found: list[int] = []
    for phrase in quoted:
        folded = fold_quote(phrase).rstrip(".,;")
        if len(folded.split()) < MIN_WORDS:
            continue
        for position, passage in enumerate(snapshot.passages):
            whole = Span(0, len(passage.text))
            if fold(passage.text).find(folded, whole):
                found.append(position)
    return found
