"""One message on several topics -> the topics, so that none of them is drowned by the others.

"Points on birth registration, the ICC and data protection" asks three questions; the passage for
the second is like no more than a third of it.
"""

import re

from index.lexical import words

# What names topics stands behind one of these, or is the whole message.
OPENING = re.compile(r"\b(?:on|about|regarding|concerning|of|for|:)\s+", re.I)
BETWEEN = re.compile(r"\s*(?:[,;/&+]|\b(?:and|or|as well as|plus)\b)\s*", re.I)
LEADING = re.compile(r"^(?:also|then|what|how|and|the|about|on|for|regarding|any)\b\s*", re.I)
TRAILING = re.compile(r"\s+(?:for (?:my|our|the|an?) \w+|please|pls|thanks)$", re.I)
QUESTION_END = re.compile(r"\?+\s*")
MAX_TOPICS = 5
# A longer part is a clause of a sentence, not the name of a topic.
MAX_WORDS = 7
MIN_LETTERS = 3


def topics_of_list(question: str) -> list[str]:
    """The topics of a question that names several; empty when it names one."""
    asked = [part.strip() for part in QUESTION_END.split(question) if _names_a_topic(part)]
    if len(asked) > 1:
        return asked if len(asked) <= MAX_TOPICS else []
    text = question.strip(" ?.!")
    opening = OPENING.search(text)
    for candidate in (text[opening.end() :] if opening else "", text):
        parts = [_bare(part) for part in BETWEEN.split(TRAILING.sub("", candidate))]
        parts = [part for part in parts if part]
        if 2 <= len(parts) <= MAX_TOPICS and all(map(_names_a_topic, parts)):  # noqa: PLR2004 - several
            return parts
    return []


def _bare(part: str) -> str:
    before = None
    while before != part:
        before, part = part, LEADING.sub("", part)
    return part.strip(" ?.!")


def _names_a_topic(part: str) -> bool:
    return (
        len(part.split()) <= MAX_WORDS
        and bool(words(part))
        and sum(char.isalpha() for char in part) >= MIN_LETTERS
    )
