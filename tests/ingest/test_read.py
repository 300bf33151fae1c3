from pathlib import Path

import pytest

from ingest.document import DocumentFacts
from ingest.errors import DocumentUnreadable
from ingest.read import READERS, decode, format_of, read_file, read_source

TEXT = "Brussels, 25.3.2020\n\nA plan\n\n\n1.Introduction\n\nDémarches ‑ 1.\n"
HTML = '<html><body><p class="Normal">Démarches ‑ 1.</p></body></html>'


def test_a_text_export_becomes_a_document(tmp_path: Path, facts: DocumentFacts) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = read_source(path, facts, "eurlex-text")

    assert document.facts is facts
    assert document.text == "Brussels, 25.3.2020\nA plan\n\n1. Introduction\n\nDémarches ‑ 1."


def test_the_digest_is_the_sha256_of_the_text_in_utf_8(
    tmp_path: Path, facts: DocumentFacts
) -> None:
    path = tmp_path / "plan.html"
    path.write_text("<p>Démarches</p>", encoding="utf-8")

    assert read_source(path, facts, "html").digest == (
        "sha256:c22817d34544e974c16b48bdb559d758c191a9c3b0425f29ed2586453fd7e7da"
    )


def test_a_page_becomes_a_document(tmp_path: Path, facts: DocumentFacts) -> None:
    path = tmp_path / "plan.html"
    path.write_text(HTML, encoding="utf-8")

    assert read_source(path, facts, "html").text == "Démarches ‑ 1."


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xc2\xa0"]
)
def test_an_empty_file_is_unreadable(content: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match=r"^plan\.txt is empty\. Check"):
        decode(content, "plan.txt")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"text\x00"])
def test_a_binary_file_is_unreadable(content: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match=r"^plan\.txt is a binary file, .* Save it as"):
        decode(content, "plan.txt")


def test_a_file_in_another_encoding_is_unreadable_and_names_the_byte() -> None:
    with pytest.raises(DocumentUnreadable, match=r"not UTF-8: byte 1 can't .* encoding UTF-8"):
        decode("Démarche".encode("latin-1"), "plan.txt")


@pytest.mark.parametrize("file_format", sorted(READERS))
def test_a_missing_file_is_unreadable(
    tmp_path: Path, facts: DocumentFacts, file_format: str
) -> None:
    with pytest.raises(DocumentUnreadable, match=r"^gone\.txt can't be read \(No such file"):
        read_source(tmp_path / "gone.txt", facts, file_format)


def test_a_folder_is_unreadable(tmp_path: Path, facts: DocumentFacts) -> None:
    with pytest.raises(DocumentUnreadable, match="can't be read"):
        read_source(tmp_path, facts, "eurlex-text")


@pytest.mark.parametrize("file_format", sorted(READERS))
def test_an_empty_file_is_unreadable_in_every_format(
    tmp_path: Path, facts: DocumentFacts, file_format: str
) -> None:
    path = tmp_path / "empty"
    path.write_bytes(b"\n")

    with pytest.raises(DocumentUnreadable, match="is empty"):
        read_source(path, facts, file_format)


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode(b"\xef\xbb\xbfBrussels", "plan.txt") == "Brussels"


def test_line_ends_of_windows_are_line_ends(tmp_path: Path, facts: DocumentFacts) -> None:
    unix, windows = tmp_path / "unix.txt", tmp_path / "windows.txt"
    unix.write_bytes(TEXT.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    documents = [read_source(path, facts, "eurlex-text") for path in (unix, windows)]

    assert documents[0] == documents[1]


@pytest.mark.parametrize(
    ("raw", "name", "file_format"),
    [
        (b"%PDF-1.7\n", "report.pdf", "pdf"),
        (b"\r\n%PDF-1.4\n", "report.html", "pdf"),
        (b"PK\x03\x04rest", "strategy.docx", "docx"),
        (b"PK\x03\x04rest", "strategy.pdf", "docx"),
        (b"\xd0\xcf\x11\xe0old", "strategy.doc", "docx"),
        (b"<!DOCTYPE html><p>Text", "guidelines.pdf", "html"),
        (b"<?xml version='1.0'?>\n<html><body>", "guidelines.xhtml", "html"),
        (b"<!doctype html><html>", "page.md", "html"),
        (b"# Aims\n\n<p>Text</p>", "note.md", "markdown"),
        (b"# Aims", "note.MARKDOWN", "markdown"),
        (b"Aims", "note.txt", "text"),
        (b"Aims", "note", "text"),
        (b"PKK attacks and human rights", "note.txt", "text"),
        (b"A note on files that begin with %PDF-1.7", "note.txt", "text"),
        (b"This document is an excerpt from the EUR-Lex website\n", "plan.txt", "eurlex-text"),
    ],
)
def test_the_bytes_tell_the_format_and_not_the_name(
    raw: bytes, name: str, file_format: str
) -> None:
    assert format_of(raw, name) == file_format


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"II*\x00", b"GIF89a"])
def test_a_picture_names_the_command_that_makes_text_of_it(raw: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match=r"is a picture.*ocrmypdf scan\.png text\.pdf"):
        format_of(raw, "scan.png")


def test_rich_text_is_to_be_saved_in_another_format() -> None:
    with pytest.raises(DocumentUnreadable, match=r"Rich Text Format\. Save it as DOCX or PDF"):
        format_of(b"{\\rtf1 text}", "note.rtf")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_is_read(encoding: str) -> None:
    raw = "\ufeffDémarches".encode(encoding)

    assert decode(raw, "note.txt") == "Démarches"


def test_utf_32_is_unreadable() -> None:
    with pytest.raises(DocumentUnreadable, match="is a binary file"):
        decode("Démarches".encode("utf-32"), "note.txt")


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("Windows-1252", "cp1252"),
        ("iso-8859-7", "iso8859_7"),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("nonsense", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names_where_browsers_know_it(
    named: str, encoding: str
) -> None:
    text = (
        f'<html><meta charset="{named}"><p>Ωμέγα</p>'
        if "7" in named
        else (f'<html><meta charset="{named}"><p>Démarche</p>')
    )

    assert decode(text.encode(encoding), "page.html") == text


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)

    with pytest.raises(DocumentUnreadable, match=r"large\.pdf has 2,000 MB; at most 300 are read"):
        read_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_a_device_is_no_file() -> None:
    with pytest.raises(DocumentUnreadable, match="it is no file"):
        read_file(Path("/dev/zero"))


def test_a_file_of_another_format_than_its_name_says_is_read(tmp_path: Path) -> None:
    path = tmp_path / "guidelines.pdf"
    path.write_text("<!DOCTYPE html><h1>Aims</h1><p>To act.</p>", encoding="utf-8")

    assert [element.text for element in read_file(path).elements] == ["Aims", "To act."]
