"""All that one viewer may see of a session. Templates get this, never the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from exercises.core.offer import Offer
from exercises.core.text import Localized, Phrase, Written

from .counselor_rules import counselor_offers
from .counselor_view import CounselorSeen, counselor_seen
from .kind import Seen, Step
from .pair import Observer, Partner, Viewer
from .pause import Pause
from .revealed import StepRevealed, open_now
from .room import room_offers
from .rules import step_offers
from .session import Past, Session

PAUSE: Final = timedelta(minutes=20)
"""The suggested length of a pause. When it is over, the page shows a sentence; nothing else changes."""
LINES: Final = "lines"
"""Where the list of steps is kept, which is the same for all viewers."""


@dataclass(frozen=True)
class StepLine:
    """One line of the list of steps; `state` is done, now or later."""

    title: Localized
    kind: str
    state: str


@dataclass(frozen=True)
class StepSeen:
    """A step as one viewer sees it. `has_words`: in a recap, whether there is text."""

    id: str
    title: Localized
    kind: str
    intro: Phrase | None
    seen: Seen[Any, Any]
    has_words: bool = False


@dataclass(frozen=True)
class TimerSeen:
    """The timer of this step while it runs, and once it is over."""

    ends_at: datetime
    minutes: int
    is_over: bool


@dataclass(frozen=True)
class View:
    """Everything one viewer sees. `changes_at`: when it changes without an event. `recap`: past steps, at the end, and
    all through a session apart; `slug`: that of the exercise, at the end.

    `apart`: each does their part when it suits them; then nobody sees whether the other has joined or wants to go on.
    `paused_by_me`: whether this viewer holds the pause; `asked_to_go_on`: whether the other has asked for its end."""

    title: Localized
    over: bool
    paused: bool
    pause_is_over: bool
    set_aside: bool
    entered: bool
    both_entered: bool
    partner_ready: bool
    i_am_ready: bool
    visit: int
    steps: tuple[StepLine, ...]
    step: StepSeen
    forms: tuple[Offer, ...]
    room: tuple[Offer, ...]
    recap: tuple[StepSeen, ...] = field(default=())
    slug: str = ""
    paused_by_me: bool = False
    asked_to_go_on: bool = False
    timer: TimerSeen | None = None
    changes_at: datetime | None = None
    apart: bool = False
    counselor: CounselorSeen | None = None
    open: tuple[StepRevealed, ...] = ()  # to both, for a counselor who reads it

    @property
    def commands(self) -> tuple[Offer, ...]:
        """What this viewer may do now: while set aside only the `room` offers; while paused also their own part."""
        if self.set_aside:
            return self.room
        own_part = tuple(form for form in self.forms if form.while_paused)
        return (own_part if self.paused else self.forms) + self.room


def view_of(session: Session, viewer: Viewer, at: datetime) -> View:
    """Return what `viewer` sees at the time `at` (aware). Observers see neither who joined nor a count of turns.

    Made once for a session and viewer, and once more when a pause or timer is over: of time it shows nothing else.
    """
    ends_at = _ends_at(session)
    is_over = ends_at is not None and at >= ends_at
    found: View | None = session.seen.get((viewer, is_over))
    if found is None:
        found = session.seen[viewer, is_over] = _made(session, viewer, None if is_over else ends_at)
    return found


def _made(session: Session, viewer: Viewer, changes_at: datetime | None) -> View:
    mine = isinstance(viewer, Partner)
    pause = _pause(session)
    return View(
        title=session.exercise.title,
        over=session.over,
        paused=pause is not None,
        pause_is_over=pause is not None and changes_at is None,
        set_aside=session.set_aside,
        entered=isinstance(viewer, Partner) and session.entered.of(viewer),
        both_entered=mine and not session.apart and all(session.entered),
        partner_ready=isinstance(viewer, Partner) and not session.apart and session.ready.of(viewer.other),
        i_am_ready=isinstance(viewer, Partner) and session.ready.of(viewer),
        visit=session.visit if mine else len(session.past) + 1,
        steps=session.seen.get(LINES) or session.seen.setdefault(LINES, _lines(session)),
        step=_now(session, viewer),
        forms=tuple(step_offers(session, viewer)) if isinstance(viewer, Partner) else (),
        room=_room(session, viewer),
        recap=tuple(_left(session, past, viewer) for past in session.past if _reads_back(session, viewer)),
        slug=session.exercise.slug if session.over and mine else "",
        paused_by_me=pause is not None and pause.by is viewer,
        asked_to_go_on=mine and pause is not None and pause.is_of_a_partner and any(pause.asked),
        timer=_timer(session, is_over=changes_at is None) if mine else None,
        changes_at=changes_at if mine or pause else None,
        apart=session.apart,
        counselor=counselor_seen(session, viewer),
        open=open_now(session) if isinstance(viewer, Observer) and viewer.reads else (),
    )


def _room(session: Session, viewer: Viewer) -> tuple[Offer, ...]:
    if isinstance(viewer, Partner):
        return tuple(room_offers(session, viewer))
    return tuple(counselor_offers(session, viewer))


def _ends_at(session: Session) -> datetime | None:
    """Return when the pause is over that is on, or otherwise the timer of the step."""
    if pause := _pause(session):
        return pause.at + PAUSE
    return session.timer.ends_at if session.timer else None


def _timer(session: Session, is_over: bool) -> TimerSeen | None:
    """Return the timer of the step; None while it rests in a pause."""
    timer = None if session.pause else session.timer
    return TimerSeen(timer.ends_at, timer.minutes, is_over) if timer else None


def _pause(session: Session) -> Pause | None:
    """Return the pause that is on; what is set aside rests anyway."""
    return None if session.set_aside else session.pause


def _lines(session: Session) -> tuple[StepLine, ...]:
    def state(index: int) -> str:
        if session.over or index < session.index:
            return "done"
        return "now" if index == session.index else "later"

    lines = [StepLine(step.title, step.kind.name, state(i)) for i, step in enumerate(session.exercise.steps)]
    return tuple(lines[session.first_apart if session.apart else 0 :])


def _now(session: Session, viewer: Viewer) -> StepSeen:
    """Return the present step; one that is held is done, and seen as it will be once it is left."""
    if session.counselor.held and isinstance(viewer, Partner) and not session.over:
        return _left(session, session.so_far[-1], viewer)
    hidden = session.over or (isinstance(viewer, Partner) and not session.entered.of(viewer))
    seen: Seen[Any, Any] = Seen() if hidden else session.step.kind.view(session.here, session.state, viewer)
    return _seen(session.step, seen)


def _reads_back(session: Session, viewer: Viewer) -> bool:
    """Return whether the past steps are in sight. Apart, who went on first has not read what the other wrote then."""
    return isinstance(viewer, Partner) and (session.over or (session.apart and session.entered.of(viewer)))


def _left(session: Session, past: Past, viewer: Viewer) -> StepSeen:
    step = session.exercise.steps[past.index]
    found = step.kind.read_afterwards(past.here, past.state, viewer)
    return _seen(step, found, found.theirs is not None and step.kind.has_words(found.theirs))


def _seen(step: Step, seen: Seen[Any, Any], has_words: bool = False) -> StepSeen:
    intro = getattr(step.settings, "intro", "")
    return StepSeen(step.id, step.title, step.kind.name, Written(intro) if intro else None, seen, has_words)
