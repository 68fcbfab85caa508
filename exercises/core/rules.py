"""What may be done in a session, and what it causes. Refuses commands that are not on offer; has no side effects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Phrase, Refused, Written
from exercises.core.text import say as _

from .events import (
    Ended,
    Entered,
    MovedOn,
    Paused,
    PickedUp,
    ReadyToGoOn,
    Resumed,
    SetAside,
    WordsTakenBack,
)
from .fields import Choice, Option
from .pair import Partner
from .session import Session, evolve

ROOM: Final = ("pause", "resume", "leave", "enough", "pick_up", "end", "take_words_back")


def room_offers(session: Session, by: Partner) -> list[Offer]:
    """Pause, resume, leave, stop: open to each of the two alone, never dependent on what the other keeps closed."""
    if not session.entered.of(by):
        return []
    own_words = _take_words_back(session, by)
    if session.over:
        return own_words
    leave = Offer(name="leave", label=_("Leave for now"), scope="room", style="quiet")
    end = Offer(name="end", label=_("End this session"), scope="room", style="quiet")
    if session.set_aside:
        return [
            Offer(name="pick_up", label=_("Go on with this session"), scope="room"),
            leave,
            end,
            *own_words,
        ]
    if session.paused_at:
        rest = Offer(name="resume", label=_("Go on"), scope="room")
    else:
        rest = Offer(name="pause", label=_("Pause"), scope="room", style="quiet")
    enough = Offer(name="enough", label=_("Enough for today"), scope="room", style="quiet")
    return [rest, leave, enough, end, *own_words]


def _take_words_back(session: Session, by: Partner) -> list[Offer]:
    """Open to each alone, for the steps that were left and still hold words of theirs. Nobody is asked why."""
    exercise, steps = session.exercise, []
    for number, past in enumerate(session.past):
        if past.wrote.of(by) and exercise.steps[past.index].kind.shares is not None:
            again = sum(1 for each in session.past[:number] if each.index == past.index)
            title: Phrase = Written(exercise.steps[past.index].title)
            label = _("{step}, round {round}", step=title, round=again + 1) if again else title
            steps.append(Option(str(number), label))
    if not steps:
        return []
    which = Choice(name="past", label=_("From which step?"), choices=tuple(steps))
    label = _("Take my words out of it")
    return [Offer(name="take_words_back", label=label, fields=(which,), scope="room", style="plain")]


def step_offers(session: Session, by: Partner) -> list[Offer]:
    """The offers that move the exercise, ignoring pauses and setting aside. Offers that go forward come first."""
    if session.over:
        return []
    if not session.entered.of(by):
        return [Offer(name="enter", label=_("Join"))]
    kind = session.step.kind
    offers = list(kind.offers(session.here, session.state, by))
    if kind.moves_on == "together" and session.finished and not session.ready.of(by):
        offers.insert(0, Offer(name="continue", label=_("Go on")))
    return offers


@dataclass(frozen=True)
class Outcome:
    """What a command causes: its events, the session after them, and what they enter into the couple's ledger."""

    events: tuple[Any, ...]
    after: Session
    settled: tuple[Any, ...] = ()

    def then(self, event: Any) -> Outcome:
        """The outcome with one event more. The only place where a command's events are evolved."""
        before, after = self.after, evolve(self.after, event)
        leaves = isinstance(event, MovedOn | Ended)
        own = before.state if leaves else after.state
        entries = before.step.kind.settles(before.here, before.state, event, own)
        return Outcome((*self.events, event), after, (*self.settled, *entries))


def of_events(session: Session, events: Iterable[Any]) -> Outcome:
    """The outcome of these events, in order."""
    return reduce(Outcome.then, events, Outcome((), session))


def decide(session: Session, ask: Ask) -> list[Any]:
    """The events this command causes; none where it is already so. Raises Refused; changes nothing."""
    return list(outcome(session, ask).events)


def settled(session: Session, events: Iterable[Any]) -> list[Any]:
    """What these events enter into the couple's ledger, decided by the step kinds, in order."""
    return list(of_events(session, events).settled)


def outcome(session: Session, ask: Ask) -> Outcome:
    """What this command causes: `decide`, with what follows from its events. Raises Refused; changes nothing."""
    if ask.name in ROOM:
        return of_events(session, _in_the_room(session, ask))
    if session.over:
        raise Refused("over", _("This session has ended."))
    if session.set_aside:
        raise Refused("paused", _("This session is set aside. Either of you can go on with it."))
    if ask.visit != session.visit:
        raise Refused("moved_on", _("The session has moved on. What you typed is kept."))
    if session.paused_at:
        raise Refused(
            "paused", _("The session is paused. Press “Go on” first; what you typed has been saved.")
        )
    offer = next((each for each in step_offers(session, ask.by) if each.name == ask.name), None)
    if offer is None:
        raise Refused("not_your_turn", _("That is not possible at this point. This is where you are now."))
    return _with_moving_on(session, replace(ask, values=offer.clean(ask.raw)))


def _in_the_room(session: Session, ask: Ask) -> list[Any]:
    if not session.entered.of(ask.by):
        raise Refused("not_your_turn", _("Please join the session first."))
    if ask.name == "take_words_back":
        return _words_taken_back(session, ask)
    if ask.raw:
        raise Refused("invalid", _("No further details are needed for this."))
    if session.over or ask.name == "leave":
        return []
    match ask.name:
        case "pause":
            return [] if session.paused_at or session.set_aside else [Paused(ask.by, ask.at)]
        case "resume":
            return [Resumed(ask.by)] if session.paused_at else []
        case "enough":
            return [] if session.set_aside else [SetAside(ask.by)]
        case "pick_up":
            return [PickedUp(ask.by)] if session.set_aside else []
    return [Ended(ask.by)]


def _words_taken_back(session: Session, ask: Ask) -> list[Any]:
    offer = next(iter(_take_words_back(session, ask.by)), None)
    if offer is None:
        raise Refused("not_your_turn", _("None of your words are left here."))
    return [WordsTakenBack(ask.by, int(offer.clean(ask.raw)["past"]))]


def _with_moving_on(session: Session, ask: Ask) -> Outcome:
    """The events of the command itself, then the one that follows where the step is now finished."""
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
    back = kind.goes_to(found.after.here, found.after.state)
    to = session.index + 1 if back is None else session.exercise.index_of(back)
    return found.then(MovedOn(to, ask.at))
