"""Score the project's own questions; fail when a figure leaves its recorded bounds: `make eval`."""

import json
import sys
from pathlib import Path

from integrations.bootstrap import load_assistant
from integrations.evaluate import figures_of, groups, read_questions, score_set
from integrations.settings import read_settings
from integrations.terminal import figure_table

HERE = Path(__file__).parent


def main() -> int:
    """Print the table; the number of figures out of bounds is the exit code."""
    assistant = load_assistant(read_settings())
    scored = groups(score_set(read_questions(HERE / "questions.jsonl"), assistant))
    sys.stdout.write("\n".join(figure_table(scored)) + "\n")
    bounds = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    broken = 0
    for side, limits in bounds.items():
        for group, figures in limits.items():
            found = figures_of(scored[group])
            for name, limit in figures.items():
                mean = found[name].mean
                if mean < limit if side == "at least" else mean > limit:
                    sys.stderr.write(f"{group}: {name} is {mean:.3f}, {side} {limit:.3f}\n")
                    broken += 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
