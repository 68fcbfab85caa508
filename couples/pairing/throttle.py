"""How often something may be tried in a while. It counts in the shared cache, exactly, and keeps no address.

A limit is a row of seats: whoever acts takes one, and it is free again when the while is over. `cache.add` lets one
seat be taken once only, so that many tries at the same moment count as many.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache

from couples import keys


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    within: timedelta

    def take(self, who: str = "") -> str | None:
        """A seat for one try, or None when there were too many already."""
        seats = self._seats(who)
        taken = cache.get_many(seats)
        for seat in random.sample(seats, len(seats)):
            if seat not in taken and cache.add(seat, 1, self.within.total_seconds()):
                return seat
        return None

    def _seats(self, who: str) -> list[str]:
        hidden = keys.mac("throttle", f"{self.name} {who}".encode()).hex()[:32]
        return [f"throttle:{hidden}:{number}" for number in range(self.most)]


def give_back(*seats: str | None) -> None:
    """The try was a right one and does not count."""
    cache.delete_many([seat for seat in seats if seat])


def household(address: str) -> str:
    """What counts as one place: an IPv4 address, or the network that a home gets in IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
