"""Whom a request comes from, and whether over HTTPS, when proxies of the operator are in front.

`X-Forwarded-For` and `X-Forwarded-Proto` count from the addresses in TRUSTED_PROXIES and from nowhere else. They change
the `client` and the `scheme` of the scope, by which pages, sockets, limits and cookies all go.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from config.environment import env

from .asgi import Application, Receive, Scope, Send

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Peer = tuple[str, int] | None

MIN_PREFIX: Final = {4: 8, 6: 7}
"""The largest networks that are private; whoever trusts a larger one trusts strangers."""
WITH_PORT: Final = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::[0-9]{1,5})?")
SCHEMES: Final = {"http": "ws", "https": "wss"}


def readable(entries: Iterable[str]) -> Iterator[Network]:
    """Yield the networks among these; an address alone is one. What cannot be read, or is too large, is not trusted."""
    for entry in entries:
        network = _network(entry)
        if network is not None and network.prefixlen >= MIN_PREFIX[network.version]:
            yield network


def unreadable(entries: Iterable[str]) -> list[str]:
    """Return the entries that `readable` leaves out."""
    return [entry for entry in entries if not list(readable([entry]))]


def _network(entry: str) -> Network | None:
    try:
        return ip_network(entry.strip())
    except ValueError:
        return None


TRUSTED: Final[tuple[Network, ...]] = tuple(readable(env.list("TRUSTED_PROXIES", default=[])))


def is_trusted(peer: Peer, trusted: Sequence[Network] = TRUSTED) -> bool:
    """Return whether this connection was made by a proxy of the operator."""
    address = _address(peer[0]) if peer else None
    return address is not None and any(address in network for network in trusted)


def is_of_this_machine(peer: Peer) -> bool:
    """Return whether this connection was made from the machine of the process."""
    address = _address(peer[0]) if peer else None
    return address is not None and address.is_loopback


class Forwarded:
    """Gives the inner application the visitor's address and scheme, as the nearest trusted proxies report them."""

    def __init__(self, inner: Application, trusted: Sequence[Network] = TRUSTED) -> None:
        self.inner, self.trusted = inner, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_trusted(scope.get("client"), self.trusted):
            client = self._visitor(_listed(scope, b"x-forwarded-for")) or scope["client"]
            scope = {**scope, "client": client, "scheme": _scheme(scope)}
        await self.inner(scope, receive, send)

    def _visitor(self, chain: list[str]) -> Peer:
        """Return the last address that is no trusted proxy; None if there is none, or garbage stands behind it."""
        for said in reversed(chain):
            address = _address(said)
            if address is None:
                return None
            if not is_trusted((str(address), 0), self.trusted):
                return str(address), 0
        return None


def _scheme(scope: Scope) -> str:
    """Return what the nearest proxy says; without a clear word of it, how the connection itself was made."""
    own: str = scope.get("scheme", "http")
    said = _listed(scope, b"x-forwarded-proto")
    if not said or said[-1].lower() not in SCHEMES:
        return own
    scheme = said[-1].lower()
    return SCHEMES[scheme] if scope["type"] == "websocket" else scheme


def _listed(scope: Scope, name: bytes) -> list[str]:
    """Return the values of a header, which may come several times and hold several, from the first to the last."""
    lines = [value.decode("latin-1") for key, value in scope.get("headers", ()) if key.lower() == name]
    return [value.strip() for line in lines for value in line.split(",")]


def _address(said: str) -> Address | None:
    """Return an address, without the port that some proxies add; None for anything else."""
    with_port = WITH_PORT.fullmatch(said)
    try:
        address = ip_address((with_port[1] or with_port[2]) if with_port else said)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address
