"""Which language a question or a document is in. The only module that imports py3langid."""

import re
from collections.abc import Sequence
from functools import cache

from py3langid import langid

from ingest.expansions import LANGUAGES
from ingest.folding import without_accents

# Words that are English and nothing else among the languages of the EU: a question that holds one
# needs no model, which takes half a second to load.
ENGLISH_ONLY = frozenset(
    "about again anything because could does doing give how just please pls should show that the "
    "their them there these they this those what when where which while who whose why with would "
    "you your".split()
)
# Scripts and languages that staff may well write in and that no phrases ship for.
RECOGNISED_ONLY = ("ar", "fa", "he", "hi", "ja", "ka", "ko", "ru", "tr", "uk", "vi", "zh")
DEFAULT = "en"
SURE = 0.6
# "Sanctions" or "torture prevention" is several languages at once.
FEW_WORDS = 2
SAMPLE_CHARACTERS = 20_000
# The model takes the Roman numerals and letters of labels for Romanian.
NUMERAL = re.compile(r"[IVX]+|\w", re.I)
WORD = re.compile(r"[^\W\d_]+")


def detect_language(question: str) -> str:
    """The code of an EU language or one of RECOGNISED_ONLY; "en" where it is too short to tell."""
    words = [word for word in WORD.findall(question) if not NUMERAL.fullmatch(word)]
    if len(words) <= FEW_WORDS and "".join(words).isascii():
        return "en"
    if not words or ENGLISH_ONLY.intersection(without_accents(word) for word in words):
        return "en"
    code, chance = _classified(words)
    return code if chance >= SURE else DEFAULT


def language_of_document(text: str) -> str:
    """The code of the EU language that a document is written in, told by its first pages."""
    words = [word for word in WORD.findall(text[:SAMPLE_CHARACTERS]) if not NUMERAL.fullmatch(word)]
    code, _ = _classified(words)
    return code if code in LANGUAGES and words else DEFAULT


def _classified(words: Sequence[str]) -> tuple[str, float]:
    """The most likely language of some words, and how likely it is."""
    try:
        code, chance = _identifier().classify(" ".join(words))
    except OSError:
        # The library unpacks its model into a temporary file; the disk may be full.
        return DEFAULT, 0.0
    return str(code), float(chance)


@cache
def _identifier() -> langid.LanguageIdentifier:
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages([*sorted(LANGUAGES), *RECOGNISED_ONLY])
    return identifier
