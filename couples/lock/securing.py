"""Deciding what opens the private pages: setting and removing a PIN, making codes, letting a passkey in.

Each PIN gives the pages a new key, so that what somebody found out of the old one opens nothing that is written later.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import hooks, traces
from couples.lock import codes, derivation, locks
from couples.lock.kept import MAX_PASSKEYS, Copy, Kept
from couples.lock.locks import OpenStore
from couples.refused import Refused

NO_ROOM: Final = gettext_lazy(
    "There are so many codes already that no more fit. You can make new ones when older ones have ended."
)


def set_pin(open_store: OpenStore, pin: str) -> tuple[OpenStore, list[str]]:
    """Set or change the PIN. Returns the open store with its new key, and new codes. Raises Changed.

    The codes from before still open the pages for a while. While there is no room beside them there are no new ones:
    nobody prevents a PIN by making codes again and again.
    """
    after, salt = locks.with_new_key(open_store), Kept().salt
    secret = derivation.secret_of(pin, Kept(salt=salt).salt_bytes)
    with locks.changing(open_store) as change:
        written = codes.new() if change.kept.has_room_for(codes.HOW_MANY) else []
        again = change.kept.with_former().of_key(open_store.person, after.key)
        kept = replace(again, salt=salt, codes=_copies(after, written))
        change.open_store, change.kept = after, kept.with_pin(open_store.person, after.key, secret)
        hooks.tell(hooks.rekeyed, (open_store, after))
        traces.wipe()
    return change.done, written


def remove_pin(open_store: OpenStore) -> OpenStore:
    """Remove the PIN. The codes that were made with it still open the pages for a while. Raises Changed."""
    with locks.changing(open_store) as change:
        change.kept = change.kept.with_former().without_pin(open_store.key)
    return change.done


def make_codes(open_store: OpenStore) -> list[str]:
    """Make new codes. Those from before still open the pages for a while. Raises Changed, or Refused without room."""
    written = codes.new()
    with locks.changing(open_store) as change:
        if not change.kept.has_room_for(codes.HOW_MANY):
            raise Refused(str(NO_ROOM))
        change.kept = replace(change.kept.with_former(), codes=_copies(open_store, written))
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


def _copies(open_store: OpenStore, written: list[str]) -> tuple[Copy, ...]:
    return tuple(Copy.for_secret(codes.secret_of(one), open_store.person, open_store.key) for one in written)
