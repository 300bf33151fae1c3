import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import DocumentUnreadable
from ingest.pdf.characters import Character, normalised, open_pdf
from tests.ingest.pdf_samples import BOLD, ITALIC, Sample


def characters_of(raw: bytes) -> list[Character]:
    with open_pdf(raw, "sample.pdf") as file:
        return [c for page in file if page for c in page.characters if not c.text.isspace()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("ﬁ", "fi"),
        ("ﬄ", "ffl"),
        ("\x02", "-"),
        ("\ufffe", "-"),
        ("\x07", ""),
        ("\u2003", " "),
        ("\u00a0", "\u00a0"),
        ("\u2011", "\u2011"),
        ("é", "é"),
        ("\uf0b7", "\uf0b7"),
    ],
)
def test_a_character_is_normalised(given: str, expected: str) -> None:
    assert normalised(given) == expected


def test_a_character_stands_at_its_place_from_the_top_left_corner() -> None:
    (letter,) = characters_of(Sample().at(100, 50, "H", size=20).bytes())

    assert (letter.text, letter.left, letter.style.size) == ("H", 100, 20)
    assert letter.baseline == pytest.approx(50, abs=0.1)


def test_weight_and_slant_come_from_the_font() -> None:
    raw = Sample().at(70, 80, "b", BOLD).at(70, 100, "i", ITALIC).at(70, 120, "r").bytes()

    assert [(c.style.bold, c.style.italic) for c in characters_of(raw)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_the_size_is_that_on_the_page_not_that_of_the_font() -> None:
    sample = Sample()
    sample.canvas.scale(3, 3)
    sample.canvas.setFont("Times-Roman", 4)
    sample.canvas.drawString(20, 200, "x")

    assert characters_of(sample.bytes())[0].style.size == 12


def test_a_page_whose_text_runs_upwards_is_turned() -> None:
    sample = Sample()
    sample.canvas.translate(300, 100)
    sample.canvas.rotate(90)
    sample.canvas.drawString(0, 0, "ab")
    first, second = characters_of(sample.bytes())

    assert first.baseline == second.baseline == pytest.approx(300)
    assert first.right == pytest.approx(second.left)


def test_text_that_nobody_sees_is_hidden() -> None:
    sample = Sample().at(70, 100, "seen").at(70, -20, "above").at(2000, 100, "beside")
    text = sample.canvas.beginText(70, 500)
    text.setTextRenderMode(3)
    text.textOut("invisible")
    sample.canvas.drawText(text)
    hidden = "".join(c.text for c in characters_of(sample.bytes()) if c.style.hidden)

    assert hidden == "abovebesideinvisible"


def test_rules_are_found_whether_drawn_or_filled() -> None:
    sample = Sample().at(70, 80, "x").rule(70, 100, 270, 100)
    sample.canvas.rect(70, sample.height - 200, 0.5, 50, stroke=0, fill=1)
    sample.canvas.rect(300, 300, 100, 100, stroke=0, fill=1)
    with open_pdf(sample.bytes(), "sample.pdf") as file:
        rules = [
            tuple(round(edge) for edge in rule) for page in file if page for rule in page.rules
        ]

    assert rules == [(70, 100, 270, 100), (70, 150, 70, 200)]


def test_the_file_says_its_title_and_how_many_pages_it_has() -> None:
    raw = Sample(title="Guidelines – 2019").line("one").page().line("two").bytes()
    with open_pdf(raw, "sample.pdf") as file:
        found = (file.title, file.pages)

    assert found == ("Guidelines – 2019", 2)


def encrypted() -> bytes:
    sample = Sample()
    path = Canvas(sample._bytes, encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0))
    path.drawString(70, 700, "secret")
    path.save()
    return sample._bytes.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "a.pdf is empty (0 bytes). Check that the download was complete."),
        (
            b"<html>no</html>",
            "a.pdf is no PDF: it does not begin with %PDF-. Download the document again.",
        ),
        (
            b"%PDF-1.4\n1 0 obj\n<<",
            "a.pdf is a PDF that is damaged or cut off (19 bytes). Download the document again.",
        ),
        (
            encrypted(),
            "a.pdf is protected by a password. Save a copy without a password and try again.",
        ),
    ],
    ids=["empty", "no PDF", "cut off", "encrypted"],
)
def test_bytes_that_are_no_open_pdf_are_refused_in_a_sentence(raw: bytes, message: str) -> None:
    with pytest.raises(DocumentUnreadable) as refusal, open_pdf(raw, "a.pdf"):
        pass

    assert str(refusal.value) == message
