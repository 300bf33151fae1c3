"""Numbers and bullets at the beginning of a line, in the shapes that official texts use."""

import re
from dataclasses import dataclass

# U+00D8 and the private-use signs stand for arrows and bullets of the Wingdings font.
BULLETS = "·•●○◦▪■□–—-‣⁃*Øo\u00a7\uf0b7\uf0a7\uf0d8\uf02d"
_BULLET = re.compile(
    r"^(?:[·•●○◦▪■□‣⁃\uf0b7\uf0a7\uf0d8\uf02d]\s*(?=\S)|[–—*-]\s+(?=\S)|[Ø§]\s*(?=[\w“\"'(])|o\s+(?=\S))"
)
_ROMAN = r"(?=[IVXLivxl])(?:X{0,3}|x{0,3})(?:IX|IV|V?I{0,3}|ix|iv|v?i{0,3})"
_NUMBER = re.compile(
    rf"""^(?:
        (?P<decimal>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})(?P<decimal_end>[.)]?)
      | (?P<roman>{_ROMAN})(?P<roman_end>[.)])
      | (?P<letter>[A-Za-z])(?P<letter_end>[.)])
      | \((?P<bracketed>\d{{1,3}}|{_ROMAN}|[a-z]{{1,2}}|[A-Z])\)
    )(?P<gap>\s+|$)""",
    re.VERBOSE,
)

_UNITS = frozenset("%‰°€$£+−=<>/×")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line without its number or bullet: `number` as printed ("12.", "(a)"), or `bullet`."""

    text: str
    number: str = ""
    bullet: str = ""


def take_number(line: str) -> Numbered:
    """Part a line from the number or bullet that it begins with.

    "12. The EU", "2.1 Scope", "IV. Aims", "(a) one", "b) two" and "• three" begin with one;
    "2020 was a year", "5 000 people" and "I agree" do not. A number that stands alone is one too.
    """
    bullet = _BULLET.match(line)
    if bullet:
        return Numbered(line[bullet.end() :].strip(), bullet=bullet[0].strip())
    match = _NUMBER.match(line)
    if not match or (match["decimal"] and not _is_number(match, line[match.end() :])):
        return Numbered(line)
    return Numbered(line[match.end() :].strip(), number=match[0].strip())


def _is_number(match: re.Match[str], rest: str) -> bool:
    """Whether digits number a paragraph: "3 months" and "1.5 million" count something."""
    if match["decimal_end"]:
        return True
    # Without a full stop only "2.1 Scope" can be told from an amount.
    return "." in match["decimal"] and not (rest[:1].islower() or rest[:1] in _UNITS)


def bare(number: str) -> str:
    """A printed number without its punctuation: "(a)" and "a)" are "a", "IV." is "IV".

    Brochures print "1_" and "1 ·".
    """
    return number.strip().strip("()._·").strip()
