"""What each partner may do to the room: pause, the timer, leave, set aside, end, and take back their own words.

Raises Refused otherwise; no side effects.
"""

from __future__ import annotations

from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Phrase, Refused, Written
from exercises.core.text import say as _

from .counselor_answers import ANSWERS, answered, answers
from .events import (
    AskedToGoOn,
    Ended,
    Paused,
    PickedUp,
    Resumed,
    SetAside,
    TimerExtended,
    TimerSwitchedOff,
    WordsTakenBack,
)
from .fields import Choice, Option
from .pair import Partner
from .session import Session
from .timer import MORE_MINUTES

TIMER: Final = ("more_time", "no_timer")
WAITS: Final = ("pause", "resume", "ask_to_go_on", "enough", "pick_up")
"""What only two who meet need. Apart, there is nothing to hold up."""
ROOM: Final = (
    "pause",
    "resume",
    "ask_to_go_on",
    "leave",
    "enough",
    "pick_up",
    "end",
    "take_words_back",
    *TIMER,
    *ANSWERS,
)
OTHERS_PAUSE: Final = _("This pause ends when the one who paused goes on. You can ask for it once.")
COUNSELORS_PAUSE: Final = _(
    "Your counselor began this pause. It is over when your counselor ends it, or both of you go on all the same."
)
PAUSE: Final = Offer(name="pause", label=_("Pause"), scope="room", style="quiet")
RESUME: Final = Offer(name="resume", label=_("Go on"), scope="room")
ASK_TO_GO_ON: Final = Offer(name="ask_to_go_on", label=_("Ask to go on"), scope="room", style="plain")
PICK_UP: Final = Offer(name="pick_up", label=_("Go on with this session"), scope="room")
MORE_TIME: Final = Offer(name="more_time", label=_("Five more minutes"), scope="room", style="plain")
NO_TIMER: Final = Offer(name="no_timer", label=_("Switch the timer off"), scope="room", style="quiet")
LEAVE: Final = Offer(name="leave", label=_("Leave for now"), scope="room", style="quiet")
ENOUGH: Final = Offer(name="enough", label=_("Enough for today"), scope="room", style="quiet")
END: Final = Offer(name="end", label=_("End this session"), scope="room", style="quiet")


def room_offers(session: Session, by: Partner) -> list[Offer]:
    """Return pause, leave and end: each partner may do them alone, whatever the other keeps closed. Whoever paused goes
    on again; the other may ask for it, once in each pause. Apart, only leave and end."""
    if not session.entered.of(by):
        return []
    own_words = _take_words_back(session, by)
    if session.over:
        return own_words
    if session.set_aside:
        return [PICK_UP, LEAVE, END, *own_words]
    if session.apart:
        return [LEAVE, END, *own_words]
    acts = [*_pause_offers(session, by), *answers(session, by), *_timer_offers(session)]
    return [*acts, LEAVE, ENOUGH, END, *own_words]


def _pause_offers(session: Session, by: Partner) -> list[Offer]:
    if session.pause is None:
        return [PAUSE]
    if session.pause.by is by:
        return [RESUME]
    can_ask = session.pause.is_of_a_partner and not session.pause.asked.of(by)
    return [ASK_TO_GO_ON] if can_ask else []


def _timer_offers(session: Session) -> list[Offer]:
    if session.timer is None or session.pause:
        return []
    return [MORE_TIME, NO_TIMER] if session.timer.can_be_longer else [NO_TIMER]


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


def in_the_room(session: Session, ask: Ask) -> list[Any]:
    """Return the events of one of these commands, none if it changes nothing. Raises Refused."""
    if not session.entered.of(ask.by):
        raise Refused("not_your_turn", _("Please join the session first."))
    if ask.name == "take_words_back":
        return _words_taken_back(session, ask)
    if ask.name in ANSWERS:
        return answered(session, ask)
    if ask.raw:
        raise Refused("invalid", _("No further details are needed for this."))
    if session.over or ask.name == "leave" or (session.apart and ask.name in WAITS):
        return []
    if ask.name in TIMER:
        return _timed(session, ask)
    match ask.name:
        case "pause":
            return [] if session.pause or session.set_aside else [Paused(ask.by, ask.at)]
        case "resume":
            return _resumed(session, ask)
        case "ask_to_go_on":
            return [AskedToGoOn(ask.by)] if ASK_TO_GO_ON in room_offers(session, ask.by) else []
        case "enough":
            others_pause = session.pause is not None and session.pause.by is ask.by.other
            return [] if session.set_aside else [SetAside(ask.by, pause_stays=others_pause)]
        case "pick_up":
            return [PickedUp(ask.by), *_own_pause_ended(session, ask)] if session.set_aside else []
    return [Ended(ask.by)]


def _timed(session: Session, ask: Ask) -> list[Any]:
    """Return what becomes of the timer: nothing where there is none, or where the other was quicker."""
    if ask.name not in {offer.name for offer in _timer_offers(session)}:
        return []
    return [
        TimerExtended(ask.by, ask.at, MORE_MINUTES) if ask.name == "more_time" else TimerSwitchedOff(ask.by)
    ]


def _resumed(session: Session, ask: Ask) -> list[Any]:
    if session.pause and session.pause.by is not ask.by:
        raise Refused("paused", OTHERS_PAUSE if session.pause.is_of_a_partner else COUNSELORS_PAUSE)
    return _own_pause_ended(session, ask)


def _own_pause_ended(session: Session, ask: Ask) -> list[Any]:
    return [Resumed(ask.by, ask.at)] if session.pause and session.pause.by is ask.by else []


def _words_taken_back(session: Session, ask: Ask) -> list[Any]:
    offer = next(iter(_take_words_back(session, ask.by)), None)
    if offer is None:
        raise Refused("not_your_turn", _("None of your words are left here."))
    return [WordsTakenBack(ask.by, int(offer.clean(ask.raw)["past"]))]
