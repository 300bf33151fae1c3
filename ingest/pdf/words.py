"""The words that tell a cut or damaged word from a whole one: the document's, the plan's."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PLAN = Path(__file__).parents[1] / "corpus" / "action-plan-2020-2024.txt"
WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
# Words of titles that the plan does not have.
TITLE_WORDS = """
abolition annex armed belief children compliance concerning conclusions conflict conflicts council
cruel death degrading delegations dialogues discrimination enjoyment ensuring european expression
foreign freedom general girls guidance guideline guidelines human humanitarian implementation
inhuman institutions intersex introduction lesbian online offline national international non note
objectives operational outcome penalty persons proceedings promotion protection punishment
recommendations religion revision sanitation secretariat session third torture transgender
treatment union updated version violence water women working
"""


def words_in(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in texts, in small letters, hyphens alike."""
    return Counter(
        word.lower().replace("\u2011", "-").replace("\u2010", "-")
        for text in texts
        for word in WORD.findall(text)
    )


@cache
def plan_words() -> Counter[str]:
    """The words of the shipped plan; none where the package came without it."""
    try:
        return words_in([PLAN.read_text(encoding="utf-8")])
    except OSError:
        return Counter()


@cache
def title_words() -> frozenset[str]:
    """Words that titles of official texts are made of."""
    return frozenset(TITLE_WORDS.split())
