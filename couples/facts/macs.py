"""MACs of rows: what they cover is written down in one way, and signed under keys that are not in the database."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from couples.keys import data_keys

FORMAT: Final = 4
"""Raise it when what is covered changes, and say at the `Kind` since when: the next `migrate` signs anew, once, who
held in the format before. What `written` makes of a value must not change."""
OLDEST: Final = 3
"""Formats before it are no longer known: who comes from one is signed as they are."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


def of(purpose: str, values: Iterable[Any]) -> bytes:
    """Return the MAC (32 bytes) of these values under the first master key."""
    return data_keys.mac(purpose, written(values))


def is_of(mac: Any, purpose: str, values: Iterable[Any]) -> bool:
    """Whether this is the MAC of these values under any master key. Nothing, or no bytes at all, never is."""
    return bool(mac) and data_keys.is_mac(bytes(mac), purpose, written(values))


def written(values: Iterable[Any]) -> bytes:
    """Return these values as bytes, the same for equal values and different for others."""
    return _encoder.encode(list(values)).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value).hex()


_encoder: Final = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=_plain)
