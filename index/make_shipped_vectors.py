"""Write `index/shipped_vectors.npz`: `python -m index.make_shipped_vectors`.

Run it after a change of the corpus or of the expansions; a text that was forgotten is merely
encoded on each user's machine.
"""

from index.build import make_snapshot
from index.embed import MiniLM
from index.shipped_vectors import FILE, write_shipped_vectors
from ingest.shipped import shipped_sources


def main() -> None:
    """Encode every key of the shipped documents."""
    embedder = MiniLM()
    keys, snapshot, _ = make_snapshot(shipped_sources(), embedder.NAME, lambda: embedder, {})
    write_shipped_vectors(embedder.NAME, [key.digest for key in keys], snapshot.vectors, FILE)


if __name__ == "__main__":
    main()
