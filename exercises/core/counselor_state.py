"""What counselors ask of the two in a session, offer them and have said: requests, which both may pass.

Part of the state of a session, changed by its events. No rules, and no step kind knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from .counselor_events import (
    AskedToWait,
    CounselorLeft,
    OfferPutAside,
    OfferTakenBack,
    Released,
    SaidToBoth,
    SaidYes,
    StepHeld,
    StepOffered,
    WordsPutAside,
)
from .events import Paused, Resumed, TimerExtended
from .pair import Observer, Pair, neither

NAMES: Final = {
    AskedToWait: "wait",
    Released: "go_on",
    SaidToBoth: "words",
    Paused: "pause",
    Resumed: "end_pause",
    TimerExtended: "more_time",
    OfferTakenBack: "no_offer",
}


@dataclass(frozen=True)
class Act:
    """What a counselor did, in the step after so many others. `what`: a value of NAMES, or "back" or "on"."""

    by: Observer
    what: str
    step: int
    minutes: int = 0
    words: Any = None


@dataclass(frozen=True)
class Suggestion:
    """A step that is offered, by the act with this number. `yes`, `aside`: who said so, not shown to the other."""

    by: Observer
    back: bool
    number: int
    yes: Pair[bool] = field(default_factory=neither)
    aside: Pair[bool] = field(default_factory=neither)


@dataclass(frozen=True)
class CounselorState:
    """`waits`: for whom the two are asked to wait. `held`: they would have left this step, but for that.

    `acts`: all there were, in order. `aside`: up to which number each has put a counselor's words aside.
    """

    waits: Observer | None = None
    held: bool = False
    offer: Suggestion | None = None
    acts: tuple[Act, ...] = ()
    aside: Pair[int] = field(default_factory=lambda: Pair(0, 0))

    def asking_nothing(self, held: bool = False) -> CounselorState:
        """Return the same without anything that is asked or offered."""
        if self.waits is None and self.offer is None and self.held == held:
            return self
        return replace(self, waits=None, held=held, offer=None)


NOTHING_ASKED: Final = CounselorState()


def after(counselor: CounselorState, event: Any, step: int) -> CounselorState:
    """Return it after an event of `counselor_events`, or a counselor's act on time. `step`: how many were left."""
    if isinstance(event, StepHeld):
        return replace(counselor, held=True)
    if isinstance(event, SaidYes | OfferPutAside | WordsPutAside):
        return _answered(counselor, event)
    if isinstance(event, CounselorLeft):
        return _without(counselor, event.by)
    return _changed(replace(counselor, acts=(*counselor.acts, _act(event, step))), event)


def _act(event: Any, step: int) -> Act:
    if isinstance(event, StepOffered):
        return Act(event.by, "back" if event.back else "on", step)
    minutes, words = getattr(event, "minutes", 0), getattr(event, "words", None)
    return Act(event.by, NAMES[type(event)], step, minutes, words)


def _changed(counselor: CounselorState, event: Any) -> CounselorState:
    match event:
        case AskedToWait(by):
            return replace(counselor, waits=by)
        case Released():
            return replace(counselor, waits=None)
        case StepOffered(by, back):
            return replace(counselor, offer=Suggestion(by, back, len(counselor.acts)))
        case OfferTakenBack():
            return replace(counselor, offer=None)
    return counselor


def _answered(counselor: CounselorState, event: SaidYes | OfferPutAside | WordsPutAside) -> CounselorState:
    if isinstance(event, WordsPutAside):
        return replace(counselor, aside=counselor.aside.put(event.by, event.number))
    offer = counselor.offer
    assert offer is not None
    is_yes = isinstance(event, SaidYes)
    yes, aside = offer.yes.put(event.by, is_yes), offer.aside.put(event.by, not is_yes)
    return replace(counselor, offer=replace(offer, yes=yes, aside=aside))


def _without(counselor: CounselorState, by: Observer) -> CounselorState:
    waits = None if counselor.waits == by else counselor.waits
    offer = None if counselor.offer and counselor.offer.by == by else counselor.offer
    changes = (waits, offer) != (counselor.waits, counselor.offer)
    return replace(counselor, waits=waits, offer=offer) if changes else counselor
