"""Deciding what opens the private pages: setting and removing a PIN, making codes, letting a passkey in.

Each PIN gives the pages a new key, so that what somebody found out of the old one opens nothing that is written later.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from couples import hooks, traces
from couples.lock import codes, derivation, locks
from couples.lock.kept import MAX_PASSKEYS, Copy, Kept
from couples.lock.locks import OpenStore
from couples.refused import Refused

FIRST_PIN_UNDONE_WITHIN: Final = timedelta(days=30)
"""For so long after a first PIN, codes that are older than it stay, whatever is changed: somebody who only knew the
password may have set it."""


def set_pin(open_store: OpenStore, pin: str) -> tuple[OpenStore, list[str]]:
    """Set or change the PIN. Returns the open store with its new key, and new codes. Raises Changed.

    The codes that were made with the PIN before are dropped; those from before the first PIN, after
    FIRST_PIN_UNDONE_WITHIN.
    """
    after, written, salt = locks.with_new_key(open_store), codes.new(), Kept().salt
    secret = derivation.secret_of(pin, Kept(salt=salt).salt_bytes)
    with locks.changing(open_store) as change:
        before, again = change.kept, change.kept.of_key(open_store.person, after.key)
        kept = replace(
            again,
            salt=salt,
            pin_since=before.pin_since or time.time(),
            older=_older(before, again),
            codes=_copies(after, written),
        )
        change.open_store, change.kept = after, kept.with_pin(open_store.person, after.key, secret)
        hooks.tell(hooks.rekeyed, (open_store, after))
        traces.wipe()
    return change.done, written


def remove_pin(open_store: OpenStore) -> OpenStore:
    """Remove the PIN, with the codes that were made with it. Codes from before the first PIN are good still.

    Raises Changed.
    """
    with locks.changing(open_store) as change:
        change.kept = change.kept.without_pin(open_store.key)
    return change.done


def make_codes(open_store: OpenStore) -> list[str]:
    """Make codes for somebody without a PIN who has none. Raises Changed, or Refused.

    With a PIN they are made when it is set. Who knows only the password may drop nobody's codes.
    """
    written = codes.new()
    with locks.changing(open_store) as change:
        if change.kept.has_pin or change.kept.codes:
            raise Refused(_("There are codes already. New ones are made when you set a PIN."))
        change.kept = replace(change.kept, codes=_copies(open_store, written))
    return written


def let_passkey_in(open_store: OpenStore, passkey: int, secret: bytes, own: Collection[int]) -> None:
    """Let this passkey open the pages with the secret that it gives. `own`: all passkeys of the account.

    Those that are no longer among them lose their place. Raises Changed, or Refused if there is no place.
    """
    with locks.changing(open_store) as change:
        others = tuple(one for one in change.kept.passkeys if one.of in own and one.of != passkey)
        if len(others) >= MAX_PASSKEYS:
            raise Refused(_("No more passkeys fit. Remove one from your account that you no longer need."))
        copy = Copy.for_secret(secret, open_store.person, open_store.key, of=passkey)
        change.kept = replace(change.kept, passkeys=(*others, copy))


def _older(before: Kept, kept: Kept) -> tuple[Copy, ...]:
    """Return which codes from before the first PIN stay."""
    if not before.has_pin:
        return kept.codes
    is_settled = time.time() - before.pin_since > FIRST_PIN_UNDONE_WITHIN.total_seconds()
    return () if is_settled else kept.older


def _copies(open_store: OpenStore, written: list[str]) -> tuple[Copy, ...]:
    return tuple(Copy.for_secret(codes.secret_of(one), open_store.person, open_store.key) for one in written)
