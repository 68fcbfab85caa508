"""The proofs that open private pages: a PIN, a code, a passkey, and without a PIN also what signs somebody in.

A code or link sent by mail never opens them, because other people may read the mailbox. With a PIN only the PIN does, a
code that was made on these pages, or a passkey that was let in: nothing else gives their key. Without one, after a
password reset by mail, only those do, the password from before the reset, or a passkey or recovery code of the account
that is older. Using one of these does not clear the reset, because the person who set the new password may still know
it. A forgotten PIN cannot be recovered.
"""

import time
from datetime import timedelta
from enum import Enum
from operator import itemgetter
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db.models import Q
from django.http import HttpRequest

from couples.accounts import proving
from couples.accounts.demo_people import is_invented
from couples.accounts.factors import Used
from couples.accounts.models import User
from couples.facts import holding
from couples.lock import locks, opening
from couples.lock.locks import OpenStore

SIGN_IN_PROOF_LIFETIME: Final = timedelta(minutes=10)
"""How long a sign-in counts as a proof, so that the same secret need not be typed twice."""
MAX_SECRET_LENGTH: Final = 128
OWN_DEVICES: Final = ("webauthn", "recovery_codes")


class Strength(Enum):
    """PLAIN: the password. STRONG: a proof that access to the mailbox cannot give."""

    PLAIN = "plain"
    STRONG = "strong"


def opened_with(user: User, secret: str) -> OpenStore | None:
    """Return the open store if this secret opens it. Takes the same derivation, hash and queries with a PIN or without.

    Uses up a code, of these pages or of the account. Raises DoesNotHold if it opens what does not hold.
    """
    lock, has_codes = locks.of(user.pk), _recovery_codes(user).exists()
    if lock is None:
        return None
    open_store, is_password = opening.by_pin_or_code(user, lock, secret)
    if open_store is not None or lock.kept.has_pin:
        return _held(user, open_store)
    opens = (is_password and counts(user)) or (has_codes and _is_recovery_code(user, secret))
    return _held(user, lock.without_pin) if opens else None


def opened_with_code(user: User, secret: str) -> OpenStore | None:
    """Return the open store if this is a code of these pages, or of the account where that counts. Uses it up."""
    lock, has_codes = locks.of(user.pk), _recovery_codes(user).exists()
    if lock is None:
        return None
    open_store = opening.by_code(lock, secret)
    if open_store is not None or lock.kept.has_pin:
        return _held(user, open_store)
    return _held(user, lock.without_pin) if has_codes and _is_recovery_code(user, secret) else None


def opened_with_passkey(user: User, passkey: Authenticator, secret: bytes) -> OpenStore | None:
    """Return the open store if this passkey of the person, which was just used, opens it.

    `secret`: what the passkey gave, or empty. Without a PIN it need not give any.
    """
    lock = locks.of(user.pk)
    if lock is None:
        return None
    if secret and (open_store := opening.by_passkey(lock, passkey.pk, secret)):
        return _held(user, open_store)
    is_older = user.mail_reset_at is None or passkey.created_at < user.mail_reset_at
    return _held(user, lock.without_pin) if is_older else None


def require_held(user: User, open_store: OpenStore) -> None:
    """Raise DoesNotHold, and note it, unless these pages, the password and the reset were read as they hold."""
    held = holding.held(user.pk)
    if not held.has(user, itemgetter("password", "mail_reset_at", "password_before_reset")):
        holding.refuse()
    locks.require_held(open_store, held)


def signed_in_lately(request: HttpRequest, user: User, since: float) -> Strength | None:
    """Return the strongest proof among the sign-ins that allauth noted in this session after `since`, or None.

    Only sign-ins younger than SIGN_IN_PROOF_LIFETIME count, and only for somebody without a PIN.
    """
    now, found = time.time(), None
    for record in get_authentication_records(request, user):
        at = record.get("at", 0)
        if not (at > since and 0 <= now - at < SIGN_IN_PROOF_LIFETIME.total_seconds()):
            continue
        if _is_own_device(user, record):
            return Strength.STRONG
        if record.get("method") == "password" and user.mail_reset_at is None:
            found = Strength.PLAIN
    return found


def has_any(user: User) -> bool:
    """Return whether this person has a PIN, a code, a password or a passkey, also one from before a reset."""
    if user.has_usable_password() or _has_own_device(user):
        return True
    lock = locks.of(user.pk)
    return lock is not None and (lock.kept.has_pin or bool(lock.kept.copies))


def is_free_without_pin(user: User) -> bool:
    """Return whether the pages open without a proof while there is no PIN: for an invented person of a demo, who has no
    password."""
    return settings.DEMO and is_invented(user) and user.mail_reset_at is None


def clear_mail_reset(user: User) -> None:
    """Clear the mark of a password reset by mail.

    Called when a new password or PIN was set by who showed what opens the pages, which the mailed reset could not do,
    or when the pages were emptied. A reset that happened in the meantime keeps its mark.
    """
    if user.mail_reset_at is not None:
        none = {"mail_reset_at": None, "password_before_reset": ""}
        user.write(Q(mail_reset_at=user.mail_reset_at), **none)


def is_password(user: User, pin: str) -> bool:
    return check_password(pin, user.password)


def counts(user: User) -> bool:
    """Return whether the password that was looked at opens pages without a PIN: none that was only set by mail does."""
    return user.mail_reset_at is None or bool(user.password_before_reset)


def _is_own_device(user: User, record: dict[str, Any]) -> bool:
    """Whether this record is of a passkey or recovery codes that the person still has. Raises DoesNotHold."""
    used = Used.of_record(record)
    if record.get("method") != "mfa" or used is None or used.type not in OWN_DEVICES:
        return False
    reset = user.mail_reset_at
    rows = holding.held(user.pk).rows(Authenticator)
    return any(Used.of_row(row) == used and (reset is None or row["created_at"] < reset) for row in rows)


def _has_own_device(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=OWN_DEVICES).exists())


def _recovery_codes(user: User) -> Any:
    """Return a query for the recovery codes that count: after a reset by mail, only those made before it."""
    own = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return own.filter(created_at__lt=user.mail_reset_at) if user.mail_reset_at else own


def _is_recovery_code(user: User, secret: str) -> bool:
    """Use up this recovery code, with or without a hyphen. Raises DoesNotHold.

    `_recovery_codes` has said whether they count.
    """
    used = proving.by_code(user, secret, Authenticator.Type.RECOVERY_CODES)
    return used is not None and (user.mail_reset_at is None or used.created_at < user.mail_reset_at)


def _held(user: User, open_store: OpenStore | None) -> OpenStore | None:
    if open_store is not None:
        require_held(user, open_store)
    return open_store
