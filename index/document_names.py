"""Which of the documents a question names: "the plan", "the Utopia strategy", "12107/19"."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.lexical import words
from index.vocabulary import whole_words, words_of
from ingest.document import DocumentFacts
from ingest.folding import without_accents

FILE = Path(__file__).parent / "document_words.json"
# The kinds of document that questions name, under the names of the word lists.
KINDS = {
    "action plan": "plan",
    "guidelines": "guidelines",
    "conclusions": "conclusions",
    "strategy": "strategy",
    "report": "report",
    "note": "note",
}
PLAN = "action plan"
# What titles share and no document is told by.
SHARED = frozenset(
    words("eu european union human rights democracy council policy document sample on of towards")
)
# What a question repeats of a reference: "12107/19" of "ST 12107/19 REV 1", "join(2020) 5" of
# "JOIN(2020) 5 final".
CORE = re.compile(
    r"(?:[a-z]+)?\(\d{4}\) ?\d+|\d{3,}/(?:c ?)?[\d/]+|[a-z]+/\d{4}/\d+|\d{4}/c ?[\d/]+"
)
HAS_DIGIT = re.compile(r"\d")


class DocumentNames:
    """The names of the documents of one index."""

    def __init__(self, documents: Sequence[DocumentFacts]) -> None:
        """With a single document there is nothing to tell apart."""
        self._documents = documents if len(documents) > 1 else ()
        self._references = [
            (re.compile(rf"(?<![\w/]){re.escape(repeated)}(?![\w/])"), facts.id)
            for facts in self._documents
            if (repeated := _repeated(without_accents(facts.reference)))
        ]
        kinds = {stem for name in KINDS for stem in words(name)}
        self._told_by = {
            facts.id: frozenset(words(f"{facts.title} {facts.short_title}")) - SHARED - kinds
            for facts in self._documents
        }

    def named_in(self, question: str, language: str) -> tuple[str, ...]:
        """The ids of the documents that a question names, in the order of the index."""
        if not self._documents:
            return ()
        folded = without_accents(question)
        found = {name for reference, name in self._references if reference.search(folded)}
        said = set(words(question))
        for kind, name in KINDS.items():
            alike = [facts for facts in self._documents if facts.kind == kind]
            if alike and _pattern(language, name).search(folded):
                found |= self._meant(kind, alike, said)
        return tuple(facts.id for facts in self._documents if facts.id in found)

    def without_names(self, question: str, language: str, named: Sequence[str]) -> str:
        """A question without the words that name the documents `named`; as it is if none is left.

        The plan's name stays: its passages were taught with questions that hold it.
        """
        documents = [facts for facts in self._documents if facts.id in named]
        if not documents or any(facts.kind == PLAN for facts in documents):
            return question
        told_by = frozenset[str]().union(*(self._told_by[facts.id] for facts in documents))
        kinds = {KINDS[facts.kind] for facts in documents if facts.kind in KINDS}
        folded = without_accents(question)
        if len(folded) != len(question):
            question = folded
        for name in kinds:
            for match in reversed(list(_pattern(language, name).finditer(folded))):
                question = f"{question[: match.start()]} {question[match.end() :]}"
                folded = without_accents(question)
        kept = [word for word in question.split() if not told_by.intersection(words(word))]
        return " ".join(kept) if words(" ".join(kept)) else question

    def _meant(self, kind: str, alike: Sequence[DocumentFacts], said: set[str]) -> set[str]:
        """Those of one kind that share most of their title with the question."""
        if kind == PLAN:
            return {facts.id for facts in alike}
        shared = {facts.id: len(self._told_by[facts.id] & said) for facts in alike}
        most = max(shared.values())
        return {name for name, count in shared.items() if count == most} if most else set()


def _repeated(reference: str) -> str:
    """What a question must repeat of a reference; empty for one without digits, a mere name."""
    core = CORE.search(reference)
    return core[0] if core else reference if HAS_DIGIT.search(reference) else ""


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    fragments = {*words_of(FILE, language)[name], *words_of(FILE, "en")[name]}
    return whole_words(sorted(fragments))
