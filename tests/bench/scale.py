"""The index at 100,000 passages: `python -m tests.bench.scale`. Takes about ten minutes.

What is encoded is measured on some thousands of passages with the real model; the index of 100,000
has vectors of a stand-in, since only their number matters there. Each measurement is a process of
its own: `python -m tests.bench.scale PART FOLDER`.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from reportlab.pdfgen import canvas

from index.build import build
from index.embed import MiniLM
from index.evidence import EvidenceFinder
from index.fuse import Fusion
from index.key import make_keys
from index.search import Searcher
from index.snapshot import Snapshot, load
from ingest.document import Kind
from ingest.read_pdf import read_pdf
from ingest.source import Source, SourceRef
from ingest.split import split
from ingest.tokens import count_tokens
from tests.bench.big_corpus import (
    PASSAGES_PER_DOCUMENT,
    WordVectors,
    big_document,
    big_refs,
    big_source,
)
from tests.bench.measure import Runner, percentile
from tests.bench.questions import QUESTIONS
from tests.bench.table import Row, columns

DOCUMENTS = 1000
ENCODED_DOCUMENTS = 20
CHANGED = 500
ROUNDS = 2
CHANGES = 3
# Questions of some words of a passage, besides those of staff: a passage answers them.
DRAWN = 150
WORDS_DRAWN = 8
STAND_IN = "words"
PDF_PAGES, LINES_A_PAGE, WORDS_A_LINE = 300, 58, 12


def bare(_: Path) -> float:
    """Seconds to encode the texts of some documents and nothing else."""
    sources = [big_source(number) for number in range(ENCODED_DOCUMENTS)]
    keys = {key.digest: key for source in sources for key in make_keys(source.passages, {}, ())}
    model = MiniLM(threads=0)
    return seconds(lambda: model.encode([key.text for key in keys.values()]))


def indexed(folder: Path) -> float:
    """Seconds to index the same documents, from their text on."""
    documents = [big_document(number) for number in range(ENCODED_DOCUMENTS)]

    def read(number: int) -> Source:
        return Source(documents[number], tuple(split(documents[number], count_tokens)))

    refs = [SourceRef(f"big-{n:05}", "", partial(read, n)) for n in range(ENCODED_DOCUMENTS)]
    place = next(free for n in count() if not (free := folder / f"encoded-{n}").exists())
    return seconds(
        lambda: build(lambda: refs, "one", place, MiniLM.NAME, lambda: MiniLM(threads=0))
    )


def big(folder: Path) -> float:
    """Seconds to index 100,000 passages with the stand-in."""
    refs, words = big_refs(DOCUMENTS), WordVectors()
    return seconds(lambda: build(lambda: refs, "0", folder / "big", STAND_IN, lambda: words))


def changed(folder: Path) -> list[float]:
    """Seconds to index one document whose words are all others; it is encoded with the model."""
    number = int((folder / "change").read_text(encoding="utf-8"))
    refs = big_refs(DOCUMENTS, CHANGED if number % 2 else None)
    # Inventing the words of the sample is no part of indexing it.
    big_document(0)
    return [
        seconds(
            lambda: build(
                lambda: refs,
                str(number),
                folder / "big",
                STAND_IN,
                lambda: MiniLM(threads=0),
            )
        )
    ]


def retrieval(folder: Path) -> dict[str, Any]:
    """Milliseconds of every question, and how often fewer comparisons find the same best."""
    snapshot, words = load(folder / "big"), WordVectors()
    finder, fusion = EvidenceFinder(snapshot), Fusion.shipped()
    searcher = Searcher(snapshot, words, fusion)
    questions = [*QUESTIONS, *drawn_questions(snapshot)]
    vectors = words.encode(questions)

    def best(of: EvidenceFinder, row: int) -> int:
        evidence = of.evidence(questions[row], vectors[row])
        every = np.ones(len(evidence.compared), np.bool_)
        scores = fusion.scores(evidence.values, of.expanded[evidence.compared], every)
        return int(evidence.compared[np.argmax(scores)])

    rows = range(len(questions))
    for row in rows:
        best(finder, row)
        searcher.search_by_vector(questions[row], vectors[row])
    compared = [1000 * seconds(partial(best, finder, row)) for row in rows]
    search = searcher.search_by_vector
    searched = [1000 * seconds(partial(search, questions[row], vectors[row])) for row in rows]
    whole = EvidenceFinder(snapshot, all_compared=len(snapshot.passages))
    drawn = rows[len(QUESTIONS) :]
    same = sum(best(finder, row) == best(whole, row) for row in drawn)
    return {"compared": compared, "searched": searched, "same": same / len(drawn)}


def served(folder: Path) -> None:
    """Answer questions with the real model; only the memory is looked at."""
    searcher = Searcher(load(folder / "big"), MiniLM(), Fusion.shipped())
    for question in QUESTIONS * 4:
        searcher.search(question)


def printed(folder: Path) -> None:
    """Make the PDF that `pdf` reads."""
    page = canvas.Canvas(str(folder / "long.pdf"))
    words = " ".join(big_document(number).text for number in range(10)).split()
    for number in range(PDF_PAGES):
        page.setFont("Times-Roman", 10)
        for line in range(LINES_A_PAGE):
            start = (number * LINES_A_PAGE + line) * WORDS_A_LINE % (len(words) - WORDS_A_LINE)
            page.drawString(70, 780 - 12 * line, " ".join(words[start : start + WORDS_A_LINE]))
        page.drawString(290, 30, str(number + 1))
        page.showPage()
    page.save()


def pdf(folder: Path) -> float:
    """Seconds to read a long PDF."""
    raw = (folder / "long.pdf").read_bytes()
    return seconds(lambda: read_pdf(raw, "long.pdf"))


def drawn_questions(snapshot: Snapshot) -> list[str]:
    random = np.random.default_rng(3)
    passages = [passage for passage in snapshot.passages if passage.kind is Kind.PARAGRAPH]
    return [
        " ".join(random.choice(passages[place].text.split(), WORDS_DRAWN, replace=False))
        for place in random.choice(len(passages), DRAWN, replace=False)
    ]


PARTS: dict[str, Callable[[Path], object]] = {
    part.__name__: part for part in (bare, indexed, big, changed, retrieval, served, printed, pdf)
}


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def rows(folder: Path) -> Iterator[Row]:
    root = Path(__file__).resolve().parents[2]
    runner = Runner(root, os.environ)

    def command(part: str) -> tuple[str | Path, ...]:
        return (sys.executable, "-m", "tests.bench.scale", part, folder)

    def measured(part: str) -> Any:
        return json.loads(runner.output(command(part)))

    pairs = [(measured("indexed"), measured("bare")) for _ in range(ROUNDS)]
    passages = ENCODED_DOCUMENTS * PASSAGES_PER_DOCUMENT
    yield Row(
        f"indexing {passages} passages (median of {ROUNDS})",
        "s",
        statistics.median(ours for ours, _ in pairs),
        statistics.median(encoding for _, encoding in pairs),
        target=round(1 / 0.85, 2),
    )
    yield Row(f"indexing {DOCUMENTS * PASSAGES_PER_DOCUMENT}, stand-in", "s", measured("big"))
    found = measured("retrieval")
    for percent, limits in ((50, (None, None)), (95, (18, 25))):
        for name, part, limit in zip(
            ("evidence and fusion", "search"), ("compared", "searched"), limits, strict=True
        ):
            value = percentile(found[part], percent)
            yield Row(f"{name} beyond encoding, p{percent}", "ms", value, limit=limit)
    yield Row("  the best as when all are compared", "%", 100 * found["same"])
    peak = runner.peak_megabytes(command("served"))
    yield Row("peak memory of search", "MB", peak, limit=1200)
    measured("printed")
    yield Row(f"a PDF of {PDF_PAGES} pages read", "s", measured("pdf"), limit=20)
    yield Row("  peak memory of reading it", "MB", runner.peak_megabytes(command("pdf")), limit=500)
    times = []
    for number in range(1, CHANGES + 1):
        (folder / "change").write_text(str(number), encoding="utf-8")
        times += measured("changed")
    name = f"one of {DOCUMENTS} documents changed (median of {CHANGES})"
    yield Row(name, "s", statistics.median(times), limit=3)


def main() -> None:
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
        return
    sys.stdout.write(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start\n")
    sys.stdout.write(f"{columns('', 'ours', 'bare encoder', 'ratio', 'target')}\n")
    with tempfile.TemporaryDirectory(prefix="aide-scale-") as folder:
        for row in rows(Path(folder)):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
