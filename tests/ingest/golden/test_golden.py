"""Every document of the golden set is read to the outline that was written for it by hand."""

from pathlib import Path

import pytest

from ingest.errors import DocumentUnreadable
from tests.ingest.golden import pdf_files, text_files, web_files, word_files
from tests.ingest.golden.golden import Golden, kinds_that_labels_belie, outline_of, read
from tests.ingest.golden.outlines import pdf, text, web, word

FILES = {**pdf_files.FILES, **word_files.FILES, **web_files.FILES, **text_files.FILES}
GOLDEN = {**pdf.OUTLINES, **word.OUTLINES, **web.OUTLINES, **text.OUTLINES}


def test_each_file_has_an_outline() -> None:
    assert FILES.keys() == GOLDEN.keys()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_document_is_read_to_its_golden_outline(name: str, tmp_path: Path) -> None:
    incoming = read(tmp_path, name, FILES[name])
    golden = GOLDEN[name]

    assert outline_of(incoming) == golden.outline
    assert kinds_that_labels_belie(incoming) == []
    assert incoming.report.coverage == 1.0
    assert _doubts_are(golden, [doubt.text for doubt in incoming.report.doubts])
    assert golden.title in ("", incoming.document.facts.title)


def test_a_document_of_pictures_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="ocrmypdf"):
        read(tmp_path, "scanned.pdf", pdf_files.SCANNED)


def _doubts_are(golden: Golden, found: list[str]) -> bool:
    return len(found) == len(golden.doubts) and all(
        part in doubt for part, doubt in zip(golden.doubts, found, strict=True)
    )
