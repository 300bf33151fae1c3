"""Deal the expansions and decoys into folds: texts of one fold, and an index built without them.

What is fitted on questions that the index has not seen is fitted on the task that it has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.build import make_snapshot
from index.embed import MiniLM
from index.fuse import Fusion
from index.search import Searcher
from ingest.decoys import Decoy, read_decoys
from ingest.expansions import Expansion, ExpansionKind
from ingest.shipped import shipped_sources
from ingest.source import Source

FOLDS = 4
ASKED = frozenset({ExpansionKind.SITUATION, ExpansionKind.UNANSWERED})


@dataclass(frozen=True, slots=True)
class Fold:
    """A searcher, and what its index was built without; decoys are texts with their language."""

    searcher: Searcher
    expansions: tuple[Expansion, ...]
    decoys: tuple[tuple[str, str], ...]


def folds(embedder: MiniLM, fusion: Fusion) -> Iterator[Fold]:
    """Every question kind of expansion is held out once, and every decoy in part or whole."""
    sources, decoys = shipped_sources(), read_decoys()
    for number in range(FOLDS):
        reduced, expansions = _without_questions(sources, number)
        kept, foreign = _without_decoys(decoys, number)
        _, snapshot, _ = make_snapshot(reduced, kept, embedder.NAME, lambda: embedder)
        searcher = Searcher(snapshot, embedder, fusion)
        yield Fold(searcher, tuple(expansions), tuple(foreign))


def _without_questions(sources: list[Source], number: int) -> tuple[list[Source], list[Expansion]]:
    held_out: list[Expansion] = []
    reduced = []
    for source in sources:
        questions = [e for e in source.expansions if e.kind in ASKED]
        asked = set(questions[number::FOLDS])
        held_out += [expansion for expansion in questions if expansion in asked]
        kept = tuple(expansion for expansion in source.expansions if expansion not in asked)
        reduced.append(replace(source, expansions=kept))
    return reduced, held_out


def _without_decoys(decoys: list[Decoy], number: int) -> tuple[list[Decoy], list[tuple[str, str]]]:
    """Half of the topics lose some questions, the others vanish whole for one fold each.

    Users ask about topics that the decoys know and about topics that they don't.
    """
    kept, held_out = [], []
    for position, decoy in enumerate(decoys):
        if position % 2:
            questions = [q for i, q in enumerate(decoy.questions) if i % FOLDS != number]
            held_out += [("en", q) for i, q in enumerate(decoy.questions) if i % FOLDS == number]
            kept.append(replace(decoy, questions=tuple(questions)))
        elif position // 2 % FOLDS == number:
            held_out += [("en", question) for question in decoy.questions]
            held_out += [(language, words) for language, words in decoy.words if language != "en"]
        else:
            kept.append(decoy)
    return kept, held_out
