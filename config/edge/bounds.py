"""How many connections a process holds, in all and from one address, and which of them give way to new ones."""

import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Protocol

from config.environment import env
from couples.ratelimits.households import household

from .proxies import Peer, is_of_this_machine, is_trusted

FILES_FOR_OTHERS: Final = 128
"""How many of the files that a process may open are not for connections of visitors."""
SPARE_OF_ADDRESS: Final = 16
"""How many connections an address has besides, each for one request of what nobody may be kept from."""
NOT_COUNTED: Final = ""
"""Stands for an address that is no visitor's: of this machine, or of a proxy that the operator trusts."""


class Admission(IntEnum):
    """SPARE: for one request, and only of what `spare` lists."""

    REFUSED = 0
    SPARE = 1
    WHOLE = 2


class Connection(Protocol):
    def give_way(self) -> None:
        """Close at once."""


@dataclass
class Bounds:
    """The open connections. A new one is never refused while another has asked for nothing: the oldest such gives way.

    So an address that opens too many closes its own silent ones, and whoever shares it still gets a page. Connections
    that wait for an answer, and live sockets, are never closed here. A `per_address` of 0 is no bound. An address with
    all of its connections in use has `spare` more.
    """

    in_all: int
    per_address: int
    address_of: dict[Connection, str] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    spare: int = SPARE_OF_ADDRESS
    on_spare: dict[Connection, str] = field(default_factory=dict)
    silent: dict[Connection, None] = field(default_factory=dict)
    """Those that have not asked for anything yet, or have had their answer; the oldest first."""

    def admit(self, connection: Connection, address: str) -> Admission:
        """Hold a new connection, silent so far; REFUSED when there are too many that are in use."""
        admission = self._room(address)
        if not admission:
            return Admission.REFUSED
        if len(self.address_of) >= self.in_all and not self._one_gives_way(iter(self.silent)):
            return Admission.REFUSED
        self.hold(connection, address)
        self.silent[connection] = None
        if admission is Admission.SPARE:
            self.on_spare[connection] = address
            self.numbers[address] -= 1
        return admission

    def hold(self, connection: Connection, address: str) -> None:
        """Count a connection that goes on, as a live socket does where a request was before."""
        self.address_of[connection] = address
        self.numbers[address] += 1

    def is_used(self, connection: Connection, used: bool) -> None:
        """Note that a connection that is held has asked for something, or has had its answer."""
        if used:
            self.silent.pop(connection, None)
        elif connection in self.address_of:
            self.silent[connection] = None

    def release(self, connection: Connection) -> None:
        """Forget a connection. It may be forgotten already."""
        self.silent.pop(connection, None)
        address = self.address_of.pop(connection, None)
        if address is not None and self.on_spare.pop(connection, None) is None:
            self.numbers[address] -= 1
            if not self.numbers[address]:
                del self.numbers[address]

    def _room(self, address: str) -> Admission:
        """Return what one more of this address may be. A silent one of the same kind gives way if it must."""
        if address == NOT_COUNTED or not 0 < self.per_address <= self.numbers[address]:
            return Admission.WHOLE
        same = [one for one in self.silent if self.address_of[one] == address]
        if self._one_gives_way(one for one in same if one not in self.on_spare):
            return Admission.WHOLE
        if sum(one == address for one in self.on_spare.values()) < self.spare:
            return Admission.SPARE
        gave_way = self._one_gives_way(one for one in same if one in self.on_spare)
        return Admission.SPARE if gave_way else Admission.REFUSED

    def _one_gives_way(self, candidates: Iterator[Connection]) -> bool:
        oldest = next(candidates, None)
        if oldest is None:
            return False
        self.release(oldest)
        oldest.give_way()
        return True


def of_this_process() -> Bounds:
    """Return the bounds that the operator has set, as far as the process may open so many files."""
    allowed, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted: int = env.int("CONNECTIONS", default=20_000)
    if allowed != resource.RLIM_INFINITY:
        wanted = max(1, min(wanted, allowed - FILES_FOR_OTHERS))
    return Bounds(wanted, env.int("CONNECTIONS_OF_ADDRESS", default=500))


def counted_address(client: Peer) -> str:
    """Return the household that a connection counts for; NOT_COUNTED for one of this machine, a proxy or a file."""
    if client is None or is_of_this_machine(client) or is_trusted(client):
        return NOT_COUNTED
    try:
        return household(client[0])
    except ValueError:
        return NOT_COUNTED
