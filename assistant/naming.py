"""How passages and headings are named in running text."""

from collections.abc import Sequence

from ingest.document import Kind
from ingest.passage import Passage

NAMES = {
    Kind.OBJECTIVE: "objective",
    Kind.MEANS: "means of implementation",
    Kind.INTRODUCTION: "introduction",
    Kind.HEADING: "section",
}
MANY = 8


def name(passage: Passage) -> str:
    """ "objective I.A.1", "paragraph COM.2.4", "means of implementation I.means"."""
    return f"{NAMES.get(passage.kind, 'paragraph')} {passage.label}"


def heading_name(heading: Passage) -> str:
    """ "section II.C, Supporting independent ...", "line II, Building ..."."""
    word = "section" if "." in heading.label else "line"
    return f"{word} {heading.label}, {heading.title.rstrip('.')}"


def joined(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(count: int, singular: str) -> str:
    """ "1 objective", "4 objectives"."""
    return f"{count} {singular}{'' if count == 1 else 's'}"


def labels_named(passages: Sequence[Passage]) -> str:
    """ "objectives I.D.4 and I.D.5 and paragraph COM.2.2": the labels, grouped by kind."""
    by_kind: dict[str, list[str]] = {}
    for passage in passages:
        by_kind.setdefault(NAMES.get(passage.kind, "paragraph"), []).append(passage.label)
    groups = []
    for kind, labels in by_kind.items():
        unique = list(dict.fromkeys(labels))
        plural = kind if len(unique) == 1 or kind.startswith("means") else f"{kind}s"
        shown = joined(unique) if len(unique) <= MANY else f"{unique[0]} to {unique[-1]}"
        groups.append(f"{plural} {shown}")
    return joined(groups)
