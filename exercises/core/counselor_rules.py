"""What a counselor may do in a session, and the event it causes. Raises Refused otherwise; no side effects.

No act of hers leaves a step, ends anything but her own requests, or depends on what somebody keeps closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from exercises.core.offer import Offer, Raw
from exercises.core.text import Refused
from exercises.core.text import say as _

from .counselor_events import AskedToWait, OfferTakenBack, Released, SaidToBoth, StepOffered
from .events import Paused, Resumed, TimerExtended
from .fields import Choice, Option, Text
from .moving import may_go_back
from .pair import Observer
from .session import Session
from .timer import MORE_MINUTES

MAX_WORDS: Final = 300
"""Characters of what she says to both at once."""
MAX_ACTS: Final = 100
"""Acts of counselors in one session. Beyond that they can only end what they ask."""
MINUTES: Final = tuple(range(MORE_MINUTES, 4 * MORE_MINUTES + 1, MORE_MINUTES))


@dataclass(frozen=True, kw_only=True)
class CounselorAsk:
    """A command of a counselor who may be in the room. `visit`: as her view numbers the steps."""

    by: Observer
    name: str
    visit: int
    at: datetime
    raw: Raw = field(default_factory=dict)


def _button(name: str, label: Any, style: Any = "plain") -> Offer:
    return Offer(name=name, label=label, scope="room", style=style)


ASK_TO_WAIT: Final = _button("ask_to_wait", _("Ask them to wait here"))
RELEASE: Final = _button("release", _("Let them go on"), "main")
PAUSE: Final = _button("pause", _("Begin a pause"))
RESUME: Final = _button("resume", _("End the pause"), "main")
OFFER_BACK: Final = _button("offer_back", _("Suggest the step before"))
OFFER_ON: Final = _button("offer_on", _("Suggest the next step"))
TAKE_OFFER_BACK: Final = _button("take_offer_back", _("Take the suggestion back"))
SAY: Final = Offer(
    name="say",
    label=_("Say it to both"),
    about=_("Both read it with your name. It stays in this session for them to read."),
    fields=(Text(name="words", label=_("A few words to both"), max_length=MAX_WORDS),),
    scope="room",
    style="plain",
)
OF_THIS_STEP: Final = ("ask_to_wait", "more_time", "offer_back", "offer_on")
"""What is refused if the two have meanwhile gone to another step."""


def counselor_offers(session: Session, viewer: Observer) -> list[Offer]:
    """Return what this counselor may do now; nothing for nobody in particular. One request of each kind at a time."""
    if not viewer.id or session.over or session.set_aside or session.apart:
        return []
    by, counselor, pause = Observer(viewer.id), session.counselor, session.pause
    ends = [
        (RELEASE, counselor.waits == by),
        (RESUME, pause is not None and pause.by == by),
        (TAKE_OFFER_BACK, counselor.offer is not None and counselor.offer.by == by),
    ]
    found = [offer for offer, is_hers in ends if is_hers]
    return found if len(counselor.acts) >= MAX_ACTS else found + _begins(session)


def _begins(session: Session) -> list[Offer]:
    """Before the first step is left, she cannot pause: one of the two may have yet to join, and could not then."""
    counselor, paused = session.counselor, session.pause is not None
    suggests = counselor.offer is None and not paused
    begins = [
        (SAY, True),
        (ASK_TO_WAIT, counselor.waits is None),
        (PAUSE, not paused and bool(session.past)),
        (OFFER_BACK, suggests and may_go_back(session)),
        (OFFER_ON, suggests),
    ]
    return [offer for offer, may in begins if may] + _more_time(session)


def _more_time(session: Session) -> list[Offer]:
    timer = None if session.pause else session.timer
    minutes = [one for one in MINUTES if timer and timer.can_be_longer_by(one)]
    if not minutes:
        return []
    choices = tuple(Option(str(one), _("{minutes} minutes", minutes=one)) for one in minutes)
    how_long = Choice(name="minutes", label=_("More time for this step"), choices=choices)
    return [Offer(name="more_time", label=_("Add it"), fields=(how_long,), scope="room", style="plain")]


def counselor_act(session: Session, ask: CounselorAsk) -> Any:
    """Return the event of this command. Raises Refused."""
    if ask.name not in _EVENTS:
        raise Refused("not_yours", _("Only the two of them can do this."))
    if session.over:
        raise Refused("over", _("This session has ended."))
    if ask.name in OF_THIS_STEP and ask.visit != len(session.past) + 1:
        raise Refused("moved_on", _("They are at another step now. Please look again."))
    offer = next((one for one in counselor_offers(session, ask.by) if one.name == ask.name), None)
    if offer is None:
        raise Refused("not_your_turn", _("That is not possible now. This is where they are."))
    return _EVENTS[ask.name](ask.by, ask.at, offer.clean(ask.raw))


_EVENTS: Final[dict[str, Callable[[Observer, datetime, dict[str, Any]], Any]]] = {
    "ask_to_wait": lambda by, at, values: AskedToWait(by),
    "release": lambda by, at, values: Released(by),
    "pause": lambda by, at, values: Paused(by, at),
    "resume": lambda by, at, values: Resumed(by, at),
    "more_time": lambda by, at, values: TimerExtended(by, at, int(values["minutes"])),
    "offer_back": lambda by, at, values: StepOffered(by, back=True),
    "offer_on": lambda by, at, values: StepOffered(by, back=False),
    "take_offer_back": lambda by, at, values: OfferTakenBack(by),
    "say": lambda by, at, values: SaidToBoth(by, values["words"]),
}
