"""Opens what was sealed into a row, for readers that go on without what was not sealed for it."""

from couples.keys import data_keys
from couples.security_log import Kind, note


def unseal_or_note(key: bytes | None, sealed: bytes | memoryview, context: bytes) -> bytes | None:
    """Return the plaintext; None without a key, or for anything but what was sealed with both, which is noted.

    `key`: of the person whose it is; None once it is destroyed. `context`: as it was given to `seal`.
    """
    if key is None:
        return None
    try:
        return data_keys.unseal(key, bytes(sealed), context)
    except data_keys.CannotOpen:
        note(Kind.MAC_BROKEN)
        return None
