import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paragraph_numbers import dotted_numbers, paragraph_numbers
from ingest.expansions import LANGUAGES


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("paragraph 12", ["12"]),
        ("Show me paragraph 12 of the guidelines.", ["12"]),
        ("para. 12", ["12"]),
        ("paras 3 and 4", ["3", "4"]),
        ("points 5 to 7", ["5", "6", "7"]),
        ("points 5-7", ["5", "6", "7"]),
        ("points 5 – 7 and 9", ["5", "6", "7", "9"]),
        ("paragraphs 1, 3 and 12", ["1", "3", "12"]),
        ("§ 12", ["12"]),
        ("§12", ["12"]),
        ("§§ 12-14", ["12", "13", "14"]),
        ("paragraph no. 12", ["12"]),
        ("paragraph 12(a)", ["12"]),
        ("paragraph 2.1", ["2.1"]),
        ("section 2.1", ["2.1"]),
        ("paragraph 12 and paragraph 3", ["12", "3"]),
        ("paragraphs 7 and 7", ["7"]),
        ("paragraph 12 of 12107/19", ["12"]),
    ],
)
def test_numbers_are_read_in_the_order_of_the_question(question: str, numbers: list[str]) -> None:
    assert list(paragraph_numbers(question, "en")) == numbers


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What about torture?",
        "12",
        "the 13 guidelines",
        "in 2019",
        "paragraph 2019",
        "12107/19",
        "paragraph 12107/19",
        "JOIN(2020) 5 final",
        "24.11.2020",
        "16.9.2019",
        "https://192.168.1.1/a",
        "II.C.3",
        "COM.2.4",
        "paragraph",
        "12 children",
    ],
)
def test_other_numbers_are_no_paragraphs(question: str) -> None:
    assert paragraph_numbers(question, "en") == ()


@pytest.mark.parametrize(
    "question",
    [
        "Give me 3 points on torture",
        "Summarise it in 2 paragraphs",
        "the 4 items on visits",
    ],
)
def test_so_many_paragraphs_are_no_numbers_of_paragraphs(question: str) -> None:
    assert paragraph_numbers(question, "en") == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the difference between 2.1 and 2.2?",
        "Does the strategy give 1.5 million euros to survivors?",
        "Does it spend 2.5 % of the budget?",
        "€2.5 per person",
        "the text of 25.3.20",
    ],
)
def test_numbers_alone_are_no_paragraphs(question: str) -> None:
    assert paragraph_numbers(question, "en") == ()


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("2.1.3", ["2.1.3"]),
        ("What is the difference between 2.1 and 2.2?", ["2.1", "2.2"]),
        ("1.5 million euros", ["1.5"]),
        ("II.C.3", []),
        ("24.11.2020", []),
    ],
)
def test_dotted_numbers_may_be_headings(question: str, numbers: list[str]) -> None:
    assert list(dotted_numbers(question)) == numbers


@pytest.mark.parametrize(
    "question",
    [
        "paragraph 12 of 16 September 2019",
        "paragraph 12 of 19 conclusions",
        "sum up paragraph 12 in 2 sentences",
        "paragraph 12 for 3 people",
    ],
)
def test_only_an_and_or_a_comma_adds_another_number(question: str) -> None:
    assert paragraph_numbers(question, "en") == ("12",)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("paragraphs 7 to 5", ["7", "5"]),
        ("paragraphs 1 to 41", [str(number) for number in range(1, 42)]),
        ("paragraphs 1 to 42", ["1", "42"]),
    ],
)
def test_a_range_goes_up_and_not_too_far(question: str, numbers: list[str]) -> None:
    assert list(paragraph_numbers(question, "en")) == numbers


@pytest.mark.parametrize(
    ("question", "language", "numbers"),
    [
        ("paragraphe 12", "fr", ["12"]),
        ("paragraphes 3 à 5", "fr", ["3", "4", "5"]),
        ("points 3 et 5", "fr", ["3", "5"]),
        ("Absatz 12", "de", ["12"]),
        ("Ziffern 3 bis 5", "de", ["3", "4", "5"]),
        ("párrafo 12", "es", ["12"]),
        ("puntos 3 y 5", "es", ["3", "5"]),
        ("punto 12", "it", ["12"]),
        ("punkt 12", "sv", ["12"]),
        ("pkt 12", "pl", ["12"]),
        ("σημείο 12", "el", ["12"]),
        ("12. bekezdés", "hu", ["12"]),
        ("12 kohta", "fi", ["12"]),
        ("paragraph 12", "hu", ["12"]),
        ("paragraph 12", "zh", ["12"]),
    ],
)
def test_numbers_are_read_in_the_language_of_the_question(
    question: str, language: str, numbers: list[str]
) -> None:
    assert list(paragraph_numbers(question, language)) == numbers


@given(
    st.lists(
        st.sampled_from(
            "paragraph points § 12 7 3 2.1 - – , and to of 12107/19 2019 (a) . Absatz".split()
        ),
        max_size=10,
    ).map(" ".join)
    | st.text(max_size=60),
    st.sampled_from(sorted(LANGUAGES)),
)
def test_numbers_are_digits_with_dots_each_once(question: str, language: str) -> None:
    numbers = paragraph_numbers(question, language)

    assert len(numbers) == len(set(numbers))
    assert all(part.isdigit() for number in numbers for part in number.split("."))
