"""Write `index/prebuilt/`: `python -m index.make_prebuilt`, after a change of the corpus."""

import shutil

from index.build import make_snapshot
from index.drafts import decoy_rows, lexical_rows
from index.embed import MiniLM
from index.key_vectors import KeyVectors
from index.prebuilt import FOLDER, Unbuilt, write_postings, write_vectors
from ingest.decoys import read_decoys
from ingest.shipped import shipped_sources


def main() -> None:
    """Compute everything from the shipped corpus and keep it."""
    embedder = MiniLM()
    sources, decoys = shipped_sources(), read_decoys()
    _, snapshot, _ = make_snapshot(
        sources, decoys, embedder.NAME, lambda: embedder, prebuilt=Unbuilt()
    )
    shutil.rmtree(FOLDER)
    segments = (*snapshot.parts.segments, snapshot.parts.decoys)
    write_vectors(embedder.NAME, KeyVectors.joined([part.key_vectors for part in segments]))
    rows = [
        (f"{source.document.facts.id}.{field}", field, texts)
        for source in sources
        for field, texts in lexical_rows(source).items()
    ]
    write_postings([*rows, ("decoys.grams", "grams", decoy_rows(decoys))])


if __name__ == "__main__":
    main()
