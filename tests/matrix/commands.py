"""Every command that any screen offers, collected by walking every exercise, and the roles that must reach none."""

from __future__ import annotations

from functools import cache
from typing import Final

from exercises.core.room import ROOM
from tests.core.real import ALL, moments

OUTSIDE: Final = ("emery", "drew", "casey", "dana", "olive")
SEEDS: Final = 12


@cache
def every_name() -> frozenset[str]:
    walked = {
        offer.name
        for name in ALL
        for seed in range(SEEDS)
        for _walk, before, ask, _events in moments(name, seed)
        for offer in (_walk.offers(ask.by))
    }
    return frozenset({*walked, *ROOM, "close", "renew"})
