"""What was pressed in an attempt, as its page carries it: sealed for one person and exercise, and stored nowhere."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from couples import clock
from couples.keys import data_keys
from couples.keys.any_key import unseal_with
from exercises.library.trying import Press

PURPOSE: Final = "exercise that is tried"
LASTS: Final = timedelta(hours=12)
"""Afterwards it begins anew: the days that it offers would lie in the past."""
MAX_PRESSES: Final = 300
MAX_CHARACTERS: Final = 40_000
"""Of what a page carries, in each of its forms."""


class Spoilt(Exception):
    """This was not made here for this person and exercise, or is too old."""


def packed(person: UUID, slug: str, begun: datetime, presses: Sequence[Press]) -> str:
    """Return what the page carries. What is longer than MAX_CHARACTERS is not taken when it comes back."""
    said = json.dumps([begun.isoformat(), [asdict(press) for press in presses]], separators=(",", ":"))
    key = data_keys.of_server(PURPOSE)[0]
    sealed = data_keys.seal(key, zlib.compress(said.encode()), _context(person, slug))
    return base64.b64encode(sealed).decode()


def opened(person: UUID, slug: str, carried: str) -> tuple[datetime, list[Press]]:
    """Return when it was begun, and what was pressed. Raises Spoilt."""
    try:
        sealed = base64.b64decode(carried[:MAX_CHARACTERS], validate=True)
        plain = unseal_with(data_keys.of_server(PURPOSE), sealed, _context(person, slug))
    except (binascii.Error, ValueError, data_keys.CannotOpen):
        raise Spoilt from None
    at, presses = json.loads(zlib.decompress(plain))
    begun = datetime.fromisoformat(at)
    if not timedelta() <= clock.now() - begun < LASTS:
        raise Spoilt
    return begun, [Press(**press) for press in presses]


def has_room(carried: str, presses: Sequence[Press]) -> bool:
    """Return whether this fits into a page."""
    return len(carried) <= MAX_CHARACTERS and len(presses) <= MAX_PRESSES


def _context(person: UUID, slug: str) -> bytes:
    return f"exercise that is tried|{person}|{slug}".encode()
