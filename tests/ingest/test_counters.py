import pytest

from ingest.counters import formatted


@pytest.mark.parametrize(
    ("counter", "number_format", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (14, "upperRoman", "XIV"),
        (1999, "lowerRoman", "mcmxcix"),
        (2, "upperLetter", "B"),
        (26, "lowerLetter", "z"),
        (28, "lowerLetter", "bb"),
        (53, "lowerLetter", "aaa"),
        (0, "lowerLetter", ""),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (3, "none", ""),
        (3, "chicago", "3"),
        (-1, "lowerRoman", "-1"),
        (10**9, "lowerLetter", "1000000000"),
    ],
)
def test_a_counter_is_shown_in_its_format(counter: int, number_format: str, shown: str) -> None:
    assert formatted(counter, number_format) == shown
