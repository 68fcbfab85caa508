"""Couples at work: a socket for each tab, one partner's commands timed on the other's screen, and all of it counted.

It does not know what is being said: an `Act` says what to send next and how to recognise it. A command counts as
delivered when the partner's first tab has received the screen that shows it; the others are counted beside it.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import ClassVar, Protocol

from websockets.exceptions import ConnectionClosed

from benchmarks.client import Client, Endpoint
from benchmarks.tally import Frame, Tally, Turn, summed


class Act(Protocol):
    """The commands of one pair, as often as wished. `in_a_row`: how many of them one partner sends before the other.

    `first`: the number to begin with, by what the first partner's screen shows.
    """

    in_a_row: ClassVar[int]

    def first(self, client: Client) -> int: ...

    def next(self, number: int, client: Client) -> Frame: ...
    def shown(self, command: Frame, client: Client, frame: Frame) -> bool: ...


class Pair:
    """Two partners in one session. They act in turn, one command at a time, each in the first of their tabs.

    `connections`: for each tab, where the two connect.
    """

    patience = 30.0  # seconds until a command counts as lost

    def __init__(self, connections: Sequence[tuple[Endpoint, Endpoint]], act: Act) -> None:
        self.everybody = [Client(endpoint, self) for endpoints in connections for endpoint in endpoints]
        self.clients = self.everybody[:2]
        self.act, self.number = act, 0
        self.turn: Turn | None = None
        self.tally = Tally()

    async def open(self) -> None:
        await asyncio.gather(*(client.open() for client in self.everybody))
        await asyncio.gather(*(client.first.wait() for client in self.everybody))
        self.number = self.act.first(self.clients[0])

    def heard(self, client: Client, frame: Frame, at: float) -> None:
        turn = self.turn
        if frame["type"] == "refused":
            self.tally.refused.append(f"refused {frame.get('code')}: {frame.get('message')}")
        if turn is None:
            self.tally.surplus += frame["type"] == "screen" and client.screens > 1
            return
        sender = self._sender(self.number - 1)
        if frame["type"] == "accepted" and client is sender and frame["id"] == turn.command["id"]:
            self.tally.accepted += 1
            turn.answered = True
        elif frame["type"] == "screen":
            shown = self.act.shown(turn.command, client, frame)
            self.looked(turn, client, sender, at if shown else None)
        turn.settle()

    def looked(self, turn: Turn, client: Client, sender: Client, at: float | None) -> None:
        """Count a screen that shows the command since `at`, or another one."""
        if at is None or client not in turn.unseen:
            self.tally.surplus += 1
            return
        turn.unseen.remove(client)
        if client not in self.clients:
            self.tally.further += 1
        elif client is sender:
            self.tally.own += 1
        else:
            self.tally.delivered += 1
            self.tally.latencies.append(at - turn.due)

    def _sender(self, number: int) -> Client:
        return self.clients[number // self.act.in_a_row % 2]

    async def take_turn(self, due: float) -> None:
        client = self._sender(self.number)
        self.turn = Turn(self.act.next(self.number, client), due, set(self.everybody))
        self.number += 1
        self.tally.sent += 1
        self.tally.further_due += len(self.everybody) - len(self.clients)
        with suppress(ConnectionClosed):  # counted, as what comes too late: sent without delivered
            await client.send(self.turn.command)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.turn.done.wait(), self.patience)

    async def at_rate(self, first: float, every: float, end: float) -> None:
        """Open loop: a command is due at its time however slow the last was, and counts from when it was due."""
        due = first
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self.take_turn(due)
            due += every

    async def flat_out(self, end: float) -> None:
        """Closed loop: the next command as soon as the last is on both screens."""
        while (now := time.perf_counter()) < end:
            await self.take_turn(now)

    async def close(self) -> None:
        await asyncio.gather(*(client.close() for client in self.everybody))


async def open_all(pairs: Iterable[Pair], at_once: int) -> None:
    """Connect everybody, at most so many couples at a time."""
    gate = asyncio.Semaphore(at_once)

    async def one(pair: Pair) -> None:
        async with gate:
            await pair.open()

    await asyncio.gather(*map(one, pairs))


def collect(pairs: Iterable[Pair]) -> Tally:
    """The sum of all tallies since the last collection."""
    tallies = []
    for pair in pairs:
        pair.tally.closed += sum(client.reader.done() for client in pair.everybody)
        tallies.append(pair.tally)
        pair.tally = Tally()
    return summed(tallies)
