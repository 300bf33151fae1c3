from pathlib import Path

import pytest

from ingest.document import Document, DocumentFacts
from ingest.element import Element, Role
from ingest.identify import Told
from ingest.known_as import Known, known_as
from ingest.library import Library
from ingest.outline import build_document
from ingest.shipped import shipped_files
from tests.ingest.samples import own_reading


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "documents")


def document_of(
    text: str = "Text.",
    document_id: str = "strategy",
    *,
    reference: str = "1234/24",
    source: str = "strategy.pdf",
    origin: str = "",
) -> Document:
    facts = DocumentFacts(
        document_id, "T", "T", reference, "strategy", "s", "en", source, origin=origin
    )
    return build_document(facts, own_reading(Element(Role.PARAGRAPH, text)))


def known(document: Document, library: Library, told_id: str = "") -> Known:
    return known_as(document, library, Told(id=told_id))


def test_a_new_document_gets_its_own_id(library: Library) -> None:
    assert known(document_of(), library) == Known("strategy")


def test_a_new_version_is_known_by_its_reference(library: Library) -> None:
    library.add(document_of(document_id="old-id", source="old.pdf"))

    assert known(document_of("New text.", "new-id"), library) == Known("old-id")


def test_a_new_version_is_known_by_where_it_came_from(library: Library) -> None:
    library.add(document_of(document_id="old-id", reference="1/24", origin="folder/a.pdf"))
    new = document_of("New text.", "new-id", reference="2/24", origin="folder/a.pdf")

    assert known(new, library) == Known("old-id")


def test_the_same_text_is_known_whatever_it_is_called(library: Library) -> None:
    library.add(document_of(document_id="old-id", reference="1/24", source="a.pdf"))

    assert known(document_of(reference="2/24", source="b.pdf"), library) == Known("old-id")


def test_the_same_text_wins_over_the_same_reference(library: Library) -> None:
    library.add(document_of("One.", "a", reference="1/24", source="a.pdf"))
    library.add(document_of("Two.", "b", reference="2/24", source="b.pdf"))

    assert known(document_of("Two.", reference="1/24"), library) == Known("b")


def test_another_document_with_the_same_id_gets_a_number(library: Library) -> None:
    library.add(document_of("One.", "strategy", reference="1/24", source="a.pdf"))
    second = known(document_of("Two.", reference="2/24", source="b.pdf"), library)
    library.add(document_of("Two.", second.id, reference="2/24", source="b.pdf"))

    assert second == Known("strategy-2")
    assert known(document_of("Three.", reference="3/24", source="c.pdf"), library) == Known(
        "strategy-3"
    )


def test_a_removed_document_takes_no_id(library: Library) -> None:
    library.add(document_of("One.", reference="1/24", source="a.pdf"))
    library.remove("strategy")

    assert known(document_of("Two.", reference="2/24", source="b.pdf"), library) == Known(
        "strategy"
    )


def test_the_id_that_a_person_gives_counts(library: Library) -> None:
    library.add(document_of(document_id="old-id"))

    assert known(document_of("New text.", "mine"), library, "mine") == Known("mine")


def test_the_same_text_is_not_added_under_a_second_id(library: Library) -> None:
    library.add(document_of(document_id="old-id"))
    found = known(document_of(document_id="mine"), library, "mine")

    assert found.id == ""
    assert found.problem == "This is the same text as old-id; it was not added again."


def test_the_same_text_may_be_added_under_its_own_id(library: Library) -> None:
    library.add(document_of())

    assert known(document_of(), library, "strategy") == Known("strategy")


@pytest.mark.parametrize("what", ["reference", "id"])
def test_what_ships_is_not_added_again(library: Library, what: str) -> None:
    plan = shipped_files()[0].facts
    document = (
        document_of(reference=plan.reference)
        if what == "reference"
        else document_of(document_id=plan.id)
    )

    assert known(document, library) == Known(
        problem=f"{plan.title} ships with aide; it was not added again."
    )


def test_one_damaged_document_does_not_keep_others_from_being_added(
    library: Library, tmp_path: Path
) -> None:
    library.add(document_of("One.", "damaged", reference="1/24", source="a.pdf"))
    for file in (tmp_path / "documents" / "damaged").glob("*.json"):
        file.write_bytes(b"{")

    assert known(document_of("Two."), library) == Known("strategy")


def test_files_of_one_name_are_two_documents_when_nothing_else_is_alike(library: Library) -> None:
    """Without a reference, its file's name is all that a document has."""
    library.add(document_of("Notes on water.", "water", reference="notes.md", source="notes.md"))
    other = document_of("Notes on torture.", "torture", reference="notes.md", source="notes.md")

    assert known(other, library) == Known("torture")
