"""The proofs that open private pages: a PIN, a passkey, a recovery code, and sometimes the password.

A code or link sent by mail never opens them, because other people may read the mailbox. After a password reset by
mail, only the PIN counts, or a passkey or recovery code made before the reset. Using one of these does not clear the
reset, because the person who set that password may still know it. A forgotten PIN cannot be recovered.
"""

import time
from datetime import timedelta
from enum import Enum
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q
from django.http import HttpRequest

from couples.accounts.demo_people import is_invented
from couples.accounts.models import User

SIGN_IN_PROOF_LIFETIME: Final = timedelta(minutes=10)
"""How long a sign-in counts as a proof, so that the same secret need not be typed twice."""
MIN_PIN_LENGTH: Final = 6
MAX_SECRET_LENGTH: Final = 128
DIGIT_SEQUENCES: Final = ("01234567890", "09876543210")
OWN_DEVICES: Final = ("webauthn", "recovery_codes")


class Strength(Enum):
    """PLAIN: the password. STRONG: a proof that access to the mailbox cannot give."""

    PLAIN = "plain"
    STRONG = "strong"


def strength(user: User, secret: str) -> Strength | None:
    """Return how strong a proof this secret is, or None. Takes one comparison, with a PIN or without."""
    if user.pin:
        if check_password(secret, user.pin):
            return Strength.STRONG
    elif check_password(secret, user.password) and user.mail_reset_at is None:
        return Strength.PLAIN
    return Strength.STRONG if is_recovery_code(user, secret) else None


def signed_in_lately(request: HttpRequest, user: User, since: float) -> Strength | None:
    """Return the strongest proof among the sign-ins that allauth noted in this session after `since`, or None.

    Only sign-ins younger than SIGN_IN_PROOF_LIFETIME count.
    """
    found = None
    for record in get_authentication_records(request, user):
        at = record.get("at", 0)
        if not (at > since and 0 <= time.time() - at < SIGN_IN_PROOF_LIFETIME.total_seconds()):
            continue
        if _is_own_device(user, record):
            return Strength.STRONG
        if record.get("method") == "password" and not user.pin and user.mail_reset_at is None:
            found = Strength.PLAIN
    return found


def has_any(user: User) -> bool:
    """Return whether this person has a PIN, a password, a passkey or a recovery code, also one from before a reset."""
    return bool(user.pin) or user.has_usable_password() or _has_own_device(user)


def is_free(user: User) -> bool:
    """Return whether the pages open without a proof: only for an invented person of a demo who has set no PIN."""
    return not user.pin and is_free_without_pin(user)


def is_free_without_pin(user: User) -> bool:
    """Return whether the pages open without a proof while there is no PIN: an invented person has no password."""
    return settings.DEMO and is_invented(user) and user.mail_reset_at is None


def clear_mail_reset(user: User) -> None:
    """Clear the mark of a password reset by mail.

    Called when a new password or PIN was set while the pages were open, which the mailed reset could not do, or when
    the pages were emptied. A reset that happened in the meantime keeps its mark.
    """
    if user.mail_reset_at is not None:
        user.write(Q(mail_reset_at=user.mail_reset_at), mail_reset_at=None)


def set_pin(user: User, pin: str) -> None:
    user.write(pin=make_password(pin))


def remove_pin(user: User) -> None:
    user.write(pin="")


def is_weak(pin: str) -> bool:
    """Return whether the PIN is too short, one character repeated, or a run of digits."""
    return len(pin) < MIN_PIN_LENGTH or len(set(pin)) == 1 or any(pin in row for row in DIGIT_SEQUENCES)


def is_password(user: User, pin: str) -> bool:
    return user.has_usable_password() and check_password(pin, user.password)


def _is_own_device(user: User, record: dict[str, Any]) -> bool:
    if not _has_mfa() or record.get("method") != "mfa":
        return False
    used = _devices(user).filter(pk=record.get("id"), type__in=OWN_DEVICES)
    return bool(used.exists())


def _has_own_device(user: User) -> bool:
    if not _has_mfa():
        return False
    from allauth.mfa.models import Authenticator  # only where it is installed

    return bool(Authenticator.objects.filter(user=user, type__in=OWN_DEVICES).exists())


def is_recovery_code(user: User, secret: str) -> bool:
    """Return whether this is a recovery code that counts. It is used up."""
    code = "".join(secret.split())
    if not (_has_mfa() and code.isascii() and code.isalnum()):
        return False
    codes = _devices(user).filter(type="recovery_codes").first()
    return codes is not None and bool(codes.wrap().validate_code(code))


def _devices(user: User) -> Any:
    """Return this person's passkeys and recovery codes that count; after a reset by mail, only those made before it."""
    from allauth.mfa.models import Authenticator  # only where it is installed

    own = Authenticator.objects.filter(user=user)
    return own.filter(created_at__lt=user.mail_reset_at) if user.mail_reset_at else own


def _has_mfa() -> bool:
    return apps.is_installed("allauth.mfa")
