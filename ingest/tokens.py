"""Count tokens, without a network. The only module that imports tiktoken.

The vocabulary cl100k_base ships in `ingest/vocabulary/` under the file name that tiktoken's own
cache uses (the SHA-1 of its address), byte for byte, so that tiktoken finds it and never
downloads; see ingest/vocabulary/README.md.
"""

import os
from functools import cache
from pathlib import Path

import tiktoken

VOCABULARY = Path(__file__).parent / "vocabulary"
CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"


@cache
def _encoding() -> tiktoken.Encoding:
    # tiktoken takes its cache folder from the environment alone; the setting lasts for this call.
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(VOCABULARY)
    try:
        return tiktoken.get_encoding("cl100k_base")
    finally:
        if before is None:
            del os.environ[CACHE_VARIABLE]
        else:
            os.environ[CACHE_VARIABLE] = before


def count_tokens(text: str) -> int:
    """The number of cl100k_base tokens of `text`; special tokens in it count as plain text."""
    return len(_encoding().encode(text, disallowed_special=()))
