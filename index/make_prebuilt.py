"""Write `index/prebuilt/`: `python -m index.make_prebuilt`, after a change of the corpus."""

from index.build import lexical_rows, make_snapshot
from index.embed import MiniLM
from index.prebuilt import Unbuilt, write_lexical, write_vectors
from ingest.decoys import read_decoys
from ingest.shipped import shipped_sources


def main() -> None:
    """Compute everything from the shipped corpus and keep it."""
    embedder = MiniLM()
    sources, decoys = shipped_sources(), read_decoys()
    keys, snapshot, _ = make_snapshot(
        sources, decoys, embedder.NAME, lambda: embedder, prebuilt=Unbuilt()
    )
    write_vectors(embedder.NAME, [key.digest for key in keys], snapshot.vectors)
    fields = {
        "words": snapshot.words,
        "grams": snapshot.grams,
        "decoys": snapshot.decoy_grams,
    }
    rows = lexical_rows(sources, decoys)
    write_lexical({name: (field, rows[name]) for name, field in fields.items()})


if __name__ == "__main__":
    main()
