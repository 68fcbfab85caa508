"""A check-in in a small exercise: of the closed sheets, a few areas open that both allow, and never a guess."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.steps.perception.form import Area, LastQuestion, Settings
from exercises.steps.perception.opening import allows, marked
from tests.core.example import Example

AREAS = ("home", "money", "rest", "friends", "plans")
LEANING = ("home", "plans")
WORDS = tuple(f"step {number}" for number in range(7))
MARKS = ("may_open", "keep")
LAST_ASKED = ("fair", "understood", "note")


def never_opens(answers: Mapping[str, Any]) -> list[str]:
    """Whichever areas are drawn: guesses, what was not ticked, and all of an area that is kept but its mark."""

    def stays(name: str) -> bool:
        what, _dot, area = name.partition(".")
        if what in LAST_ASKED:
            return not answers.get(f"{what}_open")
        unticked = what in ("comfort", "wish") and not answers.get(f"{what}_open.{area}")
        kept = bool(area) and not allows(answers, area)
        return what == "guess" or unticked or (kept and what != "open")

    return [name for name in answers if stays(name)]


def opened(session: Any, event: Any, owner: Any) -> Any:
    if not isinstance(event, FormsOpened):
        return None
    answers = session.state.closed.answers.of(owner)
    marks = {name: mark for name, mark in answers.items() if name.startswith("open.") or name == "talk"}
    last = {
        name: one if answers.get(f"{name}_open") else "closed"
        for name, one in answers.items()
        if name in LAST_ASKED
    }
    return marks, {area: _area(answers, area) for area in event.facts["areas"]} | last


def _area(answers: Mapping[str, Any], area: str) -> list[Any]:
    """Both ratings of an area that opened, whether its author wants to talk about it, and comfort and wish where they
    said so; never the guess."""
    extra = [
        answers[f"{what}.{area}"] if answers[f"{what}_open.{area}"] else "closed"
        for what in ("comfort", "wish")
    ]
    ratings = (answers[f"own.{area}"], answers[f"partner.{area}"])
    return [*(one if isinstance(one, int) else None for one in ratings), *extra, marked(answers) == area]


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
        what, _dot, area = name.partition(".")
        if what in ("open", "talk"):
            return rng.choice(MARKS if what == "open" else (*AREAS, "none", None))
        if what.endswith("_open"):
            return rng.choice((True, False))
        if what == "note":
            return rng.choice((None, "Something else"))
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
        at_once=1,
        last=(LastQuestion("fair", "Fair?", WORDS), LastQuestion("understood", "Understood?", WORDS)),
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
