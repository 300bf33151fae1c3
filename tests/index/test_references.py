import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.references import References, find_references
from index.structure_words import structure_words

ENGLISH = structure_words("en")


def labels(question: str) -> tuple[str, ...]:
    return find_references(question, ENGLISH).labels


def numbers(question: str) -> tuple[int, ...]:
    return find_references(question, ENGLISH).numbers


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        ("II.C.3", "II.C.3"),
        ("ii.c.3", "II.C.3"),
        ("Ii.C.3", "II.C.3"),
        ("II C 3", "II.C.3"),
        ("II-C-3", "II.C.3"),
        ("II\u2013C\u20133", "II.C.3"),
        ("II/C/3", "II.C.3"),
        ("II.C-3", "II.C.3"),
        ("II.C 3", "II.C.3"),
        ("(II.C.3)", "II.C.3"),
        ('"II.C.3"', "II.C.3"),
        ("II.C.3.", "II.C.3"),
        ("II.C.3?", "II.C.3"),
        ("iii.f.2", "III.F.2"),
        ("I.A.11", "I.A.11"),
        ("IV-B", "IV.B"),
        ("iv.b", "IV.B"),
        ("IV B", "IV.B"),
        ("V/B", "V.B"),
        ("VIII.A.1", "VIII.A.1"),
        ("IX.Z.99", "IX.Z.99"),
        ("I.means", "I.means"),
        ("iii.MEANS", "III.means"),
        ("IV.intro", "IV.intro"),
        ("COM.2.4", "COM.2.4"),
        ("com.2.4", "COM.2.4"),
        ("COM.3", "COM.3"),
        ("COM.cover", "COM.cover"),
        ("ANNEX.intro.2", "ANNEX.intro.2"),
        ("annex.INTRO.2", "ANNEX.intro.2"),
    ],
)
@pytest.mark.parametrize("question", ["{}", "What does {} say", "show me {}, please", "see ({})"])
def test_a_label_is_read_in_any_usual_spelling(spelling: str, label: str, question: str) -> None:
    assert labels(question.format(spelling)) == (label,)


@pytest.mark.parametrize(
    "spelling",
    ["II C.3", "II. C. 3", "II.C. 3", "II, C, 3", "II. C.3", "ii c 3"],
)
def test_a_label_is_read_with_mixed_marks(spelling: str) -> None:
    assert labels(f"What does {spelling} say?") == ("II.C.3",)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("section C of line II", ("II.C",)),
        ("Section C of line two", ("II.C",)),
        ("section B of the fourth line", ("IV.B",)),
        ("line II, section C", ("II.C",)),
        ("line five, part B", ("V.B",)),
        ("line 2, section c", ("II.C",)),
        ("chapter D of pillar III", ("III.D",)),
        ("heading B in line of action IV", ("IV.B",)),
        ("line IV", ("IV",)),
        ("line 4", ("IV",)),
        ("line four", ("IV",)),
        ("Line of action IV", ("IV",)),
        ("pillar iv", ("IV",)),
        ("the fourth line", ("IV",)),
        ("the 4th line of action", ("IV",)),
        ("the third line", ("III",)),
        ("the first line", ("I",)),
        ("the fifth pillar", ("V",)),
        ("the second main line", ("II",)),
        ("line VI", ("VI",)),
        ("line ten", ("X",)),
        ("the tenth line", ("X",)),
    ],
)
def test_a_line_or_section_is_read_from_words(question: str, expected: tuple[str, ...]) -> None:
    assert labels(question) == expected
    assert labels(f"What does {question} say?") == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("lines I and III", ("I", "III")),
        ("lines II and IV", ("II", "IV")),
        ("lines I, II and V", ("I", "II", "V")),
        ("lines I or III", ("I", "III")),
        ("line I and line III", ("I", "III")),
        ("line one and line three", ("I", "III")),
        ("the second and fourth lines", ("II", "IV")),
        ("the first and the third line of action", ("I", "III")),
        ("I.A.1 and III.F.3", ("I.A.1", "III.F.3")),
        ("III.F.3, I.A.1 and II.C", ("III.F.3", "I.A.1", "II.C")),
        ("I.A.1, I.A.1", ("I.A.1",)),
        ("sections II.A and II.B", ("II.A", "II.B")),
        ("I.means and IV.means", ("I.means", "IV.means")),
        *(
            (question, expected)
            for question, expected in [
                ("lines 1 and 3", ("I", "III")),
                ("lines one and three", ("I", "III")),
                ("lines i and iii", ("I", "III")),
                ("lines I to III", ("I", "II", "III")),
                ("lines II-IV", ("II", "III", "IV")),
                ("sections A and B of line II", ("II.A", "II.B")),
                ("I.A.1 to I.A.3", ("I.A.1", "I.A.2", "I.A.3")),
                ("II.C.3 and 4", ("II.C.3", "II.C.4")),
                ("II.C.1-3", ("II.C.1", "II.C.2", "II.C.3")),
                ("COM.2.4 and I.A.1", ("COM.2.4", "I.A.1")),
            ]
        ),
    ],
)
def test_several_labels_are_read_in_their_order(question: str, expected: tuple[str, ...]) -> None:
    assert labels(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("paragraph 2.4 of the communication", ("COM.2.4",)),
        ("Joint Communication 3.2", ("COM.3.2",)),
        ("section 2 of the communication", ("COM.2",)),
        ("the communication, chapter 3", ("COM.3",)),
    ],
)
def test_a_number_of_the_communication_is_read(question: str, expected: tuple[str, ...]) -> None:
    assert labels(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("objective 3 of IV.B", (3,)),
        ("objective no. 3 of IV.B", (3,)),
        ("objective number 3 of IV.B", (3,)),
        ("objectives 5 to 7 of section IV-B", (5, 6, 7)),
        ("objectives 5-7 of IV.B", (5, 6, 7)),
        ("objectives 5 \u2013 7 of IV.B", (5, 6, 7)),
        ("points 2 and 3 of I.B", (2, 3)),
        ("bullet 2 in I.B", (2,)),
        ("the third objective of I.A", (3,)),
        ("the 3rd bullet of I.A", (3,)),
        ("the tenth objective of I.F", (10,)),
        ("objective 12 of II.C", (12,)),
        ("section II.C", ()),
        *(
            (question, expected)
            for question, expected in [
                ("objectives 2, 3 and 4 of I.B", (2, 3, 4)),
                ("objectives 1 and 4 of I.B", (1, 4)),
                ("objective three of I.B", (3,)),
                ("the second and third objectives of I.B", (2, 3)),
            ]
        ),
    ],
)
def test_the_numbers_of_objectives_are_read(question: str, expected: tuple[int, ...]) -> None:
    assert numbers(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the third objective of section B of line IV", References(("IV.B",), (3,))),
        *(
            (question, expected)
            for question, expected in [
                ("the first objective of line III", References(("III",), (1,))),
                ("the second objective in line IV", References(("IV",), (2,))),
            ]
        ),
    ],
)
def test_the_ordinal_of_an_objective_is_no_line(question: str, expected: References) -> None:
    assert find_references(question, ENGLISH) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What does the plan say about torture?",
        "i.e. the rule of law",
        "I am asking about civil society.",
        "a section on the media",
        "What can I do in section a of my report?",
        "the 2020-2024 plan",
        "Article 22(2) of the Treaty",
        "JOIN(2020) 5 final",
        "X-ray",
        "Xi'an",
        "e-mail",
        "CDI.A",
        "5.I.A",
        "version 2.4",
        "vitamin C 3",
        *(
            question
            for question in (
                "children, i.a. in conflicts",
                "I/O devices",
                "the V-E day speeches",
                "Should I A or B?",
                "the first line of my email",
            )
        ),
    ],
)
def test_what_is_no_label_is_not_read_as_one(question: str) -> None:
    assert labels(question) == ()


@given(question=st.text(max_size=120))
def test_any_text_can_be_read(question: str) -> None:
    found = find_references(question, ENGLISH)

    assert len(set(found.labels)) == len(found.labels)
    assert list(found.numbers) == sorted(found.numbers)


@given(
    roman=st.sampled_from(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]),
    letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    number=st.integers(1, 99),
    mark=st.sampled_from([".", "-", "/", "\u2013"]),
)
def test_every_label_is_read_with_every_mark(
    roman: str, letter: str, number: int, mark: str
) -> None:
    question = f"What does {roman}{mark}{letter}{mark}{number} say?"

    # "i.e." is an abbreviation, unless a number follows it.
    assert labels(question) == (f"{roman}.{letter}.{number}",)
