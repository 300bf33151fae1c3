"""Does a question take for granted what the plan denies, misquote it, or give orders.

"Why does the plan abandon the ICC?" presupposes that it does. A question of such a form, with a
verb of leaving, denying or confining, is answered with what the passage says instead - unless the
passage says such a thing itself.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.hit import Hit
from index.lexical import words
from index.phrase import quoted_stretches
from index.vocabulary import whole_words, words_of
from ingest.folding import fold, fold_quote, without_accents

FILE = Path(__file__).parent / "premise.json"
# Of the words of a quotation, this share must stand in a passage for it to be the one meant.
SHARED_WORDS = 0.6


def denied_premise(question: str, language: str, hits: Sequence[Hit]) -> bool:
    """Whether the question presupposes a turning-away that its best passage does not know."""
    folded = without_accents(question)
    if not hits or not _pattern(language, "form").search(folded):
        return False
    said = _pattern(language, "denial").search(folded)
    # Denials in the passage are the plan's own words; only English documents ship.
    known = _pattern("en", "denial").search(without_accents(hits[0].passage.text))
    return bool(said) and not known


def is_instruction(question: str, language: str) -> bool:
    """Whether the question gives orders to the assistant instead of asking about the documents."""
    folded = without_accents(question)
    return any(_pattern(code, "instruction").search(folded) for code in {language, "en"})


def altered_quotation(question: str, hits: Sequence[Hit]) -> Hit | None:
    """The hit that a quotation in the question comes from but does not repeat word for word."""
    for stretch in quoted_stretches(question):
        folded = fold_quote(stretch).rstrip(".,;")
        if any(folded in fold(hit.passage.text).text for hit in hits):
            return None
        wanted = set(words(stretch))
        for hit in hits:
            shared = wanted & set(words(hit.passage.text))
            if wanted and len(shared) / len(wanted) >= SHARED_WORDS:
                return hit
    return None


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    return whole_words(words_of(FILE, language)[name])
