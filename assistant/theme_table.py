"""A theme across documents as one table: each cell a checked quote, or that nothing was found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answer import Citation
from assistant.naming import document_shown, plain_name
from assistant.phrases import phrases
from assistant.pipeline import Assistant
from assistant.question import clean_question
from assistant.seal import quoted
from ingest.document import DocumentFacts

# More of one document is for a question to that document.
QUOTES_A_CELL = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says on one theme; no citation: nothing was found."""

    theme: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One document with a cell for each theme, in the order of the themes."""

    document: DocumentFacts
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """Documents by themes."""

    themes: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, Any]:
        """The table as plain values."""
        return {
            "themes": list(self.themes),
            "rows": [
                {
                    "document": row.document.id,
                    "title": row.document.title,
                    "reference": row.document.reference,
                    "kind": row.document.kind,
                    "status": row.document.status,
                    "cells": [asdict(cell) for cell in row.cells],
                }
                for row in self.rows
            ],
        }

    def to_markdown(self, language: str) -> str:
        """The table as Markdown, its frame in a language."""
        words = phrases(language)
        head = [plain_name(theme).replace("|", "/") for theme in self.themes]
        lines = [f"| | {' | '.join(head)} |", f"|---{'|---' * len(head)}|"]
        for row in self.rows:
            facts = row.document
            name = document_shown(facts.title, facts.reference, facts.kind, facts.status, words)
            cells = [_shown(cell) or words.say("nothing_found_in") for cell in row.cells]
            lines.append(" | ".join([f"| {_one_line(name)}", *cells]) + " |")
        return "\n".join(lines)


def theme_table(
    assistant: Assistant, themes: Sequence[str], documents: Sequence[str] = ()
) -> ThemeTable:
    """Ask each document (all when empty) about each theme, and number the quotes through.

    Raises QuestionUnusable when a theme holds nothing to look for.
    """
    cleaned = [clean_question(theme) for theme in themes]
    number = 0
    rows = []
    for document_id, document in assistant.documents.items():
        if documents and document_id not in documents:
            continue
        cells = []
        for theme in cleaned:
            citations = assistant.quotes_on(theme, document_id, QUOTES_A_CELL, number + 1)
            number += len(citations)
            cells.append(Cell(theme, citations))
        rows.append(Row(document.facts, tuple(cells)))
    return ThemeTable(tuple(cleaned), tuple(rows))


def _shown(cell: Cell) -> str:
    return "<br>".join(
        f"{_one_line(quoted(citation))} — {plain_name(citation.label)}"
        for citation in cell.citations
    )


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).replace("|", "\\|")
