"""Lines of the bench's table: what was measured, and whether a target was reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: `target` bounds the ratio, `limit` our own value."""

    name: str
    unit: str
    ours: float
    quickstart: float | None = None
    target: float | None = None
    limit: float | None = None

    def __str__(self) -> str:
        ratio = self.ours / self.quickstart if self.quickstart else None
        return columns(
            self.name,
            f"{self.ours:.2f} {self.unit}",
            f"{self.quickstart:.2f} {self.unit}" if self.quickstart else "",
            f"{ratio:.2f}" if ratio else "",
            self._verdict(ratio),
        )

    def _verdict(self, ratio: float | None) -> str:
        if self.limit is not None:
            verdict = "reached" if self.ours <= self.limit else "missed"
            return f"ours <= {self.limit:g} {self.unit}: {verdict}"
        if self.target is not None and ratio is not None:
            verdict = "reached" if ratio <= self.target else "missed"
            return f"ratio <= {self.target:g}: {verdict}"
        return ""


def columns(name: str, ours: str, quickstart: str, ratio: str, target: str) -> str:
    return f"{name:<50}{ours:>12}{quickstart:>13}{ratio:>7}   {target}".rstrip()
