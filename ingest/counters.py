"""Counters as they are printed: digits, letters, Roman numerals."""

ROMAN_DIGITS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
ALPHABET = 26
# Word counts to 32767; what is larger comes from a damaged file.
HIGHEST = 32_767


def formatted(counter: int, number_format: str) -> str:
    """A counter in a format by its name in Word; formats that are not known here are digits."""
    if not 0 <= counter <= HIGHEST:
        return str(counter)
    match number_format:
        case "upperRoman":
            return _roman(counter).upper()
        case "lowerRoman":
            return _roman(counter)
        case "upperLetter":
            return _letters(counter).upper()
        case "lowerLetter":
            return _letters(counter)
        case "decimalZero":
            return f"{counter:02}"
        case "ordinal":
            return f"{counter}{_ordinal_ending(counter)}"
        case "none" | "bullet":
            return ""
        case _:
            return str(counter)


def _roman(counter: int) -> str:
    pieces: list[str] = []
    for amount, digit in ROMAN_DIGITS:
        count, counter = divmod(counter, amount)
        pieces.append(digit * count)
    return "".join(pieces)


def _letters(counter: int) -> str:
    """1 is "a", 26 "z", 27 "aa", 28 "bb", as in Word."""
    if not counter:
        return ""
    times, letter = divmod(counter - 1, ALPHABET)
    return chr(ord("a") + letter) * (times + 1)


def _ordinal_ending(counter: int) -> str:
    if counter % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(counter % 10, "th")
