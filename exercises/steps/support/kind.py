"""The step kind `support`: the other asks open questions about a plan and offers one thing; its owner chooses.

Nobody votes on a plan that is its owner’s alone. In the same room nothing is typed; on a call typing is optional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exercises.core.checks import Fault, Placed
from exercises.core.fields import Field, Text
from exercises.core.here import Here
from exercises.core.kind import Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase
from exercises.core.text import say as _
from exercises.steps.support.seen import revealed, view
from exercises.steps.support.turn import (
    Asked,
    Chosen,
    LeftOpen,
    Offered,
    OutOfTheWay,
    Replied,
    State,
    evolve,
)


@dataclass(frozen=True)
class Settings:
    """`about`: the step with the owner’s opened plan. `questions`: how many the other may ask."""

    intro: Localized
    about: str
    questions: int = 2
    minutes: int = 10


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    owns = by is here.speaker
    if state.phase == "ask" and not owns:
        return _of_other(here, state)
    if state.phase == "reply" and owns:
        label = _("I have answered") if here.aloud else _("Answer")
        return [
            Offer(name="reply", label=label, fields=_typed(here, _("Your answer"))),
            Offer(name="leave_open", label=_("I leave this one open"), style="plain"),
        ]
    if state.phase == "choose" and owns:
        return [
            Offer(name="take_it", label=_("Yes, I would like that"), style="equal"),
            Offer(name="do_it_alone", label=_("Thank you, I would rather do it alone"), style="equal"),
        ]
    return []


def _of_other(here: Here, state: State) -> list[Offer]:
    owner = here.speaker
    offer = Offer(
        name="offer",
        label=_("I have offered it") if here.aloud else _("Offer this"),
        fields=_typed(here, _("One thing that I could do for it")),
        style="equal",
    )
    out_of_the_way = Offer(name="out_of_the_way", label=_("I won’t get in your way"), style="equal")
    if state.questions >= here.settings.questions:
        return [offer, out_of_the_way]
    label = _("I have asked") if here.aloud else _("Ask")
    ask = Offer(
        name="ask",
        label=label,
        about=_(
            "An open question can’t be answered with yes or no, and holds no advice. {name} may leave it open.",
            name=owner,
        ),
        fields=_typed(here, _("Your question")),
        style="plain",
    )
    return [ask, offer, out_of_the_way]


def _typed(here: Here, label: Phrase) -> tuple[Field, ...]:
    if here.aloud:
        return ()
    on_call = here.carried.get("together") == "call"
    hint = _("You can also say it on the call and leave this empty.") if on_call else None
    return (Text(name="words", label=label, hint=hint, required=not on_call, max_length=600),)


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    words = ask.values.get("words")
    match ask.name:
        case "ask":
            return [Asked(ask.by, words)]
        case "reply":
            return [Replied(ask.by, words)]
        case "leave_open":
            return [LeftOpen(ask.by)]
        case "offer":
            return [Offered(ask.by, words)]
        case "out_of_the_way":
            return [OutOfTheWay(ask.by)]
    return [Chosen(ask.by, ask.name == "take_it")]


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    labels: dict[type, Phrase] = {
        Asked: _("You asked"),
        Replied: _("You answered"),
        Offered: _("You offered"),
    }
    return [
        (labels[type(one)], one.words)
        for one in state.said
        if type(one) in labels and one.by is by and isinstance(one.words, str)
    ]


def checks(placed: Placed) -> Iterator[Fault]:
    yield from placed.needs_speaker()
    yield from placed.earlier("about", "plan")
    yield from placed.between(placed.settings.questions, 0, 5, "questions")
    yield from placed.between(placed.settings.minutes, 1, 60, "minutes")


KIND = StepKind(
    name="support",
    settings=Settings,
    events={
        "support.asked": Asked,
        "support.replied": Replied,
        "support.left_open": LeftOpen,
        "support.offered": Offered,
        "support.out_of_the_way": OutOfTheWay,
        "support.chosen": Chosen,
    },
    start=lambda here: State(),
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.phase == "done",
    moves_on="together",
    turns=lambda event: True,
    has_words=lambda theirs: bool(theirs.said),
    shares=shares,
    revealed=revealed,
    checks=checks,
)
