import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.reply import MAX_CHARACTERS, ReplyReader, ReplySentence

REPLY = """\
# What the plan says

The EU works <quote id="P1">towards the worldwide abolition of the death penalty</quote> [P1]. \
It also wants “a moratorium on executions”. [P1] States’ duties matter [P2].

- Support defenders [P2].
1. Raise “individual cases” [P3]

> Work to ensure positive recognition. And more.

```
Last line, e.g. one with an abbreviation."""

PARTS = ["The EU acts", ". ", "\n", "\n\n", "- ", "1. ", "> ", "```\n", "“", "”", '"', "'", "’"]
PARTS += [" [P1]", "<quote>", "</quote>", "&quot;", "**", " e.g. ", "?", " But", " "]


def read(reply: str, size: int | None = None) -> list[ReplySentence]:
    """The sentences of a reply that comes in pieces of so many characters."""
    reader = ReplyReader()
    step = size or max(len(reply), 1)
    found = []
    for start in range(0, len(reply), step):
        found += reader.feed(reply[start : start + step])
    return found + reader.finish()


def only(reply: str) -> ReplySentence:
    (sentence,) = read(reply)
    return sentence


def quotes(reply: str) -> list[str]:
    return [piece.text for piece in only(reply).pieces if piece.quoted]


@pytest.mark.parametrize("size", range(1, 41))
def test_the_size_of_the_pieces_makes_no_difference(size: int) -> None:
    assert read(REPLY, size) == read(REPLY)


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize(
    "reply",
    [
        "- **Support** defenders.",
        "> “Prevent torture”",
        "12. Support defenders.",
        "# Heading",
        pytest.param("###### Heading"),
        pytest.param("```markdown\nThe EU acts.\n```"),
        pytest.param("> # 1. The EU acts."),
    ],
)
def test_the_beginning_of_a_line_may_come_in_pieces(reply: str, size: int) -> None:
    assert read(reply, size) == read(reply)


@given(
    parts=st.lists(
        st.sampled_from(PARTS),
        max_size=16,
    ),
    size=st.integers(1, 9),
)
@example(parts=["The EU acts", ". ", " [P1]", " But", "\n", "> ", "“"], size=1)
def test_a_reply_of_any_parts_is_read_alike_in_pieces_and_whole(
    parts: list[str], size: int
) -> None:
    reply = "".join(parts)

    assert read(reply, size) == read(reply)


@given(reply=st.text(max_size=60), size=st.integers(1, 5))
def test_any_text_is_read_alike_in_pieces_and_whole(reply: str, size: int) -> None:
    assert read(reply, size) == read(reply)


@given(
    reply=st.lists(
        st.sampled_from(
            ["a", " ", "“", "”", '"', "«", "»", "'", "‘", "’", "`", "<q>", "</q>", "&quot;"]
        )
    ).map("".join)
)
def test_no_mark_of_quotation_stays_in_the_prose(reply: str) -> None:
    for sentence in read(reply):
        assert not set(sentence.prose) & set("\"“”„«»‘‚‛`´'<>\ue000\ue001")


def test_a_sentence_is_given_as_soon_as_the_next_one_has_begun() -> None:
    reader = ReplyReader()

    assert reader.feed("The EU supports defenders [P2]. ") == []
    assert [s.prose for s in reader.feed("It")] == ["The EU supports defenders ."]
    assert [s.prose for s in reader.finish()] == ["It"]


def test_references_behind_the_full_stop_belong_to_the_sentence_before() -> None:
    first, second = read("The EU supports defenders. [P2] It combats torture. [P3]")

    assert (first.passage_ids, second.passage_ids) == (("P2",), ("P3",))


@pytest.mark.parametrize(
    ("mark", "ids"),
    [
        ("[P2]", ("P2",)),
        ("(P2)", ("P2",)),
        ("【P2】", ("P2",)),
        ("[P2, P3]", ("P2", "P3")),
        pytest.param("[P3; P2]", ("P3", "P2")),
        ("[^P2]", ("P2",)),
        ("[P2] [P2]", ("P2",)),
        ("[2]", ()),
        ("[1, 4]", ()),
    ],
)
def test_references_are_read_and_taken_out(mark: str, ids: tuple[str, ...]) -> None:
    sentence = only(f"The EU supports defenders {mark}")

    assert sentence.passage_ids == ids
    assert sentence.prose == "The EU supports defenders"


@pytest.mark.parametrize("sign", ["-", "*", "+", "•", "–", "1.", "2)", "12."])
def test_a_sign_of_a_list_opens_a_bullet(sign: str) -> None:
    first, second = read(f"{sign} Support defenders.\n{sign} Combat torture.")

    assert (first.bullet, second.bullet) == (True, True)
    assert (first.prose, second.prose) == ("Support defenders.", "Combat torture.")


def test_the_second_sentence_of_an_item_is_no_item() -> None:
    assert [s.bullet for s in read("- Support defenders. Combat torture.")] == [True, False]


def test_a_year_or_a_dash_inside_a_line_is_no_sign_of_a_list() -> None:
    assert only("The plan - of the EU").bullet is False
    assert only("2020. was the year").bullet is False


def test_an_empty_line_opens_a_block_and_a_line_break_does_not() -> None:
    found = read("One thing.\nAnother thing.\n\nA third thing.")

    assert [s.new_block for s in found] == [True, False, True]


@pytest.mark.parametrize("level", ["#", "##", "######"])
def test_a_heading_loses_its_sign(level: str) -> None:
    first, second = read(f"{level} Death penalty\n\nThe EU opposes it.")

    assert first.prose == "Death penalty"
    assert second.prose == "The EU opposes it."


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("“", "”"),
        ('"', '"'),
        ("„", "“"),
        ("„", "”"),
        ("«", "»"),
        ("« ", " »"),
        ("»", "«"),
        ("‹", "›"),
        ("＂", "＂"),
        ("「", "」"),
        ("『", "』"),
        ("〝", "〞"),
        ("❝", "❞"),
        ("‘", "’"),
        ("‚", "‘"),
        ("'", "'"),
        ("`", "`"),
        ("``", "''"),
        ("´", "´"),
        pytest.param("&quot;", "&quot;"),
        pytest.param("&ldquo;", "&rdquo;"),
        pytest.param("&amp;quot;", "&amp;quot;"),
        pytest.param("&#8220;", "&#8221;"),
        ('\\"', '\\"'),
        ("**“", "”**"),
        ("<quote>", "</quote>"),
        ('<quote id="P1">', "</quote>"),
        ("<QUOTE id='P1'>", "</QUOTE >"),
        ("<q>", "</q>"),
        ("<blockquote>", "</blockquote>"),
        ("<cite>", "</cite>"),
        pytest.param("&lt;quote&gt;", "&lt;/quote&gt;"),
        ("<quote>“", "”</quote>"),
        ("<b><q>", "</q></b>"),
    ],
)
def test_what_stands_in_quotation_marks_is_a_quote(opening: str, closing: str) -> None:
    reply = f"The EU wants {opening}a moratorium on executions{closing} everywhere."

    assert quotes(reply) == ["a moratorium on executions"]
    assert only(reply).prose == "The EU wants everywhere."
    assert not only(reply).unclosed


def test_two_quotes_in_a_sentence_are_two() -> None:
    assert quotes("It says “one thing” and <quote>another</quote>.") == ["one thing", "another"]


def test_marks_inside_a_tag_belong_to_the_quote() -> None:
    assert quotes("<quote>the “rights-based approach” to development</quote>") == [
        "the “rights-based approach” to development"
    ]


def test_a_quote_of_several_sentences_is_not_cut() -> None:
    (sentence,) = read("It says “Prevent torture. Redress the victims.” and no more.")

    assert [p.text for p in sentence.pieces if p.quoted] == [
        "Prevent torture. Redress the victims."
    ]


@pytest.mark.parametrize(
    ("tag", "ids"),
    [('<quote id="P3">', ("P3",)), ("<quote id=P3>", ("P3",)), ("<quote>", ())],
)
def test_a_tag_names_the_passage_of_its_quote(tag: str, ids: tuple[str, ...]) -> None:
    assert only(f"It wants {tag}a moratorium</quote>.").passage_ids == ids


@pytest.mark.parametrize(
    "text", ["> Prevent torture. Redress it.", ">Prevent torture. Redress it."]
)
def test_a_quoted_line_is_one_quote(text: str) -> None:
    assert quotes(text) == ["Prevent torture. Redress it."]


def test_only_the_marks_of_a_quoted_line_that_has_some_make_quotes() -> None:
    assert quotes("> “Prevent torture” — I.A.2") == ["Prevent torture"]


@pytest.mark.parametrize(
    "reply", ["It says “a moratorium", "It says <quote>a moratorium", "It says “a mora\n\nMore”"]
)
def test_a_quote_without_an_end_is_told(reply: str) -> None:
    assert read(reply)[0].unclosed


def test_a_quote_that_does_not_end_is_given_up() -> None:
    reader = ReplyReader()
    found = reader.feed("It says “" + "and this goes on. And so on. " * (MAX_CHARACTERS // 10))

    assert found
    assert found[0].unclosed
    assert len("".join(piece.text for piece in found[0].pieces)) < 2 * MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("The states’ duties", "The states’ duties"),
        ("The EU's role and l'Union", "The EU’s role and l’Union"),
        ("It doesn't say", "It doesn’t say"),
        ("defenders' families and children's rights", "defenders’ families and children’s rights"),
        ("ta’ l-Unjoni", "ta’ l-Unjoni"),
    ],
)
def test_apostrophes_stay(text: str, prose: str) -> None:
    assert only(text).prose == prose
    assert not quotes(text)


@pytest.mark.parametrize("fence", ["```", "```text", "~~~", "  ````"])
def test_a_fence_is_left_out(fence: str) -> None:
    assert [s.prose for s in read(f"{fence}\nThe EU acts.\n{fence.strip()[:3]}")] == [
        "The EU acts."
    ]


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("**strong** and _soft_", "strong and soft"),
        ("a [link](https://evil.example/) here", "a link here"),
        ("an ![image](https://evil.example/x.png) here", "an here"),
        ("<b>bold</b> <script>", "bold"),
        ("~~struck~~", "struck"),
        ("snake_case stays", "snake_case stays"),
        ("zero\u200bwidth and \u202ereversed", "zerowidth and reversed"),
        ("private \ue000use\ue001", "private use"),
    ],
)
def test_markup_goes_no_further(markup: str, plain: str) -> None:
    assert only(markup).prose == plain


@pytest.mark.parametrize("reply", ["", " ", "\n\n\n", "```\n```", "\t"])
def test_a_reply_of_nothing_has_no_sentences(reply: str) -> None:
    assert read(reply) == []
