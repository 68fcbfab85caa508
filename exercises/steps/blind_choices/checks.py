"""Checks of the list of a `blind_choices` step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exercises.core.checks import Fault, Placed
from exercises.core.text import say as _
from exercises.steps.blind_choices.form import MAYBE_TOO

FEWEST: Final = 12
"""How many lines a list has at least: in a short one, what is not shown says too much."""


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    if settings.about:
        yield from placed.earlier("about", "ideas")
        if settings.items:
            yield placed.wrong(_("the ideas of the earlier step are the list; leave this out"), "items")
        return
    if len(settings.items) < FEWEST:
        yield placed.wrong(_("should be at least {fewest} lines", fewest=FEWEST), "items")
    keys = [item.key for item in settings.items]
    yield from placed.names("items", "key", keys)
    if MAYBE_TOO in keys:
        yield placed.wrong(_("this name is taken"), "items", keys.index(MAYBE_TOO), "key")
