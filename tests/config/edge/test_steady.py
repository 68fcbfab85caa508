"""An answer that could tell something leaves at a whole number of steps, however long the work took."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

import pytest
from django.urls import get_resolver

from config.edge.steady import ADDRESSES, Steady, is_telling
from tests.matrix import asking

STEP = 0.1


async def took(work: float, path: str = "/account/login/", method: str = "POST", step: float = STEP) -> float:
    """How long after the request its answer begins to leave."""
    loop = asyncio.get_running_loop()
    left: list[float] = []

    async def page(_scope: Any, _receive: Any, send: Any) -> None:
        await asyncio.sleep(work)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(_message: Any) -> None:
        left.append(loop.time())

    began = loop.time()
    await Steady(page, step)({"type": "http", "path": path, "method": method}, receive, send)
    assert left[1] - left[0] < STEP / 2
    return left[0] - began


async def soonest(*asked: Any) -> float:
    """How long it takes where the machine has time: of several tries, the shortest."""
    return min([await took(*asked) for _try in range(3)])


@pytest.mark.parametrize(("work", "steps"), [(0, 1), (0.05, 1), (0.12, 2)])
async def test_an_answer_leaves_at_the_next_step(work, steps) -> None:
    assert steps * STEP <= await soonest(work) < (steps + 0.5) * STEP


async def test_signing_up_has_longer_steps() -> None:
    assert 4 * STEP <= await soonest(0.12, "/account/signup/") < 4.5 * STEP


async def test_what_tells_nothing_is_answered_at_once() -> None:
    assert await took(0, "/sessions/") < STEP / 2
    assert await took(0, "/account/login/", "GET") < STEP / 2
    assert await took(0, step=0) < STEP / 2


@pytest.mark.parametrize(
    "path", ["/account/signup/", "/account/lock/", "/invite/digits/", "/counseling/some-token/"]
)
def test_these_are_steady(path) -> None:
    assert is_telling(path, "POST")


def test_every_address_in_the_list_exists() -> None:
    known = ["/" + str(each.pattern) for each in get_resolver().url_patterns]
    for begins in ADDRESSES:
        assert any(one.startswith(begins) for one in known), begins


READS: Final = re.compile(
    r"counselor|caseload|programme|assign|marks|ask_for_scope|to_one|to_person|note|room$|session$"
)


def test_what_a_counselor_reads_is_never_held_back_after_its_last_look() -> None:
    """It would leave when a withdrawal has been acknowledged: that waits for READINGS_LEAVE_WITHIN alone."""
    read = [
        "/" + re.sub(r"<\w+:\w+>|<\w+>", "x", route)
        for name, route in asking.addresses()
        if re.search(READS, name or "")
        and not re.match("/?(counselor/invitation|counseling/declined)", route)
    ]
    assert "/counseling/x/room/" in read
    assert [path for path in read if is_telling(path.replace("//", "/"), "GET")] == []
