from dataclasses import replace
from pathlib import Path

import pytest

from ingest.diff import ChangeKind
from ingest.document import Document, DocumentFacts
from ingest.element import Element, Role
from ingest.errors import CorpusBroken, DocumentMissing
from ingest.library import Library
from ingest.outline import build_document
from ingest.registry import read_registry
from integrations.bootstrap import build_index, open_library
from integrations.listing import changed_rows, document_rows, document_text, register_rows
from integrations.settings import Settings
from tests.ingest.samples import own_reading

PLAN = "action-plan-2020-2024"
FACTS = DocumentFacts(
    "utopia", "Strategy", "Strategy", "1/24", "strategy", "in force", "en", "utopia.md"
)


def document_of(*texts: str, name: str = "utopia") -> Document:
    elements = (Element(Role.PARAGRAPH, text, f"{n}.") for n, text in enumerate(texts, start=1))
    return build_document(replace(FACTS, id=name), own_reading(*elements))


OLD = document_of("The delegation visits prisons.", "It supports judges.")
NEW = document_of("The delegation visits prisons.", "It trains judges.", "It reports.")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


def row_of(settings: Settings, document_id: str) -> dict[str, object]:
    (row,) = [row for row in document_rows(settings) if row["id"] == document_id]
    return row


def test_what_ships_is_listed_before_anything_is_made(home: Settings) -> None:
    (row,) = document_rows(home)

    assert (row["id"], row["indexed"], row["added"], row["versions"]) == (PLAN, False, False, 1)
    assert not home.home.exists()


def test_an_added_document_is_listed_behind_it(home: Settings) -> None:
    open_library(home).add(OLD)

    assert [row["id"] for row in document_rows(home)] == [PLAN, "utopia"]
    assert row_of(home, "utopia") == {
        "id": "utopia",
        "title": "Strategy",
        "reference": "1/24",
        "kind": "strategy",
        "status": "in force",
        "language": "en",
        "source_url": "utopia.md",
        "digest": OLD.digest,
        "passages": 2,
        "indexed": False,
        "added": True,
        "versions": 1,
    }


def test_a_document_is_indexed_until_it_changes(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)
    build_index(home)
    before = row_of(home, "utopia"), row_of(home, PLAN)
    library.add(NEW)
    after = row_of(home, "utopia"), row_of(home, PLAN)

    assert [row["indexed"] for row in before] == [True, True]
    assert [row["indexed"] for row in after] == [False, True]
    assert (after[0]["versions"], after[0]["passages"]) == (2, 3)


def test_a_removed_document_is_not_listed(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)
    library.remove("utopia")

    assert [row["id"] for row in document_rows(home)] == [PLAN]


def test_the_register_says_which_texts_were_added(home: Settings) -> None:
    open_library(home).add(document_of("The EU acts.", name="guidelines-torture"))
    rows = {row["id"]: row for row in register_rows(home)}

    assert list(rows) == [entry.id for entry in read_registry()]
    assert [name for name, row in rows.items() if row["added"]] == ["guidelines-torture"]
    assert rows["guidelines-torture"]["reference"] == "12107/19"
    assert rows["guidelines-torture"]["objectives"] == ["I.A.2", "I.D.5", "I.E.2"]


def test_the_register_shows_confirmed_numbers_alone(home: Settings) -> None:
    shown = {row["reference"] for row in register_rows(home)}

    assert shown == {"", "12107/19", "2009/C 303/06"}


def test_what_the_last_update_changed_is_named_by_label(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)
    library.add(NEW)
    changes = changed_rows(library, "utopia")

    assert [(change.label, change.kind) for change in changes] == [
        ("2", ChangeKind.CHANGED),
        ("3", ChangeKind.ADDED),
    ]
    assert changes[0].diff == (
        ("=", "2. It "),
        ("-", "supports "),
        ("+", "trains "),
        ("=", "judges."),
    )


def test_of_several_versions_the_last_two_are_compared(home: Settings) -> None:
    library = open_library(home)
    for document in (document_of("Long ago."), OLD, NEW):
        library.add(document)

    assert [change.label for change in changed_rows(library, "utopia")] == ["2", "3"]


def test_a_text_that_came_back_is_compared_with_what_it_replaced(home: Settings) -> None:
    library = open_library(home)
    for document in (OLD, NEW, OLD):
        library.add(document)
    changes = changed_rows(library, "utopia")

    assert [(change.label, change.kind) for change in changes] == [
        ("2", ChangeKind.CHANGED),
        ("3", ChangeKind.REMOVED),
    ]


def test_a_document_of_one_version_has_not_changed(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)

    assert changed_rows(library, "utopia") == []


def test_an_unknown_document_has_no_changes(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)

    for name in ("erewhon", "../utopia", ""):
        with pytest.raises(DocumentMissing, match="There are: action-plan-2020-2024, utopia"):
            changed_rows(library, name)


def test_a_removed_document_has_no_changes(home: Settings) -> None:
    library = open_library(home)
    library.add(OLD)
    library.add(NEW)
    library.remove("utopia")

    with pytest.raises(DocumentMissing):
        changed_rows(library, "utopia")


def test_what_ships_can_be_compared_when_its_text_was_another(home: Settings) -> None:
    """Its texts are kept without being in use: an upgrade of aide brings a new one."""
    library: Library = open_library(home)
    build_index(home)
    library.keep(document_of("The plan of another day.", name=PLAN))

    assert changed_rows(library, PLAN)


def test_the_text_of_an_added_document_is_the_one_that_is_indexed(home: Settings) -> None:
    open_library(home).add(OLD)
    build_index(home)

    assert document_text(home, "utopia") == OLD.text
    with pytest.raises(CorpusBroken, match=f'no document "erewhon".* {PLAN}, utopia'):
        document_text(home, "erewhon")
