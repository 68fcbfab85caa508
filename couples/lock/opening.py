"""Opening the private pages with a secret: a PIN, a code, or what a passkey gives. Each takes the same work."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.hashers import check_password

from couples.accounts.models import User
from couples.lock import codes, derivation, locks
from couples.lock.kept import Copy, Kept
from couples.lock.locks import Lock, OpenStore


def by_pin_or_code(user: User, lock: Lock, secret: str) -> tuple[OpenStore | None, bool]:
    """Return the open store if this is the PIN, or an unused code; and whether it is this person's password.

    After a reset by mail that is the one from before it. Takes one derivation and one password hash, with a PIN or
    without.
    """
    open_store, is_password = by_pin(user, lock, secret)
    with_code = by_code(lock, secret)
    return open_store or with_code, is_password


def by_pin(user: User, lock: Lock, secret: str) -> tuple[OpenStore | None, bool]:
    """Return the open store if this is the PIN; and whether it is this person's password, as above."""
    derived = derivation.secret_of(secret, lock.kept.salt_bytes)
    is_right = check_password(secret, lock.kept.earlier_pin or user.password_before_reset or user.password)
    if lock.kept.earlier_pin:
        return (_converted(lock, derived) if is_right else None), False
    key = lock.kept.pin and lock.kept.pin.opened(lock.person, derived)
    return (lock.opened(key) if key else None), is_right


def by_passkey(lock: Lock, passkey: int, secret: bytes) -> OpenStore | None:
    """Return the open store if this passkey may open it, and gave this secret."""
    keys = (one.opened(lock.person, secret) for one in lock.kept.passkeys if one.of == passkey)
    return next((lock.opened(key) for key in keys if key), None)


def is_code_of(lock: Lock, copies: tuple[Copy, ...], typed: str) -> bool:
    """Return whether this is one of these codes, and use up nothing. Nobody guesses one, so it is not counted."""
    secret = codes.secret_of(typed)
    return any(copy.opened(lock.person, secret) for copy in copies)


def by_code(lock: Lock, typed: str) -> OpenStore | None:
    """Return the open store if this is an unused code. Tries every one, and uses up the one that fits."""
    secret = codes.secret_of(typed)
    fitting = [(copy, copy.opened(lock.person, secret)) for copy in lock.kept.copies]
    for copy, key in fitting:
        if key:
            open_store = lock.opened(key)
            return open_store if _used_up(open_store, copy) else None
    return None


def _used_up(open_store: OpenStore, used: Copy) -> bool:
    """Drop this code. Returns False if it was used at the same moment, or the key has changed."""
    try:
        with locks.changing(open_store) as change:
            before, change.kept = change.kept, _without(change.kept, used)
            return change.kept != before
    except locks.Changed:
        return False


def _without(kept: Kept, used: Copy) -> Kept:
    def left(copies: tuple[Copy, ...]) -> tuple[Copy, ...]:
        return tuple(copy for copy in copies if copy != used)

    return replace(kept, codes=left(kept.codes), older=left(kept.older))


def _converted(lock: Lock, derived: bytes) -> OpenStore | None:
    """Let the PIN from before open the pages as one that is set today does."""
    open_store = lock.opened(lock.kept.free_key)
    try:
        with locks.changing(open_store) as change:
            if change.kept.earlier_pin != lock.kept.earlier_pin:
                raise locks.Changed
            change.kept = change.kept.with_pin(open_store.person, open_store.key, derived)
    except locks.Changed:
        return None
    return change.done
