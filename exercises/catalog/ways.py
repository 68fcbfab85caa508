"""Checks of the ways through an exercise: each step is reached, and nothing is opened that was not written before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from django.utils.translation import gettext as _

from exercises.catalog.files import Problem
from exercises.core.kind import Exercise, Step


def way_problems(exercise: Exercise) -> Iterator[Problem]:
    """Yield a problem for each step that no step leads to, and for each way back past what it needs."""
    places = {step.id: index for index, step in reversed(list(enumerate(exercise.steps)))}
    reached = _reached(exercise, places)
    for index, step in enumerate(exercise.steps):
        if index not in reached:
            yield Problem(("steps", index), _("no step leads here"))
        for back in step.kind.ways_on(step.settings):
            if back is not None and places.get(back, index) < index:
                yield from _skipped(exercise, places, index, back)


def _reached(exercise: Exercise, places: dict[str, int]) -> set[int]:
    """Return the numbers of the steps to which some way leads from the first."""
    reached: set[int] = set()
    ahead = [0]
    while ahead:
        index = ahead.pop()
        if index in reached or index >= len(exercise.steps):
            continue
        reached.add(index)
        step = exercise.steps[index]
        ways = step.kind.ways_on(step.settings)
        ahead += [index + 1 if way is None else places.get(way, index) for way in ways]
    return reached


def _skipped(exercise: Exercise, places: dict[str, int], index: int, back: str) -> Iterator[Problem]:
    """Yield a problem if a step of the round from `back` on is about what only the earlier speaker has written."""
    for step in exercise.steps[places[back] : index]:
        about = places.get(str(getattr(step.settings, "about", "")))
        if about is None or about >= places[back]:
            continue
        written = exercise.steps[about]
        if getattr(written.settings, "who", "both") == "speaker":
            says = _(
                "this skips “{written}”, which “{step}” is about: whoever speaks then has not written there"
            )
            route = ("steps", index, _setting(exercise.steps[index], back))
            yield Problem(route, says.format(written=written.id, step=step.id))
            return


def _setting(step: Step, value: str) -> str:
    """Return the name of the setting that holds this value."""
    return next(each.name for each in fields(step.settings) if getattr(step.settings, each.name) == value)
