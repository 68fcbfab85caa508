"""Which network addresses count as one household."""

from ipaddress import ip_address, ip_network
from typing import Final

IPV6_HOUSEHOLD_BITS: Final = 64
"""How many leading bits of an address of version 6 belong to one line."""


def household(address: str) -> str:
    """Return what counts as one household: an IPv4 address, or the /64 of an IPv6 one. Raises ValueError."""
    if ":" in address:
        return str(ip_network(f"{address}/{IPV6_HOUSEHOLD_BITS}", strict=False))
    return str(ip_address(address))
