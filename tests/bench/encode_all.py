"""Index the plan without the shipped vectors: `python encode_all.py FOLDER`.

No shipped vector belongs to a model of this name, so that every text is encoded.
"""

import sys
from functools import partial
from pathlib import Path

from index.build import build
from index.embed import MiniLM
from ingest.shipped import shipped_files, shipped_source
from ingest.source import SourceRef

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    refs = [
        SourceRef(files.id, "bench", partial(shipped_source, files)) for files in shipped_files()
    ]
    report = build(lambda: refs, "bench", folder, f"{MiniLM.NAME}/bench", lambda: MiniLM(threads=0))
    sys.stdout.write(str(report.encoded))
