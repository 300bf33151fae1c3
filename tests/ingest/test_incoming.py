from pathlib import Path

import pytest

from ingest.document import Document, Kind
from ingest.errors import DocumentUnreadable
from ingest.identify import STATUS_UNKNOWN, Told
from ingest.incoming import Incoming, read_incoming
from tests.ingest.docx_samples import docx_of, paragraph, run
from tests.ingest.pdf_samples import AIMS, MEANS, Sample

TITLE = "Human rights strategy for Utopia"


def pdf() -> bytes:
    sample = Sample(title=TITLE).heading(TITLE, size=18).heading("I. Aims")
    return sample.item("1.", AIMS).page().item("2.", MEANS).bytes()


def docx() -> bytes:
    return docx_of(
        paragraph(run(TITLE), "Title")
        + paragraph(run("I. Aims"), "Heading1")
        + paragraph(run(f"1. {AIMS}"))
        + paragraph(run(f"2. {MEANS}"))
    )


HTML = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>
<h1>{TITLE}</h1><h2>I. Aims</h2><p>1. {AIMS}</p><p>2. {MEANS}</p></body></html>"""
MARKDOWN = f"# {TITLE}\n\n## I. Aims\n\n1. {AIMS}\n\n2. {MEANS}\n"
TEXT = f"{TITLE.upper()}\n\nI. Aims\n\n1. {AIMS}\n\n2. {MEANS}\n"
FILES = {
    "utopia.pdf": pdf(),
    "utopia.docx": docx(),
    "utopia.html": HTML.encode(),
    "utopia.md": MARKDOWN.encode(),
    "utopia.txt": TEXT.encode(),
}


@pytest.fixture(params=sorted(FILES))
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of each format with the same title, heading and two numbered paragraphs."""
    path = tmp_path / str(request.param)
    path.write_bytes(FILES[path.name])
    return path


def read(path: Path, told: Told | None = None, address: str = "") -> Incoming:
    return read_incoming(path, told or Told(), address)


def text_of(document: Document, label: str) -> str:
    (node,) = [node for node in document.outline if node.label == label]
    return document.text[node.start : node.end]


def test_every_format_is_told_and_read_to_its_own_numbers(file: Path) -> None:
    incoming = read(file)
    document = incoming.document

    assert text_of(document, "1") == f"1. {AIMS}"
    assert text_of(document, "2") == f"2. {MEANS}"
    assert text_of(document, "I") == "I. Aims"
    assert document.facts.title.casefold() == TITLE.casefold()
    assert document.facts.kind == "strategy"


def test_no_character_of_any_format_is_lost(file: Path) -> None:
    report = read(file).report

    assert report.coverage == 1
    assert report.headings >= 1
    assert report.passages >= 3
    assert not [doubt for doubt in report.doubts if "in no passage" in doubt.text]


def test_the_title_is_the_cover_and_no_heading_above_all(file: Path) -> None:
    document = read(file).document
    (heading,) = [node for node in document.outline if node.kind is Kind.HEADING]

    assert (heading.label, heading.level, heading.heading_path) == ("I", 1, ())


def test_the_name_of_a_file_says_nothing_of_its_format(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "renamed.bin"
    other.write_bytes(file.read_bytes())
    text = read(other).document.text

    assert AIMS in text
    assert MEANS in text


def test_a_pdf_has_pages(tmp_path: Path) -> None:
    path = tmp_path / "utopia.pdf"
    path.write_bytes(FILES["utopia.pdf"])
    incoming = read(path)
    (second,) = [node for node in incoming.document.outline if node.label == "2"]

    assert incoming.report.pages == 2
    assert [page.page for page in incoming.document.pages] == [1, 2]
    assert incoming.document.pages[1].offset == second.start


def test_what_is_not_told_is_said_to_be_unknown(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.write_text("Torture is never allowed.", "utf-8")
    facts = read(path).document.facts

    assert (facts.reference, facts.source_url, facts.status) == (
        "memo.md",
        "memo.md",
        STATUS_UNKNOWN,
    )
    assert (facts.title, facts.kind, facts.language) == ("memo", "document", "en")


def test_the_address_and_what_a_person_says_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("Torture is never allowed.", "utf-8")
    facts = read(path, Told(id="mine", kind="note"), "https://example.eu/n").document.facts

    assert (facts.id, facts.kind, facts.source_url) == ("mine", "note", "https://example.eu/n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.html", b"<html><body><p> </p></body></html>"),
        ("empty.md", b"\xef\xbb\xbf \n"),
        ("empty.txt", b""),
        ("rule.md", b"---\n\n---\n"),
        ("empty.docx", docx_of("")),
        ("empty.pdf", Sample().bytes()),
        ("blank.docx", docx_of(paragraph(run("  ")))),
    ],
)
def test_a_file_without_text_is_unreadable(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DocumentUnreadable, match=r"empty|no text|no paragraph"):
        read(path)


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_file_that_was_cut_short_is_read_or_refused(
    tmp_path: Path, name: str, share: float
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name][: int(share * len(FILES[name]))])
    try:
        text = read(path).document.text
    except DocumentUnreadable as error:
        text = str(error)

    assert text.strip()


@pytest.mark.parametrize(
    "content",
    [b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18,
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"{\\rtf1 text}", b"\x00\x01\x02",
     b"\x7fELF\x02\x01\x01\x00"],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(content)

    with pytest.raises(DocumentUnreadable) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert "document.pdf" in str(caught.value)
