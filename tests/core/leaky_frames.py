"""Leaks in what is sent, on purpose, to see that the secrecy proof finds them. Nothing here is ever used by the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from exercises.core import view as views
from exercises.core.kind import Seen
from exercises.core.pair import Partner, Viewer
from exercises.core.revealed import StepRevealed
from exercises.core.session import Session
from exercises.live.socket.diff import Diff, Frame
from tests.core.world import Rendering


class CountsEverything(Diff):
    """The revision moves with every broadcast, also where nothing is sent."""

    def screen(self, screen: Mapping[str, Any]) -> list[Frame]:
        frames = super().screen(screen)
        self.revision += not frames
        return frames


class PushesAlways(Diff):
    """Every broadcast sends a screen, also the same one again."""

    def screen(self, screen: Mapping[str, Any]) -> list[Frame]:
        self.last = {}
        return super().screen(screen)


def unopened_in_the_recap(session: Session, viewer: Viewer, at: datetime) -> views.View:
    """When a session is ended early, the last sheets are shown although nobody opened them."""
    seen = views.view_of(session, viewer, at)
    if not session.over or not isinstance(viewer, Partner) or session.step.kind.name != "private_reflection":
        return seen
    shown: Seen[Any, Any] = Seen(None, {"never opened": session.state.answers})
    return replace(seen, recap=(*seen.recap, replace(seen.step, seen=shown)))


def closed_to_who_reads_along(session: Session, viewer: Viewer, at: datetime) -> views.View:
    """A counselor who reads what is open sees a sheet that nobody opened."""
    seen = views.view_of(session, viewer, at)
    if isinstance(viewer, Partner) or session.step.kind.name != "private_reflection":
        return seen
    step = session.step
    sheet = StepRevealed(step.title, step.kind.name, "answers", session.state.answers, session.state.answers)
    return replace(seen, open=(*seen.open, sheet))


def acts_by_what_is_closed(session: Session, viewer: Viewer, at: datetime) -> views.View:
    """What is offered to her depends on whether a sheet was handed in."""
    seen = views.view_of(session, viewer, at)
    if isinstance(viewer, Partner) or session.step.kind.name != "private_reflection":
        return seen
    return replace(seen, room=() if any(session.state.answers) else seen.room)


RENDERINGS: Final = {
    "revision_that_counts_everything": Rendering(diff=CountsEverything),
    "extra_push": Rendering(diff=PushesAlways),
    "unopened_in_the_recap": Rendering(view=unopened_in_the_recap),
    "closed_to_who_reads_along": Rendering(view=closed_to_who_reads_along),
    "acts_by_what_is_closed": Rendering(view=acts_by_what_is_closed),
}
