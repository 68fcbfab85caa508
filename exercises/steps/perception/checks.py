"""Checks of the settings of a `perception` step."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.core.checks import Fault, Placed
from exercises.core.fields import Rating
from exercises.core.text import say as _


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.names("areas", "key", [area.key for area in settings.areas])
    steps = Rating.max - Rating.min + 1
    for name in ("anchors", "comfort_anchors"):
        if len(getattr(settings, name)) != steps:
            yield placed.wrong(_("should be {steps} texts, one for each step", steps=steps), name)
    if settings.last:
        yield from placed.names("last", "key", [question.key for question in settings.last])
    if any(len(question.anchors) != steps for question in settings.last):
        yield placed.wrong(_("should be {steps} texts, one for each step", steps=steps), "last")
    if not 3 <= settings.fewest <= settings.most:
        yield placed.wrong(_("should be at least 3, and not more than “most”"), "fewest")
    if not settings.most < len(settings.areas):
        says = _("should be less than the number of areas, so that an area that is not shown proves nothing")
        yield placed.wrong(says, "most")
    yield from placed.between(settings.at_once, 1, 3, "at_once")
