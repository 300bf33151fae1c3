from ingest.pdf.characters import Character, Style, open_pdf
from ingest.pdf.line import Line
from ingest.pdf.lines import pieces_of
from tests.ingest.pdf_samples import BOLD, Sample


def pieces(sample: Sample) -> list[Line]:
    with open_pdf(sample.bytes(), "sample.pdf") as file:
        return [
            piece
            for page in file
            if page
            for piece in pieces_of(page.characters, page.number, page.rules)
        ]


def test_letters_drawn_in_any_order_make_one_line_from_left_to_right() -> None:
    sample = Sample().at(126, 100, "rights", size=12).at(90, 100, "human", size=12)

    assert [piece.text for piece in pieces(sample)] == ["human rights"]


def test_letters_that_touch_are_one_word_wherever_the_file_cuts_it() -> None:
    sample = Sample().at(70, 100, "human", size=10)
    sample.at(70 + sample.canvas.stringWidth("human", "Times-Roman", 10), 100, "ity", BOLD, 10)

    assert [piece.text for piece in pieces(sample)] == ["humanity"]


def test_letters_that_are_set_apart_are_words() -> None:
    sample = Sample()
    sample.canvas.setFont("Times-Roman", 12)
    sample.canvas.drawString(70, 700, "COUNCIL CONCLUSIONS", charSpace=4)

    assert [piece.text for piece in pieces(sample)] == ["COUNCIL", "CONCLUSIONS"]


def test_a_wide_gap_ends_a_piece() -> None:
    assert sorted(p.text for p in pieces(Sample().at(70, 100, "left").at(300, 100, "right"))) == [
        "left",
        "right",
    ]


def test_a_smaller_raised_number_is_a_superscript_of_its_line() -> None:
    (line,) = pieces(Sample().marked("the Convention", "12", ", and"))

    assert line.text == "the Convention12, and"
    assert line.raised == ((14, 16),)
    assert line.size == 11


def test_a_rule_right_below_a_line_underlines_it() -> None:
    sample = Sample().at(70, 100, "Operational part", size=12)
    end = 70 + sample.canvas.stringWidth("Operational part", "Times-Roman", 12)
    (line,) = pieces(sample.rule(70, 102, end, 102))
    (other,) = pieces(Sample().at(70, 100, "Operational part").rule(70, 102, 500, 102))

    assert line.underlined
    assert not other.underlined


def test_an_upright_rule_parts_what_stands_close() -> None:
    sample = Sample().at(70, 100, "one").at(92, 100, "two").rule(89, 80, 89, 110)

    assert sorted(piece.text for piece in pieces(sample)) == ["one", "two"]


def test_the_letters_of_a_ligature_share_a_box_and_are_one_word() -> None:
    style = Style(11.0)
    boxes = [(10.0, 15.0), (15.0, 22.0), (15.0, 22.0), (22.0, 28.0), (28.0, 33.0)]
    letters = [
        Character(letter, left, right, 100.0, style, False)
        for letter, (left, right) in zip("oflow", boxes, strict=True)
    ]

    assert [piece.text for piece in pieces_of(letters, 1, [])] == ["oflow"]
