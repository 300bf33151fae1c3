"""A question as it was typed -> a question that can be searched for."""

import re
import unicodedata

from assistant.errors import QuestionUnusable

# A long e-mail fits; a pasted report is for `aide check`.
MAX_CHARACTERS = 8000
SURROGATES = re.compile("[\ud800-\udfff]")


# What chat programs put into a message: mentions, channels, links with their names, emoji codes.
MENTION = re.compile(r"<[@#!][^>\s]*>")
LINK = re.compile(r"<https?://[^|>\s]*(?:\|([^>]*))?>")
EMOJI_CODE = re.compile(r"(?<!\w):[a-z0-9_+-]+:(?!\w)")


def clean_question(raw: str) -> str:
    """The question composed (NFC), without control characters, chat marks and outer white space.

    Raises QuestionUnusable when nothing is left, when it is too long, or when it was no UTF-8.
    """
    if SURROGATES.search(raw):
        message = "The question is not UTF-8 text. Type it again, or save the file as UTF-8."
        raise QuestionUnusable(message)
    if len(raw) > MAX_CHARACTERS:
        message = (
            f"The question has {len(raw):,} characters; at most {MAX_CHARACTERS:,} are read. "
            "Shorten it to what you want to know."
        )
        raise QuestionUnusable(message)
    # Control characters separate words; invisible ones (soft hyphens, joiners) stand inside them.
    visible = "".join(
        " " if unicodedata.category(char) == "Cc" else char
        for char in raw
        if unicodedata.category(char) != "Cf"
    )
    visible = unicodedata.normalize("NFC", visible)
    for mark, instead in ((MENTION, " "), (LINK, r"\1"), (EMOJI_CODE, " ")):
        visible = mark.sub(instead, visible)
    question = re.sub(r"\s+", " ", visible).strip()
    if not any(char.isalnum() for char in question):
        message = 'The question is empty. Ask in words, for example: aide ask "torture prevention"'
        raise QuestionUnusable(message)
    return question
