"""All step kinds. To add one, create its folder here and add its name to `KINDS`."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from exercises.core.kind import StepKind

KINDS: Final = (
    "arrival",
    "private_reflection",
    "question",
    "plan",
    "support",
    "one_at_a_time",
    "perception",
    "listening_turns",
    "answer",
    "swap",
    "negotiation",
    "daily_reading",
    "breathing",
    "calm_check",
    "support_map",
    "appreciation",
    "agenda",
    "floor",
    "blind_choices",
    "division",
    "brainstorm",
    "joint_text",
    "two_circles",
    "mirror",
    "read_together",
    "closing",
)
"""The names of the kinds, which are also the names of their folders and are stored for ever. Messages name the kinds in
this order; nothing else depends on it."""


def _kind(name: str) -> StepKind:
    """Return `KIND` of the module `kind` in that folder. Raises TypeError if it is not a StepKind of that name."""
    kind = import_module(f"exercises.steps.{name}.kind").KIND
    if not isinstance(kind, StepKind) or kind.name != name:
        raise TypeError(f"exercises/steps/{name}/kind.py should hold KIND, a StepKind named {name}")
    return kind


STEP_KINDS: Final[dict[str, StepKind]] = {name: _kind(name) for name in KINDS}
