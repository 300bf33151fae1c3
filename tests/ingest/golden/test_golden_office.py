"""Documents written in Word's format and printed to PDF by LibreOffice, read to golden outlines."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from ingest.identify import Told
from ingest.incoming import Incoming, read_incoming

SECONDS = 300
SOFFICE = shutil.which("soffice") or ""
# One sentence however often it is repeated: where a page ends with a sentence, print does not tell
# whether the paragraph does.
LONG = "the mission speaks with the governor, the doctor and those who are held, each in turn, and "

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed"),
]


def strategy(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Country strategy for the Republic of Utopia", 0)
    document.add_heading("I. Situation", 1)
    document.add_paragraph("Prisons are full: " + LONG * 3 + "so on.")
    document.add_paragraph("Elections are due next year: " + LONG * 3 + "so on.")
    document.add_heading("II. Priorities", 1)
    document.add_heading("A. Ending ill-treatment", 2)
    document.add_paragraph("The EU visits each prison twice a year: " + LONG * 14 + "so on.")
    document.add_paragraph("It asks for the reports of the visits: " + LONG * 30 + "so on.")
    document.add_heading("B. Free elections", 2)
    document.add_paragraph("The EU sends observers: " + LONG * 2 + "so on.")
    document.save(str(path))


def guidelines(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Guidelines on the visiting of lighthouses", 0)
    document.add_heading("Purpose", 1)
    for number in range(1, 5):
        document.add_paragraph(
            f"{number}. Paragraph {number} says what is done: " + LONG * 4 + "so on."
        )
    document.add_heading("Visits", 1)
    for number in range(5, 30):
        document.add_paragraph(
            f"{number}. Paragraph {number} says what is done: " + LONG * 4 + "so on."
        )
    document.save(str(path))


def report(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Annual report of the lighthouse keepers", 0)
    document.add_heading("1. Overview", 1)
    document.add_heading("1.1 The year", 2)
    document.add_paragraph("It rained: " + LONG * 30 + "so on.")
    document.add_heading("1.2 The means", 2)
    document.add_paragraph("The keepers have:")
    for tool in ("a lamp that turns;", "a boat that floats;", "a dog that barks."):
        document.add_paragraph(tool, style="List Bullet")
    document.add_heading("2. Outlook", 1)
    document.add_paragraph("It will rain: " + LONG * 30 + "so on.")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Lighthouse keepers' union"
    section.footer.paragraphs[0].text = "For the keepers only"
    document.save(str(path))


DOCUMENTS: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "strategy": (strategy, ["cover", "I", "I.1", "I.2", "II", "II.A", "II.A.1", "II.A.2", "II.B",
                            "II.B.1"]),
    "guidelines": (guidelines, ["cover", "Purpose", "1", "2", "3", "4", "Visits",
                                *(str(number) for number in range(5, 30))]),
    "report": (report, ["cover", "1", "1.1", "1.1.1", "1.2", "1.2.1", "2", "2.1"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents as DOCX and as PDF; one start of LibreOffice prints them all."""
    made = tmp_path_factory.mktemp("office")
    for name, (write, _) in DOCUMENTS.items():
        write(made / f"{name}.docx")
    subprocess.run(
        [
            SOFFICE, f"-env:UserInstallation=file://{made}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", str(made),
            *(str(made / f"{name}.docx") for name in DOCUMENTS),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )  # fmt: skip
    return made


def read(folder: Path, name: str) -> Incoming:
    return read_incoming(folder / name, Told())


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_labels_are_those_of_the_document_in_word_and_in_print(
    folder: Path, name: str, ending: str
) -> None:
    incoming = read(folder, f"{name}.{ending}")

    assert list(incoming.report.labels) == DOCUMENTS[name][1]
    assert incoming.report.coverage == 1.0
    assert incoming.report.doubts == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_in_print_is_the_text_in_word(folder: Path, name: str) -> None:
    printed, written = (read(folder, f"{name}.{ending}").document for ending in ("pdf", "docx"))

    assert printed.text.split() == written.text.split()


def test_a_paragraph_over_a_page_break_is_one_and_knows_where_it_begins(folder: Path) -> None:
    document = read(folder, "strategy.pdf").document
    (node,) = [node for node in document.outline if node.label == "II.A.2"]
    pages = [start.page for start in document.pages if node.start < start.offset < node.end]

    assert pages == [2]


def test_running_heads_and_feet_are_left_out(folder: Path) -> None:
    report = read(folder, "report.pdf")
    left_out = {entry.text for entry in report.report.left_out if entry.reason == "furniture"}

    assert {"Lighthouse keepers' union", "For the keepers only"} <= left_out
    assert "union" not in report.document.text
