"""What each of the two may do about what a counselor asks, offers and says. Raises Refused; no side effects.

Nobody is told what one of them chooses; what needs both happens when both want it.
"""

from __future__ import annotations

from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Refused
from exercises.core.text import say as _

from . import moving
from .counselor_events import OfferPutAside, SaidYes, WordsPutAside
from .counselor_state import Suggestion
from .events import AskedToGoOn, Resumed
from .fields import Hidden
from .pair import Partner
from .session import Session

GO_ON_ANYWAY: Final = Offer(name="go_on_anyway", label=_("Go on all the same"), scope="room")
ANSWERS: Final = ("go_on_anyway", "yes_to_step", "not_this_step", "put_words_aside")


def answers(session: Session, by: Partner) -> list[Offer]:
    """Return their answers to what they have not passed, put aside or said yes to."""
    counselor, pause, offer = session.counselor, session.pause, session.counselor.offer
    found = []
    if pause and not pause.is_of_a_partner and not pause.asked.of(by):
        found.append(GO_ON_ANYWAY)
    if offer and not pause and not offer.aside.of(by):
        found += _to_offer(session, offer, by)
    last_words = max((n for n, act in enumerate(counselor.acts, 1) if act.what == "words"), default=0)
    if last_words > counselor.aside.of(by):
        found.append(_about("put_words_aside", _("Put these words aside"), last_words, "quiet"))
    return found


def _to_offer(session: Session, offer: Suggestion, by: Partner) -> list[Offer]:
    may = not offer.yes.of(by) and (offer.back or moving.may_go_on(session))
    yes = [_about("yes_to_step", _("Yes, for me"), offer.number, "plain")] if may else []
    return [*yes, _about("not_this_step", _("Not for me now"), offer.number, "plain")]


def _about(name: str, label: Any, number: int, style: Any) -> Offer:
    """Return an answer to the act with this number, and to no later one."""
    which = Hidden(name="number", label=label, value=str(number))
    return Offer(name=name, label=label, fields=(which,), scope="room", style=style)


def answered(session: Session, ask: Ask) -> list[Any]:
    """Return the events of one of ANSWERS."""
    offer = next((one for one in answers(session, ask.by) if one.name == ask.name), None)
    if offer is None or session.over or session.set_aside:
        raise Refused("not_your_turn", _("That is not possible at this point. This is where you are now."))
    values = offer.clean(ask.raw)
    match ask.name:
        case "go_on_anyway":
            both = session.pause is not None and session.pause.asked.of(ask.by.other)
            return [AskedToGoOn(ask.by), *([Resumed(ask.by, ask.at)] if both else [])]
        case "yes_to_step":
            return _yes(session, ask)
        case "not_this_step":
            return [OfferPutAside(ask.by)]
    return [WordsPutAside(ask.by, int(values["number"]))]


def _yes(session: Session, ask: Ask) -> list[Any]:
    offer = session.counselor.offer
    assert offer is not None
    if not offer.yes.of(ask.by.other):
        return [SaidYes(ask.by)]
    return [SaidYes(ask.by), moving.back(session, ask) if offer.back else moving.on(session, ask)]
