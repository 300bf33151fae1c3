"""Whether a question wants everything on a topic, and which passages mention that topic at all.

Evidence ranks passages by how well they answer; "everything on children" also wants the objective
that names children once among other groups. The passages' own words tell which those are.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.key import NOT_SEARCHED
from index.lexical import words
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

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Only passages that are searched at all are found."""
        self._stems = {
            position: frozenset(words(passage.text))
            for position, passage in enumerate(passages)
            if passage.kind not in NOT_SEARCHED
        }
        found_in = Counter(stem for stems in self._stems.values() for stem in stems)
        self._weight = {
            stem: math.log(len(self._stems) / count) for stem, count in found_in.items()
        }

    def of(self, question: str, best: Sequence[int]) -> list[int]:
        """The positions of the passages that mention a topic of the question.

        `best` are the positions of the passages that answer best: a topic that none of them
        mentions is a word in passing.
        """
        found: set[int] = set()
        for part in BETWEEN_TOPICS.split(without_accents(question)):
            topic = frozenset(stem for stem in words(part) if stem in self._weight) - ASKING
            mentioning = {p for p, stems in self._stems.items() if self._mentioned(topic, stems)}
            if len(mentioning) <= MAX_MENTIONS and not mentioning.isdisjoint(best):
                found |= mentioning
        return sorted(found)

    def _mentioned(self, topic: frozenset[str], stems: frozenset[str]) -> bool:
        weight = sum(self._weight[stem] for stem in topic)
        mentioned = sum(self._weight[stem] for stem in topic & stems)
        return weight > 0 and mentioned >= SHARE_OF_TOPIC * weight


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return whole_words(words_of(FILE, language))
