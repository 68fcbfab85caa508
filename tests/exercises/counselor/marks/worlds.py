"""Check-ins that a counselor gave with marks, and what she must then be told: from the sheets and the draw alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from couples.accounts.models import User
from couples.counseling.models import Counseling
from exercises.core.fields import SKIPPED
from exercises.counselor.assignments import taking
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.marks import marking
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.store import streams
from tests.exercises.balance_check_ins import AREAS, finish
from tests.exercises.counselor.at_work import given
from tests.exercises.live.rooms import BALANCE, Chair

VIEWS: Final[Mapping[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "differs": (("6", "2"), ("2", "0")),
    "the other way": (("1", "5"), ("4", "6")),
    "a little": (("5", "2"), ("2", "3")),
    "alike": (("4", "2"), ("2", "4")),
    "half": (("6", ""), ("", "0")),
    "left out": (("", ""), ("", "")),
}
"""By name, what Alex and what Blair put for themselves and for the other; what is empty was left out."""
SKIP: Final = next(iter(SKIPPED))
DIFFERENT: Final = frozenset({"differs", "the other way", "half"})


@dataclass
class CheckIn:
    """`views`: by area, one of VIEWS. `kept`: by whom each area is kept closed. `marked`: by her, before it."""

    views: Mapping[str, str]
    kept: Mapping[str, Collection[str]] = field(default_factory=dict)
    marked: tuple[str, ...] = ("money",)
    taken_back: tuple[str, ...] = ()

    def sheet(self, who: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for area in AREAS:
            own, other = VIEWS[self.views.get(area, "alike")][who == "blair"]
            found |= {f"own.{area}": own or SKIP, f"partner.{area}": other or SKIP, f"comfort.{area}": "5"}
            found[f"open.{area}"] = "keep" if who in self.kept.get(area, ()) else "may_open"
        return found


def by_chance(chance: Random) -> CheckIn:
    """Return a check-in in which anything may be so."""
    return CheckIn(
        {area: chance.choice([*VIEWS, "differs"]) for area in AREAS},
        {area: chance.choice(["", "", "", ["alex"], ["blair"], ["alex", "blair"]]) for area in AREAS},
        tuple(chance.sample(AREAS, chance.randrange(marking.MOST_MARKED + 1))),
        tuple(who for who in ("alex", "blair") if chance.random() < 0.1),
    )


def numbers(marked: Collection[str]) -> list[int]:
    return [AREAS.index(area) for area in marked]


def assigned(linked: Counseling, marked: Collection[str]) -> Assignment:
    one = given(linked, BALANCE)
    marking.put(one, numbers(marked))
    return one


def held(one: Assignment, alex: User, blair: User, check_in: CheckIn) -> Chair:
    """Both take the assignment up and go through it; who takes words back does so afterwards. Returns Alex's chair."""
    couple = one.counseling.couple
    assert couple is not None
    session = taking.take_up(couple, alex, one.pk)
    chairs = {"alex": Chair(session, alex), "blair": Chair(session, blair)}
    chairs["blair"].do("enter")
    for who, chair in chairs.items():
        chair.do("ready", together="writing", first="me" if who == "alex" else "you")
    for who, chair in chairs.items():
        chair.do("hand_in", **check_in.sheet(who))
    for chair in chairs.values():
        chair.do("open")
    while not chairs["alex"].look()["over"]:
        for chair in chairs.values():
            go_on(chair)
    for who in check_in.taken_back:
        take_the_sheet_back(chairs[who])
    return chairs["alex"]


def go_on(chair: Chair) -> None:
    """Speak about the first thing there is, if it is this one's turn, and then do what leads to the end."""
    for offer in chair.look()["commands"]:
        if offer["name"] == "speak":
            topics = [field["choices"] for field in offer["fields"] if field["name"] == "topic"]
            topic = {"topic": topics[0][0]["value"]} if topics and topics[0] else {}
            chair.do("speak", words="What I meant", **topic)
    finish(chair)


def take_the_sheet_back(chair: Chair) -> None:
    (offer,) = [one for one in chair.look()["commands"] if one["name"] == "take_words_back"]
    chair.do("take_words_back", past=offer["fields"][0]["choices"][0]["value"])


def must_be_told(check_in: CheckIn, drawn: Collection[str]) -> list[str]:
    """Return the marked areas that both opened, in which two views that can be compared differ."""
    if check_in.taken_back:
        return []
    return [
        area
        for area in AREAS
        if area in check_in.marked and area in drawn and check_in.views[area] in DIFFERENT
    ]


def drawn_in(chair: Chair) -> Collection[str]:
    """Return the areas that opened, as the draw was recorded."""
    state = streams.state_at(access.of_partner(chair.session, Caller(chair.user.pk)))
    (drawn,) = [past.state.drawn for past in state.past if hasattr(past.state, "drawn")]
    return drawn  # type: ignore[no-any-return]
