"""A request to draft -> the topic it is about.

"Speaking points for next week's human rights dialogue on the bill that caps foreign funding" is
about the bill; the words for the instrument would lead to the passages on dialogues.
"""

import re

INSTRUMENT = re.compile(
    r"\b(?:talking|speaking|briefing|d[ée]marche|key|bullet) (?:points?|messages?|notes?)\b"
    r"|\b(?:opening |closing |introductory )?remarks\b|\blines? to take\b|\bstatement\b|\bspeech\b"
    r"|\bd[ée]marche\b|\bbriefing\b|\bintervention\b|\btweet\b|\bnote verbale\b|\bop-?ed\b",
    re.I,
)
REQUEST = re.compile(
    r"\b(?:draft|write|prepare|outline|put together|compose|need|give me|help me|can i have|points|"
    r"please|pls|some|short|a)\b",
    re.I,
)
# The first of these behind the instrument opens the topic.
OPENING = re.compile(
    r"\b(?:on|about|regarding|concerning|against|where|because|after|over)\b|:", re.I
)
MIN_WORDS = 3


def topic_of(question: str) -> str | None:
    """What a request to draft is about, None when it is no such request or names no topic."""
    instrument = INSTRUMENT.search(question)
    if not instrument or not REQUEST.search(question[: instrument.end()]):
        return None
    opening = OPENING.search(question, instrument.end())
    topic = question[opening.end() :].strip() if opening else ""
    return topic if len(topic.split()) >= MIN_WORDS else None
