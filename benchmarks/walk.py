"""Couples who walk a whole exercise by what the JSON view offers them. Knows no exercise and no step kind."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from benchmarks.acts import command
from benchmarks.client import Client, Endpoint
from benchmarks.tally import Frame, Tally

BACK = {"not_ready", "not_yet", "take_back", "areas_before", "withdraw"}  # on offer, but no way to the end
COMPARED_EVERY = 5  # commands, until both screens are compared with what a new connection shows
MOST = 40  # commands, until they end the session
PAUSE = 0.06  # seconds before each command: a connection may send no more than 20 a second for long
NUMBER = itertools.count(1)  # nobody says the same twice: what is on the table already would be refused
PUBLIC = ("visit", "over", "paused", "set_aside", "both_entered", "steps")


def value(field: dict[str, Any]) -> str | list[str]:
    """Something that fits the description in the protocol."""
    match field["type"]:
        case "text":
            return f"Words, some more and still others: {next(NUMBER)}."[-field["max_length"] :]
        case "flag":
            return "yes"
        case "hidden":
            return str(field["value"])
        case "choice":
            return str(field["choices"][0]["value"])
        case "choices":
            return [choice["value"] for choice in field["choices"][: field["max"]]]
    return str(field["max"])  # rating, date


class Walk:
    """One couple and one session, one command at a time. Each has to bring both of them to the same place."""

    patience = 10.0  # seconds until a screen counts as lost

    def __init__(self, endpoints: tuple[Endpoint, Endpoint]) -> None:
        self.clients = [Client(endpoint, self) for endpoint in endpoints]
        self.tally, self.answers = Tally(), dict[str, int]()
        self.revisions, self.came = dict[Client, int](), dict[Client, float]()
        self.given: set[tuple[Client, int, str]] = set()
        self.often = Counter[tuple[Client, str, str]]()
        self.changed = asyncio.Event()

    def heard(self, client: Client, frame: Frame, at: float) -> None:
        if frame["type"] == "screen":
            self.revisions[client], self.came[client] = frame["revision"], at
        elif frame["type"] == "accepted":
            self.tally.accepted += 1
            self.answers[frame["id"]] = frame["revision"]
        elif frame["type"] == "refused":
            self.tally.refused.append(f"refused {frame.get('code')}: {frame.get('message')}")
        self.changed.set()

    async def to_the_end(self) -> None:
        """From the first screen to the end of the session. Whatever fails ends the walk and is counted."""
        for client in self.clients:
            await client.open()
            await client.first.wait()
        while (following := self.next()) and await self.take(*following):
            if self.tally.sent % COMPARED_EVERY == 0:
                await self.compare()
        await self.compare()
        self.tally.unfinished += not all(client.screen["view"]["over"] for client in self.clients)
        for client in self.clients:
            await client.close()

    def next(self) -> tuple[Client, Frame] | None:
        """What either may do to move the exercise and did not do in this visit: what they did least often in this step.

        Some steps have no end of their own: after MOST commands they end the session.
        """
        able = [(self.often[key(client, offer)], client, offer) for client, offer in self.offers()]
        if not able:
            return None
        _often, client, offer = min(able, key=lambda one: one[0])
        self.often[key(client, offer)] += 1
        self.given.add((client, offer["visit"], offer["name"]))
        fields = {field["name"]: value(field) for field in offer["fields"]}
        return client, command(offer["name"], offer["visit"], fields)

    def offers(self) -> Iterator[tuple[Client, dict[str, Any]]]:
        for client in self.clients:
            for offer in client.screen["view"]["commands"]:
                was_given = (client, offer["visit"], offer["name"]) in self.given
                leads_on = offer["scope"] == "step" and offer["name"] not in BACK
                if not was_given and (offer["name"] == "end" if self.tally.sent >= MOST else leads_on):
                    yield client, offer

    async def take(self, client: Client, sent: Frame) -> bool:
        """Send it. Return whether it was accepted and both screens are where it led."""
        partner = next(one for one in self.clients if one is not client)
        await asyncio.sleep(PAUSE)
        due = time.perf_counter()
        self.tally.sent += 1
        await client.send(sent)
        own = await self.until(lambda: self.revisions[client] >= self.answers.get(sent["id"], 10**9))
        self.tally.own += own
        both = own and await self.until(lambda: public(client) == public(partner))
        self.tally.delivered += both
        if both and self.came[partner] > due:  # what is private changes no screen of the partner
            self.tally.latencies.append(self.came[partner] - due)
        return both

    async def compare(self) -> None:
        """Count the screens that are not what a new connection of the same person shows."""
        for client in self.clients:
            new = Client(client.endpoint, Nobody())
            await new.open()
            await new.first.wait()
            self.tally.stale += not await self.until(equal(client, new))
            await new.close()

    async def until(self, so: Callable[[], bool]) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience):
                while not so():
                    self.changed.clear()
                    await self.changed.wait()
        return so()


class Nobody:
    def heard(self, client: Client, frame: Frame, at: float) -> None: ...


def equal(one: Client, other: Client) -> Callable[[], bool]:
    return lambda: bool(one.screen["view"] == other.screen["view"])


def key(client: Client, offer: dict[str, Any]) -> tuple[Client, str, str]:
    return client, client.screen["view"]["step"]["id"], offer["name"]


def public(client: Client) -> list[Any]:
    """What is the same for both of them, at any time."""
    return [client.screen["view"].get(name) for name in PUBLIC]
