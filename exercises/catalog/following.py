"""What follows well from an exercise, as its author says, of what a couple may start on their own."""

from __future__ import annotations

from exercises import catalog
from exercises.catalog import CoupleDefinition


def following(slug: str) -> list[CoupleDefinition]:
    """Return the exercises that follow well, the best first; none for an exercise that is not in the catalogue."""
    definition = catalog.named(slug)
    startable = {one.slug: one for one in catalog.startable()}
    return [startable[each] for each in definition.next if each in startable] if definition else []
