"""Checks of the settings of a `listening_turns` step."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.core.checks import Fault, Placed


def checks(placed: Placed) -> Iterator[Fault]:
    settings = placed.settings
    yield from placed.needs_speaker()
    if settings.about:
        yield from placed.earlier("about", "sheet", "topics")
    if settings.beside:
        yield from placed.earlier("beside", "material")
    yield from placed.between(settings.rounds, 1, 10, "rounds")
    yield from placed.between(settings.minutes, 1, 60, "minutes")
