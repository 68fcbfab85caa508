"""From a PIN or passphrase to a secret, at a cost: each guess takes a second of one core and 256 MiB of memory."""

from datetime import timedelta
from typing import Final
from unicodedata import normalize

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from couples.accounts.hashing import HASHING
from couples.keys.data_keys import KEY_BYTES

SALT_BYTES: Final = 16
GUESS_SECONDS: Final = 1.0
"""Seconds of one core that a guess takes at least. Measured in tests/couples/lock/test_derivation.py."""
SIX_DIGITS_LAST: Final = timedelta(days=round(10**6 * GUESS_SECONDS / timedelta(days=1).total_seconds()))
"""How long one core takes to try all PINs of six digits, if somebody has both databases and the master key."""


def secret_of(pin: str, salt: bytes) -> bytes:
    """Return the secret (32 bytes) that this PIN stands for. Waits for one of the few turns; raises hashing.Busy.

    Letters count as the same on every keyboard, however it composes them.
    """
    passes, kibibytes = settings.PIN_DERIVATION
    with HASHING.turn():
        return hash_secret_raw(
            normalize("NFKC", pin).encode(),
            salt,
            passes,
            kibibytes,
            parallelism=1,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
