"""Small documents, written out, and the index over them."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings as ChromaSettings

from index.build import BuildReport, build
from index.embed import MiniLM
from ingest.document import DocumentFacts, Kind
from ingest.element import Element, Role
from ingest.expansions import Expansion, ExpansionKind
from ingest.outline import build_document
from ingest.passage import Passage
from ingest.source import Source, SourceRef
from ingest.split import split
from ingest.tokens import count_tokens
from tests.ingest.samples import reading_of

TORTURE = "Prevent torture. Help its victims."
MEDIA = "Protect journalists who are threatened."
WATER = "Give everyone access to safe drinking water."
COURTS = "Train judges in the right to a fair trial."


def expansion(
    label: str,
    text: str,
    *,
    language: str = "en",
    kind: ExpansionKind = ExpansionKind.SITUATION,
) -> Expansion:
    """A text that leads to the passage with this label."""
    return Expansion(label, kind, language, text)


def sample_source(
    objectives: Sequence[str] = (TORTURE, MEDIA, WATER),
    expansions: Sequence[Expansion] = (),
    name: str = "sample",
) -> Source:
    """A document of one line and one section, `I.A`, with these objectives."""
    facts = DocumentFacts(
        name, "A sample", "Sample", "R", "plan", "in force", "en", "https://example.eu"
    )
    document = build_document(
        facts,
        reading_of(
            Element(Role.PART, "ANNEX"),
            Element(Role.HEADING, "People", "I."),
            Element(Role.HEADING, "Rights", "A."),
            *(Element(Role.ITEM, objective) for objective in objectives),
        ),
    )
    return Source(document, tuple(split(document, count_tokens)), tuple(expansions))


def ref_of(source: Source) -> SourceRef:
    """A source as a build wants it, under a digest of all that it holds."""
    digest = hashlib.sha256(repr(source).encode()).hexdigest()
    return SourceRef(source.document.facts.id, digest, lambda: source)


def build_sample(
    folder: Path, *sources: Source, inputs: str = "first", rebuild: bool = False
) -> BuildReport:
    """Index `sources` in `folder` with the shipped model."""
    refs = [ref_of(source) for source in sources]
    return build(lambda: refs, inputs, folder, MiniLM.NAME, MiniLM, rebuild=rebuild)


def searched(source: Source) -> list[Passage]:
    """The passages of a sample that are searched: all but its headings."""
    return [passage for passage in source.passages if passage.kind is not Kind.HEADING]


def chroma_records(index_folder: Path, copy: Path) -> list[tuple[str, str, str]]:
    """Document, label and text of every record that is on disk.

    A copy is read, since chromadb answers from memory for a folder that this process opened.
    """
    shutil.copytree(index_folder / "chroma", copy)
    client = chromadb.PersistentClient(str(copy), ChromaSettings(anonymized_telemetry=False))
    found = client.get_collection("aide-memoire", embedding_function=None).get()
    return [
        (str(metadata["document"]), str(metadata["label"]), text)
        for metadata, text in zip(found["metadatas"] or [], found["documents"] or [], strict=True)
    ]
