"""Score the project's own questions; fail when a figure leaves its recorded bounds: `make eval`."""

import json
import sys
import tempfile
from pathlib import Path

from integrations.bootstrap import load_assistant
from integrations.evaluate import Scored, figures_of, groups, read_questions, score_set
from integrations.settings import read_settings
from integrations.terminal import figure_table
from tests.evals.added_documents import SPLITS, assistant_with_documents, scored_split

HERE = Path(__file__).parent


def main() -> int:
    """Print the tables; the number of figures out of bounds is the exit code."""
    bounds = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    assistant = load_assistant(read_settings())
    alone = score_set(read_questions(HERE / "questions.jsonl"), assistant)
    with tempfile.TemporaryDirectory() as home:
        together = assistant_with_documents(Path(home))
        added = [entry for split in SPLITS for entry in scored_split(together, split)]
    runs = {"plan alone": alone, "with added documents": added}
    return sum(_out_of_bounds(name, groups(scored), bounds[name]) for name, scored in runs.items())


def _out_of_bounds(
    name: str, scored: dict[str, list[Scored]], bounds: dict[str, dict[str, dict[str, float]]]
) -> int:
    """Print one table, and how many of its figures are out of bounds."""
    sys.stdout.write("\n".join([name, *figure_table(scored), ""]) + "\n")
    broken = 0
    for side, limits in bounds.items():
        for group, figures in limits.items():
            found = figures_of(scored[group])
            for figure, limit in figures.items():
                mean = found[figure].mean
                if mean < limit if side == "at least" else mean > limit:
                    message = f"{name}, {group}: {figure} is {mean:.3f}, {side} {limit:.3f}\n"
                    sys.stderr.write(message)
                    broken += 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
