"""Every step kind, listed by hand. A new kind is its folder here, and one line in this list."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from exercises.core.kind import StepKind

KINDS: Final = (
    "arrival",
    "private_reflection",
    "perception",
    "listening_turns",
    "answer",
    "swap",
    "negotiation",
    "closing",
)
"""The names of the kinds, which are also the names of their folders and are stored for ever."""


def _kind(name: str) -> StepKind:
    """The `KIND` of the module `kind` in this folder. Raises TypeError where it is no kind of that name."""
    kind = import_module(f"exercises.steps.{name}.kind").KIND
    if not isinstance(kind, StepKind) or kind.name != name:
        raise TypeError(f"exercises/steps/{name}/kind.py should hold KIND, a StepKind named {name}")
    return kind


STEP_KINDS: Final[dict[str, StepKind]] = {name: _kind(name) for name in KINDS}
