from pathlib import Path

import pytest

from ingest.document import DocumentFacts
from ingest.errors import DocumentUnreadable
from ingest.read import READERS, decode, read_source

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

    assert read_source(path, facts, "eurlex-html").digest == (
        "sha256:c22817d34544e974c16b48bdb559d758c191a9c3b0425f29ed2586453fd7e7da"
    )


def test_a_page_becomes_a_document(tmp_path: Path, facts: DocumentFacts) -> None:
    path = tmp_path / "plan.html"
    path.write_text(HTML, encoding="utf-8")

    assert read_source(path, facts, "eurlex-html").text == "Démarches ‑ 1."


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xc2\xa0"]
)
def test_an_empty_file_is_unreadable(content: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match=r"^plan\.txt is empty\. Check"):
        decode(content, "plan.txt")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", "text".encode("utf-16")])
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
