"""What a surface is told while an answer is made.

The texts of all `Delta` events, one behind the other, are the text of the answer that follows.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step has begun."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A further stretch of the answer; every quotation in it has passed the gate."""

    text: str


Event = Step | Delta
Listener = Callable[[Event], None]


def nobody(event: Event) -> None:
    """Listen to nothing."""
