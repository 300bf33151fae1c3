"""Find the sentences of a text."""

import re

from ingest.document import Span

# A sentence ends at . ! ? or ; before white space, unless an abbreviation or an initial stands
# there; a line break always ends one (the document text breaks lines only between list items).
END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bArt\.)(?<!\bNo\.)(?<=[.!?;])[ \u00a0]+(?=\S)|\n+"
)


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of `text`, in order, without the white space between them."""
    spans: list[Span] = []
    start = 0
    for match in END.finditer(text):
        line_break = match[0].startswith("\n")
        if not line_break and text[match.end()].islower() and text[match.start() - 1] == ".":
            continue
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans
