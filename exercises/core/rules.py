"""What each partner may do in a session, and the events it causes. Raises Refused otherwise; no side effects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Phrase, Refused, Written
from exercises.core.text import say as _

from .events import (
    AskedToGoOn,
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

ROOM: Final = ("pause", "resume", "ask_to_go_on", "leave", "enough", "pick_up", "end", "take_words_back")
PAUSE: Final = Offer(name="pause", label=_("Pause"), scope="room", style="quiet")
RESUME: Final = Offer(name="resume", label=_("Go on"), scope="room")
ASK_TO_GO_ON: Final = Offer(name="ask_to_go_on", label=_("Ask to go on"), scope="room", style="plain")
PICK_UP: Final = Offer(name="pick_up", label=_("Go on with this session"), scope="room")
LEAVE: Final = Offer(name="leave", label=_("Leave for now"), scope="room", style="quiet")
ENOUGH: Final = Offer(name="enough", label=_("Enough for today"), scope="room", style="quiet")
END: Final = Offer(name="end", label=_("End this session"), scope="room", style="quiet")
ENTER: Final = Offer(name="enter", label=_("Join"))
CONTINUE: Final = Offer(name="continue", label=_("Go on"))


def room_offers(session: Session, by: Partner) -> list[Offer]:
    """Return pause, leave and end: each partner may do them alone, whatever the other keeps closed. Whoever paused goes
    on again; the other may ask for it, once in each pause."""
    if not session.entered.of(by):
        return []
    own_words = _take_words_back(session, by)
    if session.over:
        return own_words
    if session.set_aside:
        return [PICK_UP, LEAVE, END, *own_words]
    return [*_pause_offers(session, by), LEAVE, ENOUGH, END, *own_words]


def _pause_offers(session: Session, by: Partner) -> list[Offer]:
    if session.pause is None:
        return [PAUSE]
    if session.pause.by is by:
        return [RESUME]
    return [] if session.pause.asked_to_go_on else [ASK_TO_GO_ON]


def _take_words_back(session: Session, by: Partner) -> list[Offer]:
    """Return the offer to take back words from steps that were left and hold words of `by`. No reason is asked."""
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
    """Return the offers of the present step, those that go forward first. Pauses and setting aside are ignored."""
    if session.over:
        return []
    if not session.entered.of(by):
        return [ENTER]
    kind = session.step.kind
    offers = list(kind.offers(session.here, session.state, by))
    if kind.moves_on == "together" and session.finished and not session.ready.of(by):
        offers.insert(0, CONTINUE)
    return offers


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
        leaves = isinstance(event, MovedOn | Ended)
        own = before.state if leaves else after.state
        entries = before.step.kind.settles(before.here, before.state, event, own)
        return Outcome((*self.events, event), after, (*self.settled, *entries))


def of_events(session: Session, events: Iterable[Any]) -> Outcome:
    """Return the outcome of these events, in order."""
    return reduce(Outcome.then, events, Outcome((), session))


def outcome(session: Session, ask: Ask) -> Outcome:
    """Return what this command causes. Raises Refused; no side effects."""
    if ask.name in ROOM:
        return of_events(session, _in_the_room(session, ask))
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
            return [] if session.pause or session.set_aside else [Paused(ask.by, ask.at)]
        case "resume":
            return _resumed(session, ask.by)
        case "ask_to_go_on":
            return [AskedToGoOn(ask.by)] if ASK_TO_GO_ON in room_offers(session, ask.by) else []
        case "enough":
            others_pause = session.pause is not None and session.pause.by is not ask.by
            return [] if session.set_aside else [SetAside(ask.by, pause_stays=others_pause)]
        case "pick_up":
            return [PickedUp(ask.by), *_own_pause_ended(session, ask.by)] if session.set_aside else []
    return [Ended(ask.by)]


def _resumed(session: Session, by: Partner) -> list[Any]:
    if session.pause and session.pause.by is not by:
        raise Refused(
            "paused", _("This pause ends when the one who paused goes on. You can ask for it once.")
        )
    return _own_pause_ended(session, by)


def _own_pause_ended(session: Session, by: Partner) -> list[Any]:
    return [Resumed(by)] if session.pause and session.pause.by is by else []


def _words_taken_back(session: Session, ask: Ask) -> list[Any]:
    offer = next(iter(_take_words_back(session, ask.by)), None)
    if offer is None:
        raise Refused("not_your_turn", _("None of your words are left here."))
    return [WordsTakenBack(ask.by, int(offer.clean(ask.raw)["past"]))]


def _with_moving_on(session: Session, ask: Ask) -> Outcome:
    """Return the outcome of the command, with MovedOn if the step is now left."""
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
