"""For planting leaks in a step kind, on purpose, to see that the secrecy proof finds them. Never used by the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from exercises.core.here import Here
from exercises.core.kind import Seen, StepKind
from exercises.core.left_out import nothing_revealed
from exercises.core.pair import Partner, Viewer

Look = Callable[[Here, Any, Partner, Seen[Any, Any]], Seen[Any, Any]]


def seen_through(kind: StepKind, style: Look) -> StepKind:
    """The kind, with what a partner sees changed afterwards."""

    def view(here: Here, state: Any, viewer: Viewer) -> Seen[Any, Any]:
        seen = kind.view(here, state, viewer)
        return style(here, state, viewer, seen) if isinstance(viewer, Partner) else seen

    return replace(kind, view=view, recap=None, has_words=bool, revealed=nothing_revealed)


def told(**more: Callable[[Here, Any, Partner], Any]) -> Look:
    """Adds something to what the partner of its author sees; `...` adds nothing."""

    def style(here: Here, state: Any, viewer: Partner, seen: Seen[Any, Any]) -> Seen[Any, Any]:
        found = {name: tell(here, state, viewer) for name, tell in more.items()}
        known = {name: one for name, one in found.items() if one is not ...}
        return Seen(seen.mine, {**vars(seen.theirs), **known})

    return style


def handed_on(kind: StepKind, tell: Callable[[Here, Any, Partner], Any]) -> StepKind:
    """The kind, with something more in what each of the two sees; and both of that goes to a counselor."""
    return replace(
        seen_through(kind, told(leak=tell)),
        revealed=lambda theirs: {"leak": [theirs.a["leak"], theirs.b["leak"]]},
        for_counselor=dict,
        points=lambda shown: (),
    )
