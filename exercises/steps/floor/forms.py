"""The offers of a `floor` step: their wording and fields."""

from __future__ import annotations

from exercises.core.fields import Choice, Field, Option
from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.spoken import missing, spoken
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.floor.turn import State


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    is_speaker = by is state.speaker
    match state.phase, is_speaker:
        case "speak", True:
            return _of_speaker(here, state)
        case "say_back", False:
            label = _("I said it back") if here.aloud else _("That is what I heard")
            return [Offer(name="say_back", label=label, fields=spoken(here, Written(here.settings.say_back)))]
        case "confirm", True:
            return [
                Offer(name="thats_it", label=_("That’s it"), style="equal"),
                Offer(name="not_quite", label=_("Not quite"), fields=missing(here), style="equal"),
            ]
        case "idea", False:
            label = _("I have said it") if here.aloud else _("Say it")
            fields = spoken(here, Written(here.settings.idea))
            nothing = Offer(name="nothing_now", label=_("Nothing comes to mind"), style="plain")
            return [Offer(name="offer_idea", label=label, fields=fields), nothing]
    return []


def _of_speaker(here: Here, state: State) -> list[Offer]:
    """Return what the speaker may do between two pieces: pass the floor, ask for an idea, say the next piece."""
    say = Offer(
        name="say", label=_("I have said it") if here.aloud else _("Say it"), fields=_piece(here, state)
    )
    if not state.pieces:
        return [say, Offer(name="pass", label=_("I have nothing to say today"), style="plain")]
    label = _("Pass the floor") if state.turn == 1 else _("That was all")
    onward = [Offer(name="pass", label=label, style="plain")]
    if here.settings.idea:
        onward.append(
            Offer(
                name="ask", label=_("Ask {partner} for a thought", partner=state.speaker.other), style="plain"
            )
        )
    return [*onward, say]


def _piece(here: Here, state: State) -> tuple[Field, ...]:
    help_with: tuple[Field, ...] = ()
    if here.settings.help and not state.pieces:
        picks = tuple(Option(one.value, Written(one.label)) for one in here.settings.help)
        help_with = (Choice(name="help", label=_("What would help you now?"), choices=picks),)
    return (*help_with, *spoken(here, Written(here.settings.say)))
