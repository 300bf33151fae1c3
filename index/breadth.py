"""Whether a question wants everything on a topic, and which passages mention that topic at all.

Evidence ranks passages by how well they answer; "everything on children" also wants the objective
that names children once among other groups. The passages' own words tell which those are.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from index.key import NOT_SEARCHED
from index.lexical import LexicalField, words
from index.vocabulary import whole_words, words_of
from ingest.folding import without_accents
from ingest.passage import Passage

FILE = Path(__file__).parent / "breadth.json"
# "climate change or the environment" are two topics, and a passage on either belongs.
BETWEEN_TOPICS = re.compile(r"\b(?:and|or|as well as|plus)\b|[,;:/?.()&]")
# So much of a topic's weight (rare words weigh more) must stand in a passage that mentions it.
SHARE_OF_TOPIC = 0.75
# What more passages mention than this is no topic but a word in passing ("access", "support").
MAX_MENTIONS = 16
# A stem that more passages hold is not looked for in the text of each, and no more are remembered.
PASSAGES_KEPT = 2000
# Words of the asking, not of a topic.
ASKING = frozenset(
    words(
        """accord across act action annex aspect chapter cite colleague collect commitment compile
        complete concern contain country cover deal democracy different discuss document
        entire eu european every everything fall field five full gather happen human
        include international join line list local mention need objective occur officer
        overview page part partner passage place plan point policy pull refer reference
        regard relate relevant report review right rights said say section set several
        speak statement strategy support talk teach text topic touch treat turn
        undertake union want whole work write"""
    )
)


def asks_for_everything(question: str, language: str) -> bool:
    """Whether a question wants all that there is on its topic, not the answer to one thing."""
    return bool(_pattern(language).search(without_accents(question)))


class Mentions:
    """Finds the passages of one snapshot that mention a topic."""

    def __init__(self, passages: Sequence[Passage], field: LexicalField | None = None) -> None:
        """Only passages that are searched at all are found; `field` has their words, and others."""
        self._passages = passages
        self._field = field or LexicalField.build("words", [passage.text for passage in passages])
        self._searched = sum(passage.kind not in NOT_SEARCHED for passage in passages)
        # Stems of passages that topics were looked for in, for the next question.
        self._stems = lru_cache(PASSAGES_KEPT)(self._stems_of)

    def of(self, question: str, best: Sequence[int]) -> list[int]:
        """The positions of the passages that mention a topic of the question.

        `best` are the positions of the passages that answer best: a topic that none of them
        mentions is a word in passing.
        """
        found: set[int] = set()
        for part in BETWEEN_TOPICS.split(without_accents(question)):
            stems = frozenset(words(part)) - ASKING
            topic = {stem: held for stem in stems if (held := self._holding(stem))}
            mentioning = self._mentioning(topic)
            if len(mentioning) <= MAX_MENTIONS and not mentioning.isdisjoint(best):
                found |= mentioning
        return sorted(found)

    def _mentioning(self, topic: dict[str, set[int]]) -> set[int]:
        """The passages in which enough of a topic stands, given where each of its stems does."""
        weights = {stem: math.log(self._searched / len(held)) for stem, held in topic.items()}
        whole = sum(weights.values())
        mentioned: defaultdict[int, float] = defaultdict(float)
        for stem, held in topic.items():
            for position in held:
                mentioned[position] += weights[stem]
        enough = SHARE_OF_TOPIC * whole
        return {p for p, weight in mentioned.items() if whole > 0 and weight >= enough}

    def _holding(self, stem: str) -> set[int]:
        """The passages in whose text a stem stands, not only in a heading or an expansion."""
        rows = [
            row
            for row in self._field.rows_with(stem).tolist()
            if self._passages[row].kind not in NOT_SEARCHED
        ]
        if len(rows) > PASSAGES_KEPT:
            return set(rows)
        return {row for row in rows if stem in self._stems(row)}

    def _stems_of(self, position: int) -> frozenset[str]:
        return frozenset(words(self._passages[position].text))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return whole_words(words_of(FILE, language))
