import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.element import Element, Role
from ingest.errors import DocumentUnreadable
from ingest.read_markdown import read_markdown
from ingest.reading import Reading
from tests.ingest.account import NOTHING, unaccounted


def read(source: str) -> Reading:
    reading = read_markdown(source)
    assert unaccounted(reading) == NOTHING
    return reading


def lines(source: str) -> list[tuple[Role, str, str, int]]:
    return [(e.role, e.number, e.text, e.level) for e in read(source).elements]


def left_out(reading: Reading, reason: str) -> list[str]:
    return [entry.text for entry in reading.left_out if entry.reason == reason]


def test_headings_of_both_kinds_have_their_level_and_number() -> None:
    source = "# Aims\n\nSetext *one*\n===\n\nSetext two\n---\n\n### 2.1 Scope ###\n#### IV. Means"

    assert lines(source) == [
        (Role.HEADING, "", "Aims", 1),
        (Role.HEADING, "", "Setext one", 1),
        (Role.HEADING, "", "Setext two", 2),
        (Role.HEADING, "2.1", "Scope", 3),
        (Role.HEADING, "IV.", "Means", 4),
    ]


def test_the_signs_of_mark_up_are_left_out_and_the_text_between_them_is_kept() -> None:
    reading = read(
        "The *EU* **acts** with `aide` and [links](https://a.eu/b 'T'), <b>tags</b>,\n"
        "&amp; &eacute; \\* ~\\\nhard ![picture](c.png)<br>break"
    )

    assert [e.text for e in reading.elements] == [
        "The EU acts with aide and links, tags, & é * ~ hard break"
    ]
    assert left_out(reading, "markup") == [
        "** **** `` [](https://a.eu/b 'T') <b></b> amp; &eacute; \\ \\ ![picture](c.png)<br>"
    ]


def test_lists_keep_their_typed_numbers_and_know_their_depth() -> None:
    source = (
        "12. The EU acts:\n    (a) one\n    (b) two\n\n    - three\n      * four\n\n    More.\n"
        "13. It is so.\n\nThe steps are:\n\n1) first\n2) second\n"
    )

    assert lines(source) == [
        (Role.PARAGRAPH, "12.", "The EU acts:", 0),
        (Role.ITEM, "(a)", "one", 0),
        (Role.ITEM, "(b)", "two", 0),
        (Role.ITEM, "", "three", 0),
        (Role.ITEM, "", "four", 1),
        (Role.PARAGRAPH, "", "More.", 0),
        (Role.PARAGRAPH, "13.", "It is so.", 0),
        (Role.PARAGRAPH, "", "The steps are:", 0),
        (Role.ITEM, "1)", "first", 0),
        (Role.ITEM, "2)", "second", 0),
    ]
    assert left_out(read(source), "bullet") == ["-", "*"]


def test_a_table_is_rows_of_cells() -> None:
    source = "| Aim | Who |\n|:---|---|\n| one \\| two | |\n| 3. | *four* |"

    assert lines(source) == [
        (Role.ROW, "", "Aim", 0),
        (Role.CELL, "", "Who", 0),
        (Role.ROW, "", "one | two", 0),
        (Role.ROW, "", "3.", 0),
        (Role.CELL, "", "four", 0),
    ]


def test_footnotes_stand_at_the_end_and_their_marks_are_taken_out() -> None:
    source = (
        "The plan[^1], and[^who] so on[^2].\n\n[^1]: First *note*,\n    in two lines.\n\n"
        "    And two.\n[^who]: By name.\n\n# Annex II: More\n\nText.\n"
    )
    reading = read(source)

    assert list(reading.elements) == [
        Element(Role.PARAGRAPH, "The plan, and so on[^2].", marks=(("1", 8), ("who", 13))),
        Element(Role.NOTE, "First note, in two lines. And two.", "1"),
        Element(Role.NOTE, "By name.", "who"),
        Element(Role.PART, "ANNEX II"),
        Element(Role.COVER, "Annex II: More"),
        Element(Role.PARAGRAPH, "Text."),
    ]
    assert left_out(reading, "note mark") == ["[^1]", "[^who]"]


def test_quotes_code_and_html_are_paragraphs() -> None:
    source = (
        "> quoted\nlazily\n\n```py\n[^1]: code *as is*\n```\n\n    indented\n\n"
        "<div class='x'><!-- not this -->\nHTML &lt;text&gt;\n<script>nor this</script></div>\n"
    )

    assert [e.text for e in read(source).elements] == [
        "quoted lazily",
        "[^1]: code *as is*",
        "indented",
        "HTML <text>",
    ]


def test_front_matter_gives_the_title_and_is_left_out() -> None:
    reading = read('---\ntitle: "A strategy"\ntags:\n  - x\n---\n# Other\n\nText.')

    assert reading.title == "A strategy"
    assert left_out(reading, "furniture") == ['---\ntitle: "A strategy"\ntags:\n  - x\n---']
    assert [e.text for e in reading.elements] == ["Other", "Text."]


@pytest.mark.parametrize(
    ("source", "title"), [("# One\n\n## Two", "One"), ("# One\n\n# Two", ""), ("Text", "")]
)
def test_the_one_highest_heading_is_the_title(source: str, title: str) -> None:
    assert read(source).title == title


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert [e.text for e in read("---\n\nA sentence here.\n\n---\n\nText.").elements] == [
        "A sentence here.",
        "Text.",
    ]


def test_text_that_the_parser_gives_up_on_is_kept_and_told() -> None:
    reading = read("> " * 80 + "deep\n\nText.")

    assert {e.text.strip("> ") for e in reading.elements} == {"deep", "Text."}
    assert "read without its mark-up" in reading.doubts[0].text


@pytest.mark.parametrize("source", ["---\n", "[a]: https://b.eu", "![picture](a.png)", "<br>"])
def test_a_file_without_text_is_unreadable(source: str) -> None:
    with pytest.raises(DocumentUnreadable, match=r"no paragraph of text .* Save the document"):
        read_markdown(source)


@pytest.mark.parametrize(
    "source", ["[" * 5000 + "a", "*" * 5000 + "a", "- " * 3000 + "a", "`" * 3000 + "a<" * 2000]
)
def test_endless_nesting_loses_nothing(source: str) -> None:
    assert unaccounted(read_markdown(f"{source}\n\nend")) == NOTHING


PIECES = st.sampled_from(
    [
        *["word", "*", "**", "_", "`", "[", "](x.eu)", "![", "[^1]", "[^2]:", "&amp;", "&eacute;"],
        *[
            "<b>",
            "</b>",
            "<div>",
            "<!--",
            "-->",
            "|",
            "---",
            "===",
            "# ",
            "> ",
            "- ",
            "1. ",
            "12) ",
        ],
        *["(a) ", "• ", "    ", "\n", "\n", "\n\n", "```", "~~~", "[r]: u", "|-|-|", "\u00ad", "<"],
        *["&lt;", "e\u0301", "2.1 ", "ANNEX", "[^1]: note", "title: x", " ", ":", "\\", "<br>"],
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_order_of_signs_loses_or_repeats_a_character(source: str) -> None:
    assert unaccounted(read_markdown(f"{source}\n\nend")) == NOTHING


@given(
    st.lists(st.sampled_from(["word", "*", "**", "# ", "> ", "- ", "\n", "\n\n", "|"]), max_size=20)
)
def test_mark_up_is_signs_and_never_a_word(pieces: list[str]) -> None:
    reading = read_markdown("".join(pieces) + "\n\nend")

    assert not [text for text in left_out(reading, "markup") if any(map(str.isalnum, text))]
