"""Checks of the settings of a `division` step: each matter is of one kind, and nothing in it is never divided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exercises.core.checks import Fault, Placed, name_faults
from exercises.core.text import say as _
from exercises.steps.division.matters import NEVER, Matter, Thing

FEWEST, MOST = 2, 20
NEVER_DIVIDED: Final = re.compile(rf"(?<!\w)(?:{'|'.join(NEVER)})", re.IGNORECASE)


def checks(placed: Placed) -> Iterator[Fault]:
    matters: tuple[Matter, ...] = placed.settings.matters
    if not matters:
        yield placed.wrong(_("there is nothing to choose from"), "matters")
    for index, matter in enumerate(matters):
        if matter.topic in [one.topic for one in matters[:index]]:
            yield placed.wrong(_("this topic is there already"), "matters", index, "topic")
        yield from _matter(placed, matter, index)


def _matter(placed: Placed, matter: Matter, index: int) -> Iterator[Fault]:
    if sum(map(bool, (matter.things, matter.options, matter.amount))) != 1:
        yield placed.wrong(_("should have one of things, options and amount"), "matters", index)
    for name, lines in (("things", matter.things), ("options", matter.options)):
        if lines:
            yield from placed.between(len(lines), FEWEST, MOST, "matters", index, name)
        for fault in name_faults(name, "key", [line.key for line in lines]):
            yield placed.wrong(fault.says, "matters", index, *fault.route)
        yield from _never(placed, lines, "matters", index, name)
    if matter.amount and not 0 <= matter.amount.low < matter.amount.high < 1_000_000:
        yield placed.wrong(_("should be more than “low”"), "matters", index, "amount", "high")


def _never(placed: Placed, lines: tuple[Thing, ...], *here: str | int) -> Iterator[Fault]:
    """Yield a fault for each line that names what is nobody's to divide."""
    for index, line in enumerate(lines):
        texts = [line.title] if isinstance(line.title, str) else line.title.values()
        if any(NEVER_DIVIDED.search(text) for text in texts):
            yield placed.wrong(
                _("this is never divided: it can be a limit, or be talked about"), *here, index, "title"
            )
