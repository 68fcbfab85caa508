"""A couple ends while a request of one of the three is under way: whatever it is, it gets an answer.

The other leaves, or is erased, between two queries of the request: in the long run between any two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import pytest
from django.db import connection
from django.urls import reverse

from couples.accounts.models import User
from couples.privacy import erasure, leaving
from tests import by_turns
from tests.long_run import IS_LONG
from tests.matrix import asking
from tests.matrix.rows import COUNSELING, PEOPLE, ROWS, SESSIONS, Row
from tests.matrix.world import World, build, in_state

pytestmark = pytest.mark.django_db
FIRST, STEP = (1, 1) if IS_LONG else (7, 150)
"""The queries before which the couple ends."""
WAYS: Final = {"left": leaving.leave, "erased": erasure.erase}
PAGES: Final = {
    name: ROWS[name] for name in ("home", "own_data", "export", "erase", *PEOPLE, *SESSIONS, *COUNSELING)
}
POSTED: Final[Mapping[str, Mapping[str, str]]] = {
    "session": {"name": "enough", "visit": "1", "id": "11111111-1111-4111-8111-111111111111"},
    "agreements": {"name": "end", "visit": "0", "id": "11111111-1111-4111-8111-111111111111"},
    "meeting": {"day": "2030-01-01", "time": "10:00", "zone": "UTC"},
}


CHAIN_IS_LOCKED: Final = re.compile(r'"couples_chainlink".*(ORDER BY|VALUES)', re.S)
"""Statements before which nobody else can end the couple: they would wait for its chain."""


def ended_before(number: int, act: Any, ask: Any) -> tuple[str, bool]:
    """Return what breaks when this is done just before the query of this number, and whether there was such a query."""
    asked = 0

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == number and not CHAIN_IS_LOCKED.search(sql):
            act()
        return execute(sql, params, many, context)

    with asking.without_a_trace(), connection.execute_wrapper(notice):
        try:
            answer = ask()
        except Exception as trouble:
            return repr(trouble)[:200], asked >= number
    return "" if answer.status_code < 500 else str(answer.status_code), asked >= number


def problems(world: World, way: str, role: str, name: str, row: Row) -> Iterator[str]:
    cookie, address = asking.sign_in(role, world), reverse(name, kwargs=row.args(world))
    for method in row.methods:
        ask = partial(asking.ask, cookie, method, address, row.data or POSTED.get(name))
        number, is_there = FIRST, True
        while is_there:
            what, is_there = ended_before(number, partial(end, world, way), ask)
            if what:
                yield f"{way} before query {number} of {role}’s {method} {name}: {what}"
            number += STEP


def end(world: World, way: str) -> None:
    WAYS[way](User.objects.get(pk=world.people["blair"].pk))


@pytest.mark.parametrize("way", ["left", pytest.param("erased", marks=pytest.mark.long)])
def test_no_page_breaks_when_the_other_leaves_or_is_erased_meanwhile(way):
    world = build()
    with in_state(world, "both"):
        wrong = [
            what
            for role in ("alex", "casey")
            for name, rows in by_turns.now(list(PAGES.items()))
            for row in rows
            if row.may(role, world)
            for what in problems(world, way, role, name, row)
        ]
    assert not wrong, "\n".join(wrong)
