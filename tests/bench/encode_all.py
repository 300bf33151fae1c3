"""Index the plan without the shipped vectors: `python encode_all.py FOLDER`.

No shipped vector belongs to a model of this name, so that every text is encoded.
"""

import sys
from pathlib import Path

from index.build import build
from index.embed import MiniLM
from ingest.shipped import shipped_sources

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    report = build(
        shipped_sources, "bench", folder, f"{MiniLM.NAME}/bench", lambda: MiniLM(threads=0)
    )
    sys.stdout.write(str(report.encoded))
