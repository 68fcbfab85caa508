"""The offers of a `listening_turns` step: their wording and fields."""

from __future__ import annotations

from exercises.core.fields import Choice, Field, Option
from exercises.core.here import Here
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.spoken import missing, spoken
from exercises.core.text import Written
from exercises.core.text import say as _
from exercises.steps.listening_turns.about import topics_of, wanted_of
from exercises.steps.listening_turns.turn import State


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    speaks = by is state.speaker
    mine: list[Offer] = []
    if state.phase == "speak" and speaks:
        mine = [_speak(here, state)]
    elif state.phase == "say_back" and not speaks:
        label = _("I said it back") if here.aloud else _("That is what I heard")
        mine = [Offer(name="say_back", label=label, fields=spoken(here, Written(here.settings.say_back)))]
    elif state.phase == "confirm" and speaks:
        mine = [
            Offer(name="thats_it", label=_("That’s it"), style="equal"),
            Offer(name="not_quite", label=_("Not quite"), fields=missing(here), style="equal"),
        ]
    elif state.phase == "sense":
        label = _("Go on") if speaks else _("Go on without it")
        go_on = Offer(name="go_on", label=label, style="plain")
        mine = [go_on] if speaks else [_makes_sense(here), go_on]
    elif state.phase == "sensed":
        mine = [Offer(name="go_on", label=_("Go on"))]
    if state.not_quite >= here.settings.rounds and state.phase in ("speak", "say_back", "confirm"):
        mine.append(Offer(name="leave_it", label=_("Leave it here; that was enough"), style="plain"))
    return mine


def _makes_sense(here: Here) -> Offer:
    label = _("I have said it") if here.aloud else _("Say it")
    fields = spoken(here, Written(here.settings.makes_sense))
    return Offer(name="makes_sense", label=label, fields=fields)


def _speak(here: Here, state: State) -> Offer:
    fields: list[Field] = []
    topics = topics_of(here)
    if topics and state.topic is None:
        options = tuple(Option(value, label) for value, label in topics)
        fields.append(Choice(name="topic", label=_("What would you like to talk about?"), choices=options))
    fields += spoken(here, Written(here.settings.say or here.settings.intro))
    label = _("I have said it") if here.aloud else _("Say it")
    initial = {"topic": wanted_of(here)} if state.topic is None and wanted_of(here) else {}
    return Offer(name="speak", label=label, fields=tuple(fields), initial=initial)
