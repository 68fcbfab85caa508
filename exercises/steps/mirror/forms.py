"""The offers of a `mirror` step: in each phase one of the two has the word."""

from __future__ import annotations

from typing import Final

from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.spoken import missing, spoken
from exercises.core.text import Say
from exercises.core.text import say as _
from exercises.steps.mirror.talk import State

OF_SENDER: Final = ("topic", "send", "check", "more", "check_sum", "feel")
CAN_BE_LEFT: Final = ("mirror", "check", "sum_up", "check_sum")
_ASKS: Final[dict[str, tuple[str, Say]]] = {
    "topic": ("name_topic", _("What is it about? One sentence")),
    "send": ("send", _("What would you like {partner} to understand?")),
    "mirror": ("mirror", _("What did you hear?")),
    "sum_up": ("sum_up", _("All of it in a few sentences, as you understood it")),
    "sense": ("makes_sense", _("What makes sense to you in it?")),
    "guess": ("guess", _("What might {partner} be feeling? One or two words")),
}
"""What is said in a phase: the command, and the label of its words."""


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    has_the_word = (state.phase in OF_SENDER) == (by is state.sender)
    found = _of(here, state, by) if has_the_word and state.phase != "done" else []
    if state.not_quite >= here.settings.rounds and state.phase in CAN_BE_LEFT:
        found.append(Offer(name="leave_it", label=_("Leave it here; that was enough"), style="plain"))
    return found


def _of(here: Here, state: State, by: Partner) -> list[Offer]:
    match state.phase:
        case "check" | "check_sum":
            return [
                Offer(name="got_it", label=_("That’s it"), style="equal"),
                Offer(name="not_quite", label=_("Not quite"), fields=missing(here), style="equal"),
            ]
        case "more":
            return [Offer(name="that_was_all", label=_("That was all"), style="equal"), _more(here, by)]
        case "feel":
            rather = spoken(here, _("If not: what is it rather?"), required=False)
            return [
                Offer(name="feel_so", label=_("Yes, like that"), style="equal"),
                Offer(name="feel_rather", label=_("Rather something else"), fields=rather, style="equal"),
            ]
    says = _said(here, state.phase, by)
    optional = state.phase in ("sense", "guess")
    return [says, Offer(name="leave_out", label=_("Go on without it"), style="plain")] if optional else [says]


def _said(here: Here, phase: str, by: Partner) -> Offer:
    name, label = _ASKS[phase]
    asks = _(label.msgid, partner=by.other)
    return Offer(
        name=name, label=_("I have said it") if here.aloud else _("Say it"), fields=spoken(here, asks)
    )


def _more(here: Here, by: Partner) -> Offer:
    asks = _("There is more: what else?")
    label = _("I have said more") if here.aloud else _("Say more")
    return Offer(name="send", label=label, fields=spoken(here, asks), style="equal")
