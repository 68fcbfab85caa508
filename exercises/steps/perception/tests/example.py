"""A check-in in a small exercise: of the closed sheets, a few areas open that both allow, and never a guess."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.steps.perception.form import Area, Settings
from tests.core.example import Example

AREAS = ("home", "money", "rest", "friends", "plans")
LEANING = ("home", "plans")
WORDS = tuple(f"step {number}" for number in range(7))
MARKS = ("may_open", "keep")


def never_opens(answers: Mapping[str, Any]) -> list[str]:
    """Whichever areas are drawn: guesses, what was not ticked, and all of an area that is kept but its mark."""
    kept = {name[5:] for name, mark in answers.items() if name.startswith("open.") and mark == "keep"}

    def stays(what: str, area: str) -> bool:
        unticked = what in ("comfort", "wish") and not answers.get(f"{what}_open.{area}")
        return what == "guess" or unticked or (area in kept and what != "open")

    return [name for name in answers if "." in name and stays(*name.split(".", 1))]


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, FormsOpened):
        return None
    answers = session.state.closed.answers.of(owner)
    marks = {name: mark for name, mark in answers.items() if name.startswith("open.")}
    return marks, {area: _area(answers, area) for area in event.facts["areas"]}


def _area(answers: Mapping[str, Any], area: str) -> list[Any]:
    """Both ratings of an area that opened, and comfort and wish where its author said so; never the guess."""
    extra = [
        answers[f"{what}.{area}"] if answers[f"{what}_open.{area}"] else "closed"
        for what in ("comfort", "wish")
    ]
    ratings = (answers[f"own.{area}"], answers[f"partner.{area}"])
    return [*(one if isinstance(one, int) else None for one in ratings), *extra]


def differs(one: Any, two: Any) -> bool:
    """Which areas open may depend on nothing but the marks: with the same marks, other areas are a leak."""
    (marks, areas), (other_marks, other_areas) = one, two
    if areas.keys() != other_areas.keys():
        return bool(marks != other_marks)
    return bool(areas != other_areas)


def changed(event: Any, opened: FormsOpened | None, rng: Any) -> Any:
    """Both saw `own` and `partner` of the areas that opened; nothing else."""
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event
    answers, areas = event.answers, opened.facts["areas"] if opened else ()

    def other(name: str) -> Any:
        what, area = name.split(".", 1)
        if what == "open":
            return rng.choice(MARKS)
        if what.endswith("_open"):
            return rng.choice((True, False))
        both_saw = what in ("own", "partner") and area in areas
        return answers[name] if both_saw else rng.choice((0, 3, 6, "prefer_not"))

    return replace(event, answers={name: other(name) for name in answers})


EXAMPLE = Example(
    settings=Settings(
        "Rate",
        tuple(Area(key, key, f"I {key}", f"You {key}", leans=key in LEANING) for key in AREAS),
        WORDS,
        WORDS,
        fewest=2,
        most=4,
        at_once=2,
    ),
    around=lambda part: (
        part("perception", "rate"),
        part("listening_turns", "listen", about="rate", speaks="each", rounds=1),
    ),
    silent=frozenset({"hand_in", "take_back", "next_areas", "areas_before"}),
    opened=opened,
    differs=differs,
    never_opens=never_opens,
    changed=changed,
)
