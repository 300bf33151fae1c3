"""Questions over the plan and eight added documents: `python -m tests.evals.added_documents`.

Thresholds were chosen on the split "tune"; the figures of "held" are the ones that count.
"""

import json
import sys
import tempfile
from pathlib import Path

from assistant.pipeline import Assistant
from ingest.identify import Told
from ingest.incoming import read_incoming
from integrations.bootstrap import build_index, load_assistant, open_library
from integrations.evaluate import Scored, groups, read_questions, score_set
from integrations.settings import Settings
from integrations.terminal import figure_table

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
SPLITS = ("tune", "held")
QUESTIONS = HERE / "document_questions.jsonl"


def assistant_with_documents(home: Path) -> Assistant:
    """The assistant over the plan and the documents of this folder, built in `home`."""
    settings = Settings(home)
    library = open_library(settings)
    for path in sorted(DOCUMENTS.iterdir()):
        library.add(read_incoming(path, Told(id=path.stem)).document)
    build_index(settings)
    return load_assistant(settings)


def scored_split(assistant: Assistant, split: str) -> list[Scored]:
    """Score the questions of one split."""
    lines = QUESTIONS.read_text(encoding="utf-8").split("\n")
    of_split = {raw["id"] for raw in map(json.loads, filter(None, lines)) if raw["split"] == split}
    questions = [question for question in read_questions(QUESTIONS) if question.id in of_split]
    return score_set(questions, assistant)


def main() -> None:
    """Print the figures of both splits."""
    with tempfile.TemporaryDirectory() as home:
        assistant = assistant_with_documents(Path(home))
        for split in SPLITS:
            table = figure_table(groups(scored_split(assistant, split)))
            sys.stdout.write("\n".join([split, *table, ""]) + "\n")


if __name__ == "__main__":
    main()
