"""A history in which everything that never opened to both reads differently, and all else stays.

Written from what the kinds' examples promise, not from what `core.revealed` does: the other side of its proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from exercises.core import session
from exercises.core.session import Session
from tests.core.examples import EXAMPLES


def with_other_secrets(beginning: Session, history: Sequence[Any], rng: Random) -> list[Any]:
    """The same session as far as both have seen it: other closed ratings, marks, choices, sheets taken back."""
    changed: list[Any] = []
    now = beginning
    for number, event in enumerate(history):
        example = EXAMPLES[now.step.kind.name]
        opened = example.opening(event, history[number + 1 :])
        changed.append(example.changed(event, opened, rng))
        now = session.evolve(now, event)
    return changed
