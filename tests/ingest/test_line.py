import pytest

from ingest.line import Line, folded


def line_of(*pieces: str) -> Line:
    """A line of pieces; a piece such as "^1" is a footnote mark."""
    line = Line()
    for piece in pieces:
        if piece.startswith("^"):
            line.add_mark(piece[1:])
        else:
            line.add(piece)
    return line


def test_layout_space_is_one_space_also_where_pieces_meet() -> None:
    assert line_of(" one \n", "\t two", "", " ", "three ").text == "one two three"


def test_no_break_spaces_stay_inside_a_line_and_go_at_its_ends() -> None:
    assert line_of("\u00a0 2\u00a0600 ", "\u00a0").text == "2\u00a0600"


@pytest.mark.parametrize(
    ("pieces", "text", "marks"),
    [
        (("since 2012", "^1", ", the EU"), "since 2012, the EU", (("1", 10),)),
        (("since 2012 ", "^1", " , the EU"), "since 2012, the EU", (("1", 10),)),
        (("one ", "^1", " two"), "one two", (("1", 3),)),
        (("one", "^1", "^2", " two ", "^3"), "one two", (("1", 3), ("2", 3), ("3", 7))),
        (("^1", " one"), "one", (("1", 0),)),
        (("\u00a0\u00a0one", "^1"), "one", (("1", 3),)),
    ],
)
def test_a_mark_stands_behind_its_word_and_takes_its_space_with_it(
    pieces: tuple[str, ...], text: str, marks: tuple[tuple[str, int], ...]
) -> None:
    line = line_of(*pieces)

    assert (line.text, line.finish()) == (text, marks)


def test_marks_move_when_a_number_is_taken_off() -> None:
    assert line_of("12. The EU", "^1", " acts").finish(4) == (("1", 6),)


def test_folding_keeps_no_break_spaces() -> None:
    assert folded(" a\n\tb\u00a0 c\u00a0 ") == "a b\u00a0 c\u00a0"
