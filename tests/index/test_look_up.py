from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.look_up import Ask, LookUp, look_up
from index.outlines import Outlines
from index.search import Searcher
from ingest.document import DocumentFacts
from ingest.element import Element, Role
from ingest.outline import build_document
from ingest.passage import Passage
from ingest.split import split
from tests.index.samples import sample_source
from tests.ingest.samples import own_reading


@pytest.fixture(scope="module")
def ask(searcher: Searcher) -> "Asking":
    return Asking(searcher)


class Asking:
    """Asks questions of the outline of the shipped plan."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def __call__(self, question: str) -> LookUp | None:
        found = self._searcher.search(question).look_up
        # One document is indexed; that it is named is tested apart.
        return found and replace(found, document="", named=True)

    def found(self, question: str) -> tuple[str, list[str]]:
        """What the question asks, and the labels of the passages that answer."""
        read = self(question)
        assert read, "the question was not read as one about the outline"
        return read.ask.value, [self._searcher.snapshot.passages[p].label for p in read.positions]


def series(section: str, last: int) -> list[str]:
    return [f"{section}.{number}" for number in range(1, last + 1)]


SECTIONS = {
    "I.A": 11, "I.B": 4, "I.C": 8, "I.D": 5, "I.E": 5, "I.F": 10,
    "II.A": 8, "II.B": 5, "II.C": 4, "II.D": 9,
    "III.A": 5, "III.B": 3, "III.C": 5, "III.D": 4, "III.E": 5, "III.F": 3,
    "IV.A": 5, "IV.B": 9, "V.A": 7, "V.B": 4,
}  # fmt: skip


def objectives(*lines: str) -> list[str]:
    return [
        label
        for section, last in SECTIONS.items()
        if not lines or section.partition(".")[0] in lines
        for label in series(section, last)
    ]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("II C 3", ["II.C.3"]),
        ("iii.f.2", ["III.F.2"]),
        ("II/C/3", ["II.C.3"]),
        ("II.C.3.", ["II.C.3"]),
        ("show me II.C.3", ["II.C.3"]),
        ("What does I.A.1 say about the death penalty?", ["I.A.1"]),
        ("I.A.1, I.A.2 and III.F.3", ["I.A.1", "I.A.2", "III.F.3"]),
        ("III.F.3 and I.A.1", ["III.F.3", "I.A.1"]),
        ("COM.2.4", ["COM.2.4"]),
        ("paragraph 2.4 of the communication", ["COM.2.4"]),
        ("I.means", ["I.means"]),
        ("IV.intro", ["IV.intro"]),
        ("COM.cover", ["COM.cover"]),
        *((label, [label]) for label in ("ANNEX.intro.2", "ANNEX.intro.5")),
    ],
)
def test_a_label_shows_its_passage(ask: Asking, question: str, labels: list[str]) -> None:
    assert ask.found(question) == (Ask.SHOW, labels)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("IV-B", series("IV.B", 9)),
        ("II.C", series("II.C", 4)),
        ("section C of line II", series("II.C", 4)),
        ("List the objectives of III.E", series("III.E", 5)),
        ("List all objectives of section III.E", series("III.E", 5)),
        ("What are the objectives of section B of line I?", series("I.B", 4)),
        ("Enumerate the points of V.B", series("V.B", 4)),
        ("Show all objectives in IV.A", series("IV.A", 5)),
        ("lines I and III", objectives("I", "III")),
        ("List the objectives of line IV", objectives("IV")),
        ("line IV", objectives("IV")),
        ("List the sections of line IV", ["IV.A", "IV.B"]),
        ("Which sections are in line II?", ["II.A", "II.B", "II.C", "II.D"]),
        ("section 2 of the communication", series("COM.2", 7)),
        ("What are the five lines of action?", ["COM.3.1"]),
        ("List the lines of action", ["COM.3.1"]),
        *(
            (question, labels)
            for question, labels in [
                ("line 4", objectives("IV")),
                ("the third line", objectives("III")),
                (
                    "What are the sections of the third line?",
                    [f"III.{letter}" for letter in "ABCDEF"],
                ),
                ("line five, part B", series("V.B", 4)),
                ("the second and fourth lines of action", objectives("II", "IV")),
            ]
        ),
    ],
)
def test_a_heading_lists_what_stands_below_it(
    ask: Asking, question: str, labels: list[str]
) -> None:
    assert ask.found(question) == (Ask.LIST, labels)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("How many objectives are in II.D?", series("II.D", 9)),
        ("How many objectives does section A of line III have?", series("III.A", 5)),
        ("How many objectives does line I have?", objectives("I")),
        ("Number of objectives in line V", objectives("V")),
        ("How many objectives does the plan have?", objectives()),
        (
            "How many sections does line III have?",
            ["III.A", "III.B", "III.C", "III.D", "III.E", "III.F"],
        ),
        ("How many sections does the plan have?", list(SECTIONS)),
        ("How many lines of action are there?", ["COM.3.1"]),
        ("count the objectives of I.B", series("I.B", 4)),
    ],
)
def test_a_count_is_asked_of_all_that_is_counted(
    ask: Asking, question: str, labels: list[str]
) -> None:
    assert ask.found(question) == (Ask.COUNT, labels)


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What is the first objective of I.A?", ["I.A.1"]),
        ("What is the last objective of II.D?", ["II.D.9"]),
        ("What is the final objective of section II.D?", ["II.D.9"]),
        ("What is the penultimate objective of II.D?", ["II.D.8"]),
        ("the last but one objective of II.D", ["II.D.8"]),
        ("first and last objectives of section IV.A", ["IV.A.1", "IV.A.5"]),
        ("What is the first objective of the plan?", ["I.A.1"]),
        ("What is the last objective of the plan?", ["V.B.4"]),
        ("What is the last objective of line IV?", ["IV.B.9"]),
        ("What is the penultimate objective of line IV?", ["IV.B.8"]),
        ("objectives 5 to 7 of section IV-B", ["IV.B.5", "IV.B.6", "IV.B.7"]),
        ("objectives 5-7 of IV.B", ["IV.B.5", "IV.B.6", "IV.B.7"]),
        ("objective 3 of IV.B", ["IV.B.3"]),
        ("section II.C, point 3", ["II.C.3"]),
        ("the third bullet of II.C", ["II.C.3"]),
        ("the third objective of section B of line IV", ["IV.B.3"]),
        ("the tenth objective of I.F", ["I.F.10"]),
        ("the 5th objective of I.A", ["I.A.5"]),
        ("What is the first objective on the business sector section?", ["III.E.1"]),
        *(
            (question, labels)
            for question, labels in [
                ("What is the first objective of line III?", ["III.A.1"]),
                ("What is the second objective of line III?", ["III.A.2"]),
            ]
        ),
        ("objectives 2, 3 and 4 of I.B", ["I.B.2", "I.B.3", "I.B.4"]),
    ],
)
def test_objectives_are_counted_off_from_either_end(
    ask: Asking, question: str, labels: list[str]
) -> None:
    assert ask.found(question) == (Ask.ENDS, labels)


@pytest.mark.parametrize(
    ("question", "expected", "label"),
    [
        ("What comes after II.C.4?", Ask.AFTER, "II.D.1"),
        ("What comes directly after I.A.1?", Ask.AFTER, "I.A.2"),
        ("what follows I.A.11", Ask.AFTER, "I.B.1"),
        ("What comes after section II.A?", Ask.AFTER, "II.B"),
        ("What comes after line II?", Ask.AFTER, "III"),
        ("What comes before II.C.1?", Ask.BEFORE, "II.B.5"),
        ("what precedes III.F.3?", Ask.BEFORE, "III.F.2"),
        ("What comes before line II?", Ask.BEFORE, "I"),
        ("Which objective comes after the one on the death penalty?", Ask.AFTER, "I.A.2"),
        ("What comes right after the objective on the death penalty?", Ask.AFTER, "I.A.2"),
    ],
)
def test_a_neighbour_is_found(ask: Asking, question: str, expected: Ask, label: str) -> None:
    assert ask.found(question) == (expected, [label])


@pytest.mark.parametrize("question", ["What comes after V.B.4?", "What comes before COM.1.1?"])
def test_beyond_the_ends_there_is_no_neighbour(ask: Asking, question: str) -> None:
    read = ask(question)

    assert read is None or read.ask in (Ask.AFTER, Ask.BEFORE)


@pytest.mark.parametrize(
    ("question", "section", "label"),
    [
        ("Which section covers the death penalty?", "I.A", "I.A.1"),
        ("Which section covers torture?", "I.A", "I.A.2"),
        ("Where in the plan is the section on regional partnerships?", "III.B", None),
        ("Which section covers the business sector?", "III.E", None),
        ("Which section covers academic freedom?", "I.C", "I.C.8"),
        ("which section of line III covers the Council of Europe?", "III.B", "III.B.1"),
        pytest.param(
            "Which section deals with disinformation?",
            "II.C",
            "II.C.3",
        ),
    ],
)
def test_the_section_that_covers_a_topic_is_found(
    ask: Asking, question: str, section: str, label: str | None
) -> None:
    read = ask(question)
    _, labels = ask.found(question)

    assert read
    assert (read.ask, read.labels) == (Ask.HOLDER, (section,))
    assert all(found.startswith(f"{section}.") for found in labels)
    assert label is None or label in labels


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Which line of action deals with artificial intelligence?", "IV"),
        ("Which line covers the death penalty?", "I"),
        ("Which pillar covers cooperation with the Council of Europe?", "III"),
    ],
)
def test_the_line_that_covers_a_topic_is_found(ask: Asking, question: str, line: str) -> None:
    read = ask(question)
    _, labels = ask.found(question)

    assert read
    assert (read.ask, read.labels) == (Ask.HOLDER, (line,))
    assert labels
    assert all(label.startswith(f"{line}.") for label in labels)


@pytest.mark.parametrize(
    ("question", "expected", "labels"),
    [
        ("means of implementation of line II", Ask.SHOW, ["II.means"]),
        ("What are the means of implementation for line III?", Ask.SHOW, ["III.means"]),
        ("means of implementation of the fourth line", Ask.SHOW, ["IV.means"]),
        ("means of implementation of line one", Ask.SHOW, ["I.means"]),
        (
            "Compare the means of implementation of lines I and II",
            Ask.COMPARE,
            ["I.means", "II.means"],
        ),
        ("introduction of line II", Ask.SHOW, ["II.intro"]),
        ("introductions of lines I and V", Ask.COMPARE, ["I.intro", "V.intro"]),
    ],
)
def test_the_means_and_the_introduction_of_a_line_are_found(
    ask: Asking, question: str, expected: Ask, labels: list[str]
) -> None:
    assert ask.found(question) == (expected, labels)


def test_the_lines_that_share_a_means_are_found(ask: Asking) -> None:
    _, labels = ask.found("Which lines have human rights dialogues as a means of implementation?")

    assert set(labels) == {"I.means", "II.means", "III.means", "IV.means"}


@pytest.mark.parametrize(
    "question",
    [
        "What are the means of implementation for line V?",
        "V.means",
        "means of implementation of line five",
    ],
)
def test_a_line_without_means_of_implementation_is_missing_them(ask: Asking, question: str) -> None:
    read = ask(question)

    assert read
    assert (read.ask, read.labels, read.missing) == (Ask.SHOW, (), ("V.means",))


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("Compare lines I and III", ["I.intro", "I.means", "III.intro", "III.means"]),
        ("compare II.C.3 and IV.B.4", ["II.C.3", "IV.B.4"]),
        (
            "What is the difference between III.A and III.B?",
            [*series("III.A", 5), *series("III.B", 3)],
        ),
    ],
)
def test_two_sides_are_compared(ask: Asking, question: str, labels: list[str]) -> None:
    assert ask.found(question) == (Ask.COMPARE, labels)


@pytest.mark.parametrize(
    ("question", "best", "inside"),
    [
        ("What does line I say about the death penalty?", "I.A.1", "I."),
        ("What does section II.A say about elections?", "II.A.", "II.A."),
        ("artificial intelligence in line IV", "IV.", "IV."),
    ],
)
def test_a_topic_inside_a_heading_stays_inside_it(
    ask: Asking, question: str, best: str, inside: str
) -> None:
    expected, labels = ask.found(question)

    assert expected == Ask.WITHIN
    assert labels[0].startswith(best)
    assert all(label.startswith(inside) for label in labels)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("VI.A.1", "VI.A.1"),
        ("What does I.A.12 say?", "I.A.12"),
        ("I.G", "I.G"),
        ("line VI", "VI"),
        ("the tenth line", "X"),
        ("How many sections does line VI have?", "VI"),
        ("COM.9", "COM.9"),
        ("section 4 of the communication", "COM.4"),
        ("objective 12 of II.C", "II.C.12"),
        ("the tenth objective of III.B", "III.B.10"),
        ("ANNEX.intro.9", "ANNEX.intro.9"),
    ],
)
def test_a_label_that_does_not_exist_is_missing(ask: Asking, question: str, missing: str) -> None:
    read = ask(question)

    assert read
    assert (read.ask, read.labels, read.missing, read.positions) == (Ask.SHOW, (), (missing,), ())


def test_beside_a_missing_label_the_others_are_shown(ask: Asking) -> None:
    read = ask("I.A.1 and VI.A.1")

    assert read
    assert (read.labels, read.missing) == (("I.A.1",), ("VI.A.1",))
    assert ask.found("I.A.1 and VI.A.1") == (Ask.SHOW, ["I.A.1"])


@pytest.mark.parametrize(
    "question",
    [
        "What does the plan say about the death penalty?",
        "How does the EU support human rights defenders?",
        "journalists",
        "i.e. the rule of law",
        "",
        "?",
    ],
)
def test_a_question_on_a_topic_asks_nothing_of_the_outline(ask: Asking, question: str) -> None:
    assert ask(question) is None


WORDS = (
    "first last second objective objectives section line lines II.C IV V.B.4 VI which how many "
    "compare after before means of implementation introduction list 3 and death penalty what the"
).split()


@given(question=st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_whatever_is_found_exists(ask: Asking, searcher: Searcher, question: str) -> None:
    read = ask(question)

    if read:
        assert all(searcher.outlines.main.exists(label) for label in read.labels)
        assert not any(searcher.outlines.main.exists(label) for label in read.missing)
        assert len(set(read.positions)) == len(read.positions)
        assert all(0 <= p < len(searcher.snapshot.passages) for p in read.positions)


# Documents with numbers of their own


def numbered_passages(name: str, *elements: Element) -> list[Passage]:
    facts = DocumentFacts(name, name, name, "R", "guidelines", "in force", "en", "https://a.eu")
    return split(build_document(facts, own_reading(*elements)), lambda text: len(text.split()))


PASSAGES = [
    *sample_source(name="plan").passages,
    *numbered_passages(
        "torture",
        Element(Role.HEADING, "Aims", "I."),
        *(Element(Role.PARAGRAPH, f"Visit prison {n}.", f"{n}.") for n in range(1, 13)),
        Element(Role.PARAGRAPH, "And its cells.", ""),
    ),
    *numbered_passages(
        "water",
        Element(Role.HEADING, "Supply", "2."),
        Element(Role.PARAGRAPH, "Build wells.", "2.1"),
        Element(Role.PARAGRAPH, "Clean them.", "2.2"),
    ),
]


def looked_up(question: str, *documents: str) -> tuple[str, list[str]] | None:
    """The document and the labels of the passages that a question is answered with."""
    outlines = Outlines(PASSAGES)
    found = look_up(question, "en", outlines, documents, np.zeros(len(PASSAGES), np.float32))
    return (found.document, [PASSAGES[p].label for p in found.positions]) if found else None


def missing(question: str, *documents: str) -> tuple[str, ...]:
    outlines = Outlines(PASSAGES)
    found = look_up(question, "en", outlines, documents, np.zeros(len(PASSAGES), np.float32))
    assert found
    return found.missing


@pytest.mark.parametrize(
    ("question", "document", "labels"),
    [
        ("What does paragraph 3 of the guidelines say?", "torture", ["3"]),
        ("paragraphs 3 and 5", "torture", ["3", "5"]),
        ("paragraphs 11 to 12", "torture", ["11", "12", "12 (2)"]),
        ("paragraph 5 and paragraph 3", "torture", ["5", "3"]),
        ("section 2", "water", ["2", "2.1", "2.2"]),
        ("2.2", "water", ["2.2"]),
    ],
)
def test_paragraphs_of_a_named_document_are_shown_in_the_order_asked_for(
    question: str, document: str, labels: list[str]
) -> None:
    assert looked_up(question, document) == (document, labels)


def test_a_paragraph_is_shown_with_what_goes_on_with_it() -> None:
    found = looked_up("paragraph 12", "torture")

    assert found == ("torture", ["12", "12 (2)"])


def test_paragraphs_that_a_named_document_does_not_have_are_missing() -> None:
    assert missing("paragraph 13", "torture") == ("13",)
    assert missing("paragraphs 12 and 99", "torture") == ("99",)
    assert looked_up("paragraph 13", "torture") == ("torture", [])


@pytest.mark.parametrize("documents", [("torture", "water"), (), ("plan", "torture", "water")])
def test_numbers_of_paragraphs_say_nothing_without_one_document(documents: tuple[str, ...]) -> None:
    assert looked_up("paragraph 3", *documents) is None


def test_the_plan_numbers_no_paragraphs() -> None:
    assert looked_up("paragraph 3", "plan") is None


def test_an_amount_in_a_question_on_a_document_is_no_missing_paragraph() -> None:
    assert looked_up("Does it give 1.5 million euros to prisons?", "torture") is None


def test_a_label_of_the_plan_is_looked_up_in_it_among_several_documents() -> None:
    assert looked_up("I.A.2") == ("plan", ["I.A.2"])
    assert looked_up("I.A.2", "plan", "torture") == ("plan", ["I.A.2"])


def test_a_label_that_another_document_alone_has_is_looked_up_there() -> None:
    outlines = [
        *PASSAGES,
        *numbered_passages(
            "strategy",
            Element(Role.HEADING, "Aims", "VI."),
            Element(Role.HEADING, "People", "B."),
            Element(Role.PARAGRAPH, "Act.", ""),
        ),
    ]
    scores = np.zeros(len(outlines), np.float32)
    found = look_up("What does VI.B say?", "en", Outlines(outlines), (), scores)

    assert found
    assert found.document == "strategy"
    assert {outlines[p].document_id for p in found.positions} == {"strategy"}
