"""A division in a small exercise: of two closed sheets only what comes out of both opens, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.core.division import adjusted_winner
from exercises.core.pair import Pair
from exercises.steps.division.matters import Amount, Matter, Settings, Thing
from tests.core.example import Example

THINGS = tuple(Thing(f"thing_{number}", f"Thing {number}") for number in range(3))


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, FormsOpened):
        return None
    plan, forms = session.state.plan, session.state.closed.answers
    if plan.how == "range":
        low, high = (
            pick(end)
            for pick, end in ((max, [min(_ends(s)) for s in forms]), (min, [max(_ends(s)) for s in forms]))
        )
        return low + session.here.chance % (high - low + 1) if low <= high else "no overlap"
    names = [f"line.{key}" for key in plan.items]
    if plan.how == "overlap":
        return [key for key in plan.items if all(key in (one["fits"] or ()) for one in forms)]
    given = forms.map(lambda sheet: [Fraction(sheet[name] or 0) for name in names])
    if plan.how == "points":
        return [_in_words(part) for part in adjusted_winner(given, plan.topic == "chores").shares.a]
    return _most_together(names, given, Pair(forms.a["floor"], forms.b["floor"]))


def _ends(sheet: Any) -> tuple[int, int]:
    return sheet["low"], sheet["high"]


def _in_words(part: Fraction) -> str:
    if part in (0, 1):
        return str(part)
    return "mostly a" if part >= Fraction(2, 3) else "mostly b" if part <= Fraction(1, 3) else "both"


def _most_together(names: list[str], given: Any, floors: Any) -> list[str]:
    """The one with the largest product of gains, of those that neither is worse off with."""
    gains = {name: (a - floors.a, b - floors.b) for name, a, b in zip(names, *given, strict=True)}
    fits = {name: pair for name, pair in gains.items() if min(pair) >= 0}
    order = sorted(
        fits, key=lambda one: (fits[one][0] * fits[one][1], min(fits[one]), max(fits[one])), reverse=True
    )
    return order[:1]


def changed(event: Any, opened: FormsOpened | None, rng: Random) -> Any:
    """A sheet that never opened reads differently."""
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping) or opened is not None:
        return event

    def other(answer: Any) -> Any:
        return (
            not answer
            if isinstance(answer, bool)
            else rng.randrange(11)
            if isinstance(answer, int)
            else answer
        )

    return replace(event, answers={name: other(answer) for name, answer in event.answers.items()})


CHORES, CAR = Matter("chores", things=THINGS), Matter("car", things=THINGS)
HOLIDAYS, LEISURE = Matter("holidays", options=THINGS), Matter("leisure", amount=Amount("hours", 0, 10))

EXAMPLE = Example(
    settings=Settings("Share out", (CHORES, LEISURE)),
    around=lambda part: (part("division"), part("division", "once_more", matters=(HOLIDAYS, CAR))),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
    changed=changed,
)
