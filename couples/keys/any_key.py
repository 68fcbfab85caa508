"""Opening what was sealed under one of several keys: those of the server, of which each master key gives one."""

from collections.abc import Iterable

from couples.keys.data_keys import CannotOpen, unseal


def unseal_with(keys: Iterable[bytes], sealed: bytes, context: bytes) -> bytes:
    """Return the plaintext, as `unseal` does with the first of these keys that fits. Raises CannotOpen if none does."""
    for key in keys:
        try:
            return unseal(key, sealed, context)
        except CannotOpen:
            continue
    raise CannotOpen("none of these keys opens it")
