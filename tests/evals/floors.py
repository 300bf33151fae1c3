"""Score the project's own questions and fail when a figure falls below its floor: `make eval`."""

import json
import sys
from pathlib import Path

from integrations.bootstrap import load_assistant
from integrations.evaluate import figures_of, groups, read_questions, score_set
from integrations.settings import read_settings
from integrations.terminal import figure_table

HERE = Path(__file__).parent


def main() -> int:
    """Print the table; the number of figures below their floors is the exit code."""
    assistant = load_assistant(read_settings())
    scored = groups(score_set(read_questions(HERE / "questions.jsonl"), assistant))
    sys.stdout.write("\n".join(figure_table(scored)) + "\n")
    floors: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text("utf-8"))
    below = [
        f"{group}: {name} is {mean:.3f}, at least {floor:.3f} is expected"
        for group, limits in floors.items()
        for name, floor in limits.items()
        if (mean := figures_of(scored[group])[name].mean) < floor
    ]
    for line in below:
        sys.stderr.write(line + "\n")
    return len(below)


if __name__ == "__main__":
    sys.exit(main())
