"""Whatever is sent to whatever address by whomever: never an error, nobody else's words, and every stream replays."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from random import Random
from typing import Final

import pytest

from tests.fuzz.chains import Chain
from tests.long_run import IS_LONG
from tests.matrix import asking
from tests.matrix.world import ROLES, World, build, in_state

pytestmark = pytest.mark.django_db
REQUESTS: Final = 20_000 if IS_LONG else 60
SEED: Final = os.environ.get("COUNTERPOINT_FUZZ", str(datetime.now(UTC).date()) if IS_LONG else "the gate")
"""The gate tries the same each time, the long run something else each day. `seed` or `seed:number` repeats one."""


@pytest.fixture
def world() -> World:
    return build()


def test_no_request_breaks_anything(world):
    seed, _, only = SEED.partition(":")
    cookies = {role: asking.sign_in(role, world) for role in ROLES}
    problems, sent, number = [], 0, int(only or 0)
    while sent < REQUESTS:
        rng = Random(f"{seed} {number}")
        with in_state(world, rng.choice(("nothing", "both", "unlinked"))):
            chain = Chain(world, cookies, rng)
            chain.run()
        problems += [f"COUNTERPOINT_FUZZ={seed}:{number}\n  {one}" for one in chain.problems]
        sent, number = sent + chain.sent, number + 1
        if only or len(problems) > 20:
            break
    assert not problems, "\n".join(problems)
