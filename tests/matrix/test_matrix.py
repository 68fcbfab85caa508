"""The access matrix: every role, every state of consent, every address and every command.

The cells are generated, so that a new address without a row fails the first test.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import pytest
from django.urls import reverse

from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.live import commands as live_commands
from exercises.live.access import AccessDenied, Caller
from exercises.live.batch import Submission
from exercises.live.decision import Command
from exercises.live.store import ledgers
from tests import by_turns
from tests.exercises.live.connected import carry_out
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED
from tests.long_run import IS_LONG
from tests.matrix import asking, commands, reading
from tests.matrix.rows import ROWS, Row, casey_alone, everybody, signed_in
from tests.matrix.world import ROLES, STATES, World, build, in_state

pytestmark = pytest.mark.django_db

ASKING: Final = {"both": ROLES, "unlinked": ("alex", "casey", "dana") if IS_LONG else ("casey",)}
"""Which roles ask in which state. In all other states only Casey does, as the states differ for her: for all that is
ever hers, but her notes, which no consent opens or closes. In the long run they ask for everything."""

POSTING: Final = ("nothing", "both", "both live", "withdrawn by alex", "unlinked")
"""The states in which also what acts is asked for; in the others, and by some roles, the gate asks for what is read."""
SESSIONS: Final = ("open", "apart", NEED, LIMIT, BALANCE)
TOLD: Final = ("nothing", "both", "both live", "unlinked")
"""The states in which every role outside the couple tries every command."""


def roles_in(state: str) -> tuple[str, ...]:
    return ASKING.get(state, ("casey",))


def cells(state: str, ever_hers: Container[str] = ROWS) -> list[tuple[str, str, str, Row]]:
    today = {*by_turns.now(list(ROWS))}
    return [
        (role, method, name, row)
        for role in roles_in(state)
        for name, rows in ROWS.items()
        if name in today or is_asked_each_day(role, state)
        for row in rows
        if IS_LONG or state in ASKING or name in ever_hers
        for method in row.methods
        if IS_LONG
        or (is_asked_in_the_gate(role, state, row) and (method == "GET" or is_posting(role, state)))
    ]


def is_asked_each_day(role: str, state: str) -> bool:
    """Whether every address is asked for in each gate: by those who find their words, and by who may do most."""
    return state == "both" and role in ("alex", "blair", "casey")


def is_posting(role: str, state: str) -> bool:
    return state in POSTING and role not in ("emery", "dana", "olive")


def is_asked_in_the_gate(role: str, state: str, row: Row) -> bool:
    """What is everybody's is asked for by half of the roles, what is anybody's who signs in by all but two."""
    if state not in ASKING:
        return row.may is not casey_alone
    if row.may is everybody:
        return state == "both" and role in ("nobody", "alex", "drew", "casey")
    return row.may is not signed_in or role not in ("dana", "olive")


def of_a_counselor(world: World) -> set[str]:
    """Return the names of the addresses that are Casey's where both allow all, and not everybody's."""
    world.state = "both"
    hers = (name for name, rows in ROWS.items() for row in rows if row.may("casey", world))
    return {name for name in hers if not any(row.may("drew", world) for row in ROWS[name])}


def test_every_address_has_its_row_and_no_row_is_left_over():
    assert {name for name, _route in asking.addresses()} - {"None"} == set(ROWS)


def test_the_matrix_has_at_least_a_thousand_cells():
    asked = sum(len(cells(state)) for state in STATES)
    told = len(TOLD) * len(commands.every_name()) * len(commands.OUTSIDE) * len((*SESSIONS, "ledger"))
    assert asked > 1000
    assert told > 1000


def test_everybody_gets_what_is_theirs_and_nothing_else():
    """Also, every marked word is found by somebody who may read it: finding none elsewhere proves something."""
    world, wrong, found = build(), [], Found()
    cookies = {role: asking.sign_in(role, world) for role in ROLES}
    ever_hers = of_a_counselor(world)
    for state in STATES:
        with in_state(world, state):
            wrong += [
                what
                for cell in cells(state, ever_hers)
                for what in problems(world, found, cookies[cell[0]], *cell)
            ]
    assert wrong == []
    assert found.by_the_two | found.by_others >= reading.must_be_seen(world)
    assert found.by_others, "Casey reads nothing at all"


@dataclass
class Found:
    """The marked words that were read in the state in which all is allowed."""

    by_the_two: set[str] = field(default_factory=set)
    by_others: set[str] = field(default_factory=set)

    def add(self, role: str, words: set[str]) -> None:
        (self.by_the_two if role in ("alex", "blair") else self.by_others).update(words)


def problems(
    world: World, found: Found, cookie: str, role: str, method: str, name: str, row: Row
) -> list[str]:
    """Return what is wrong with one cell, in words."""
    address = reverse(name, kwargs=row.args(world))
    with asking.without_a_trace() as written:
        response = asking.ask(cookie, method, address, row.data)
    got, may = asking.in_a_word(response), row.may(role, world)
    words = reading.found_in(response)
    if world.state == "both":
        found.add(role, words)
    changed, leaked = written - asking.UNHEEDED, words - reading.allowed(role, world)
    wrong = {
        "broken": got.startswith("broken"),
        "it is theirs": may and not row.is_theirs(got),
        "it is not theirs": not may and got not in row.otherwise(role),
        f"it wrote to {sorted(changed)}": bool(changed) and (not may or method == "GET"),
        f"it holds {sorted(leaked)[:3]}": bool(leaked),
    }
    return [f"{role} {method} {name} ({world.state}): {got}, {why}" for why, is_so in wrong.items() if is_so]


def test_no_command_of_anybody_outside_reaches_a_stream():
    """The two themselves are not shut out; otherwise this would prove nothing."""
    world, let_in = build(), []
    streams = [world.rooms[slug].id for slug in SESSIONS]
    streams.append(ledgers.of_couple(world.couple.pk).pk)
    for state in TOLD:
        with in_state(world, state), asking.without_a_trace() as written:
            let_in += [
                (state, name, role, stream)
                for name in sorted(commands.every_name())
                for role in commands.OUTSIDE
                for stream in streams
                if not closed(world, role, stream, name)
            ]
        assert written == set()
    assert let_in == []
    assert not any(closed(world, role, world.rooms["open"].id, "pause") for role in ("alex", "blair"))


def closed(world: World, role: str, stream: Any, name: str) -> bool:
    """Return whether access is denied, or, for an observer, whether the command is refused.

    Commands to a session go as those of sockets do, those to the ledger as those of pages.
    """
    caller, command = Caller(world.people[role].pk), Command(uuid4(), name, 1)
    is_session = any(stream == room.id for room in world.rooms.values())
    try:
        if is_session:
            carry_out(Submission(stream, caller, command, Partner.A))
        else:
            live_commands.submit(stream, caller, command)
    except AccessDenied:
        return True
    except Refused as refused:
        return refused.code == "not_yours"
    return False
