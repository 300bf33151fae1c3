import json

import pytest

from assistant.errors import QuestionUnusable
from assistant.pipeline import Assistant
from assistant.seal import is_sealed
from assistant.theme_table import QUOTES_A_CELL, ThemeTable, theme_table
from ingest.identify import Told
from ingest.incoming import read_incoming
from integrations.bootstrap import build_index, load_assistant, open_library
from integrations.settings import Settings

STRATEGY = """# Human rights country strategy for Utopia

1. The delegation visits a prison every month and raises torture with the minister.

2. Elections in 2026 will be observed by twelve teams | and one cook.
"""
NOTE = """# Note on gardens

Tulips need water in spring.
"""


@pytest.fixture(scope="module")
def with_documents(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("documents")
    settings = Settings(tmp_path_factory.mktemp("home"))
    for name, text in (("strategy", STRATEGY), ("note", NOTE)):
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        open_library(settings).add(read_incoming(path, Told(id=name)).document)
    build_index(settings)
    return load_assistant(settings)


@pytest.fixture(scope="module")
def table(with_documents: Assistant) -> ThemeTable:
    return theme_table(with_documents, ["torture", "elections"])


def cells(table: ThemeTable, document: str) -> list[list[str]]:
    (row,) = [row for row in table.rows if row.document.id == document]
    return [[citation.label for citation in cell.citations] for cell in row.cells]


def test_a_row_is_a_document_and_a_column_a_theme(table: ThemeTable) -> None:
    assert table.themes == ("torture", "elections")
    assert [row.document.id for row in table.rows] == ["action-plan-2020-2024", "note", "strategy"]
    assert all(len(row.cells) == 2 for row in table.rows)


def test_a_cell_holds_what_the_document_says_on_the_theme(table: ThemeTable) -> None:
    assert cells(table, "strategy") == [["1"], ["2"]]
    assert cells(table, "note") == [[], []]
    assert "I.A.2" in cells(table, "action-plan-2020-2024")[0]


def test_every_quote_stands_in_its_document(table: ThemeTable, with_documents: Assistant) -> None:
    quotes = [c for row in table.rows for cell in row.cells for c in cell.citations]

    assert quotes
    for citation in quotes:
        text = with_documents.documents[citation.document].text
        assert text[citation.start : citation.end] == citation.quote


def test_quotes_are_numbered_through_and_few_in_a_cell(table: ThemeTable) -> None:
    numbers = [c.number for row in table.rows for cell in row.cells for c in cell.citations]

    assert numbers == list(range(1, len(numbers) + 1))
    assert all(len(cell.citations) <= QUOTES_A_CELL for row in table.rows for cell in row.cells)


def test_only_the_documents_wanted_are_rows(with_documents: Assistant) -> None:
    table = theme_table(with_documents, ["torture"], ["strategy"])

    assert [row.document.id for row in table.rows] == ["strategy"]


def test_an_empty_cell_says_that_nothing_was_found(table: ThemeTable) -> None:
    lines = table.to_markdown("en").split("\n")
    (note,) = [line for line in lines if "Note on gardens" in line]

    assert lines[0] == "| | torture | elections |"
    assert note.endswith("| Nothing found. | Nothing found. |")


def test_a_bar_in_a_quote_does_not_break_the_table(table: ThemeTable) -> None:
    (line,) = [line for line in table.to_markdown("en").split("\n") if "cook" in line]

    assert line.replace("\\|", "").count("|") == 4


def test_nothing_but_quotes_stands_in_quotation_marks(table: ThemeTable) -> None:
    quotes = [c for row in table.rows for cell in row.cells for c in cell.citations]
    text = table.to_markdown("fr").replace("\\|", "|").replace("<br>", "\n")

    assert is_sealed(text, quotes)


def test_a_table_is_json(table: ThemeTable) -> None:
    raw = json.loads(json.dumps(table.to_json()))

    assert raw["themes"] == ["torture", "elections"]
    assert raw["rows"][2]["cells"][0]["citations"][0]["label"] == "1"
    assert (raw["rows"][2]["kind"], raw["rows"][1]["kind"]) == ("strategy", "note")


def test_a_theme_without_words_is_unusable(with_documents: Assistant) -> None:
    with pytest.raises(QuestionUnusable):
        theme_table(with_documents, [" "])
