"""Characters -> pieces of lines, by where the characters stand, whatever order they come in.

Characters that follow each other become runs; runs that stand side by side become one piece. A
wide gap ends a piece, since it may part two columns: `columns.py` decides about that.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pdf.characters import Character, Rule, Style
from ingest.pdf.line import Line

# All in parts of the size of the type.
WIDE_GAP = 0.7
OVERLAP = 0.5
SPACE = 0.22
SPACE_WHERE_PDFIUM_SEES_ONE = 0.08
SAME_BASELINE = 0.12
RAISED_AT_MOST = 0.65
SMALLER = 0.87
UNDERLINE_DEPTH = 0.3
LETTERS_APART = 4


@dataclass(slots=True)
class _Run:
    """Characters of one style that follow each other on one line."""

    text: str
    left: float
    right: float
    baseline: float
    style: Style
    space_before: bool = False
    space_after: bool = False


def pieces_of(characters: list[Character], page: int, rules: list[Rule]) -> list[Line]:
    """The pieces of the lines of a page, unordered."""
    uprights = [rule for rule in rules if not rule.level]
    runs = sorted(_runs(characters, uprights), key=lambda run: run.baseline)
    levels = [rule for rule in rules if rule.level]
    return [_piece(group, page, levels) for group in _groups(runs, uprights)]


def _runs(characters: list[Character], uprights: list[Rule]) -> list[_Run]:
    runs: list[_Run] = []
    current: list[Character] = []
    # Before each character of `current`: 0 no space, 1 pdfium sees one, 2 the file has one.
    spaces: list[int] = []
    space = 0
    for character in characters:
        if character.text == " ":
            space = max(space, 1 if character.generated else 2)
            continue
        if current and not (
            _follows(current[-1], character)
            and not (space and _is_parted(current[-1], character, uprights))
        ):
            runs.append(_run(current, spaces, space_after=space > 1))
            current, spaces = [], []
        current.append(character)
        spaces.append(space)
        space = 0
    if current:
        runs.append(_run(current, spaces, space_after=space > 1))
    return runs


def _follows(last: Character, character: Character) -> bool:
    size = last.style.size
    return (
        character.style is last.style
        and abs(character.baseline - last.baseline) <= SAME_BASELINE * size
        and (
            -OVERLAP * size <= character.left - last.right <= WIDE_GAP * size
            # The letters of a ligature share one box.
            or (character.left, character.right) == (last.left, last.right)
        )
    )


def _run(characters: list[Character], spaces: list[int], *, space_after: bool) -> _Run:
    size = characters[0].style.size
    gaps = [after.left - before.right for before, after in pairwise(characters)]
    threshold = SPACE * size
    if len(gaps) >= LETTERS_APART and not any(space > 1 for space in spaces[1:]):
        # Letters that are all set apart: only a gap that is wider than theirs is a space.
        usual = median(gaps)
        if usual > threshold / 2:
            threshold = 1.6 * usual
    text = characters[0].text
    for gap, space, character in zip(gaps, spaces[1:], characters[1:], strict=True):
        narrow = min(threshold, SPACE_WHERE_PDFIUM_SEES_ONE * size)
        if threshold > SPACE * size:
            narrow = threshold
        if space > 1 or gap > threshold or (space and gap > narrow):
            text += " "
        text += character.text
    return _Run(
        text=text,
        left=characters[0].left,
        right=max(character.right for character in characters),
        baseline=characters[0].baseline,
        style=characters[0].style,
        space_before=spaces[0] > 1,
        space_after=space_after,
    )


def _groups(runs: list[_Run], uprights: list[Rule]) -> list[list[_Run]]:
    """Runs, sorted by baseline, grouped to the pieces that they make up."""
    parents = list(range(len(runs)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    largest = max((run.style.size for run in runs), default=0.0)
    for index, run in enumerate(runs):
        for other in range(index + 1, len(runs)):
            if runs[other].baseline - run.baseline > RAISED_AT_MOST * largest:
                break
            if _belong_together(run, runs[other], uprights):
                parents[root(index)] = root(other)
    groups: dict[int, list[_Run]] = {}
    for index, run in enumerate(runs):
        groups.setdefault(root(index), []).append(run)
    return list(groups.values())


def _belong_together(upper: _Run, lower: _Run, uprights: list[Rule]) -> bool:
    size = max(upper.style.size, lower.style.size)
    drop = lower.baseline - upper.baseline
    if drop > RAISED_AT_MOST * size:
        return False
    before, behind = (upper, lower) if upper.left <= lower.left else (lower, upper)
    gap = behind.left - before.right
    if not -OVERLAP * size <= gap <= WIDE_GAP * size:
        return False
    if drop > SAME_BASELINE * size:
        raised = upper.style.size <= SMALLER * lower.style.size
        lowered = lower.style.size <= SMALLER * upper.style.size and drop <= size / 3
        short = upper.text.isdigit() and drop <= size / 2
        if not (raised or lowered or short):
            return False
    return not _is_parted(before, behind, uprights)


def _is_parted(before: Character | _Run, behind: Character | _Run, uprights: list[Rule]) -> bool:
    """Whether an upright rule stands between two neighbours."""
    height = behind.baseline - behind.style.size / 4
    return any(
        before.right - 1 <= rule.left <= behind.left + 1
        and rule.top - 1 <= height <= rule.bottom + 1
        for rule in uprights
    )


def _piece(runs: list[_Run], page: int, levels: list[Rule]) -> Line:
    runs = sorted(runs, key=lambda run: run.left)
    weights: dict[tuple[float, float], int] = {}
    for run in runs:
        key = (run.style.size, run.baseline)
        weights[key] = weights.get(key, 0) + len(run.text)
    size, baseline = max(weights, key=lambda key: (weights[key], key[0]))
    text = ""
    raised: list[tuple[int, int]] = []
    last: _Run | None = None
    for run in runs:
        if last is not None:
            gap = run.left - last.right
            wide = gap > SPACE * min(run.style.size, last.style.size)
            if last.space_after or run.space_before or wide:
                text += " "
        lift = baseline - run.baseline
        if (run.style.size <= SMALLER * size and lift > SAME_BASELINE * size) or lift > size / 4:
            raised.append((len(text), len(text) + len(run.text)))
        text += run.text
        last = run
    lettered = [run for run in runs if any(letter.isalpha() for letter in run.text)] or runs
    left, right = runs[0].left, max(run.right for run in runs)
    return Line(
        text=text,
        page=page,
        left=left,
        right=right,
        baseline=baseline,
        size=size,
        bold=all(run.style.bold for run in lettered),
        italic=all(run.style.italic for run in lettered),
        underlined=_is_underlined(left, right, baseline, size, levels),
        raised=tuple(raised),
    )


def _is_underlined(
    left: float, right: float, baseline: float, size: float, levels: list[Rule]
) -> bool:
    width = right - left
    covered = sum(
        max(0.0, min(right, rule.right) - max(left, rule.left))
        for rule in levels
        if -1 <= rule.top - baseline <= UNDERLINE_DEPTH * size
        and rule.left >= left - size
        and rule.right <= right + size
    )
    return covered >= 0.9 * width > 0
