"""What each partner may do in a session, and the events it causes. Raises Refused otherwise; no side effects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Refused
from exercises.core.text import say as _

from . import moving
from .counselor_events import StepHeld
from .events import BegunApart, Ended, Entered, MovedOn, ReadyToGoOn
from .pair import Partner
from .room import ROOM, in_the_room
from .session import Session, evolve

ENTER: Final = Offer(name="enter", label=_("Join"))
CONTINUE: Final = Offer(name="continue", label=_("Go on"))


def step_offers(session: Session, by: Partner) -> list[Offer]:
    """Return the offers of the present step, those that go forward first. Pauses and setting aside are ignored."""
    if session.over:
        return []
    if not session.entered.of(by):
        return [ENTER]
    if session.counselor.held:
        return [] if session.ready.of(by) else [CONTINUE]
    kind = session.step.kind
    offers = list(kind.offers(session.here, session.state, by))
    if kind.moves_on == "together" and session.finished and not session.ready.of(by):
        offers.insert(0, CONTINUE)
    return offers


def has_own_part(session: Session, by: Partner) -> bool:
    """Return whether something is for `by` to do now, by their own offers alone: more than a change of mind.

    To go on is nothing to do while something of their own is closed that they could still take back.
    """
    offers = step_offers(session, by)
    waits = any(offer.private and not offer.fields and offer.style == "plain" for offer in offers)
    return any(offer.style in ("main", "equal") and not (waits and offer is CONTINUE) for offer in offers)


@dataclass(frozen=True)
class Outcome:
    """What a command causes: its events (none if it changes nothing), the session after them, and the ledger entries
    that the step kinds make of them, in order."""

    events: tuple[Any, ...]
    after: Session
    settled: tuple[Any, ...] = ()

    def then(self, event: Any) -> Outcome:
        """Return the outcome with one more event. Only here are a command's events applied to the session."""
        before, after = self.after, evolve(self.after, event)
        leaves = isinstance(event, MovedOn | BegunApart | Ended)
        own = before.state if leaves else after.state
        entries = [*before.step.kind.settles(before.here, before.state, event, own)]
        if isinstance(event, MovedOn | BegunApart) and not after.over:
            entries += after.step.kind.settles_on_entry(after.here, after.state)
        return Outcome((*self.events, event), after, (*self.settled, *entries))


def of_events(session: Session, events: Iterable[Any]) -> Outcome:
    """Return the outcome of these events, in order."""
    return reduce(Outcome.then, events, Outcome((), session))


def outcome(session: Session, ask: Ask) -> Outcome:
    """Return what this command causes. Raises Refused; no side effects."""
    if ask.name in ROOM:
        return of_events(session, in_the_room(session, ask))
    if session.over:
        raise Refused("over", _("This session has ended."))
    if session.set_aside:
        raise Refused("paused", _("This session is set aside. Either of you can go on with it."))
    if ask.visit != session.visit:
        raise Refused("moved_on", _("The session has moved on. What you typed is kept."))
    offer = next((each for each in step_offers(session, ask.by) if each.name == ask.name), None)
    if session.pause and not (offer and offer.while_paused):
        raise Refused(
            "paused", _("The session is paused. This goes on after the pause; what you typed is kept.")
        )
    if offer is None:
        raise Refused("not_your_turn", _("That is not possible at this point. This is where you are now."))
    return _with_moving_on(session, replace(ask, values=offer.clean(ask.raw)))


def _with_moving_on(session: Session, ask: Ask) -> Outcome:
    """Return the outcome of the command, with MovedOn if the step is now left, or StepHeld if it would have been."""
    kind = session.step.kind
    if ask.name == "enter":
        return of_events(session, [Entered(ask.by)])
    if ask.name == "continue":
        found = of_events(session, [ReadyToGoOn(ask.by)])
        leaves = session.ready.of(ask.by.other)
    else:
        found = of_events(session, kind.decide(session.here, session.state, ask))
        leaves = kind.moves_on == "alone" and found.after.finished
    if not leaves:
        return found
    is_kept = session.counselor.waits is not None and not session.counselor.held
    return found.then(StepHeld() if is_kept else moving.on(found.after, ask))
