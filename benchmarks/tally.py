"""One command on its way, and the count of all of them: what was sent, and what became of it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

Frame = dict[str, Any]


@dataclass
class Tally:
    """What was sent and what became of it.

    `further`: screens on the further tabs of the two, `further_due`: how many there should be. `surplus`: screens that
    no command caused. `closed`: sockets that ended. `stale`: screens that were not what a new connection shows.
    `unfinished`: walks that came to no end.
    """

    sent: int = 0
    accepted: int = 0
    own: int = 0
    delivered: int = 0
    further: int = 0
    further_due: int = 0
    surplus: int = 0
    closed: int = 0
    stale: int = 0
    unfinished: int = 0
    refused: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Empty when every command was accepted once and seen once by each of the two."""
        counts = {"accepted": self.accepted, "on the own screen": self.own, "delivered": self.delivered}
        faults = [f"sent {self.sent}, {name} {count}" for name, count in counts.items() if count != self.sent]
        if self.further != self.further_due:
            faults.append(f"{self.further_due} screens due on further tabs, {self.further} came")
        return faults + self.unasked() + sorted(set(self.refused))

    def unasked(self) -> list[str]:
        """What happened to people without a command: nothing may."""
        counts = {
            "screens too many": self.surplus,
            "sockets closed": self.closed,
            "screens stale": self.stale,
            "walks without an end": self.unfinished,
        }
        return [f"{count} {name}" for name, count in counts.items() if count]


def summed(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        for name in (each.name for each in fields(Tally)):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
    return total


@dataclass
class Turn:
    """One command on its way. `unseen`: the clients that do not show it yet."""

    command: Frame
    due: float
    unseen: set[Any]
    answered: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self) -> None:
        if self.answered and not self.unseen:
            self.done.set()
