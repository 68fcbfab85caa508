"""What proves that private pages are opened by their own person: PIN, passkey, recovery code, sometimes the password.

A code or a link sent by mail never does: others may read the mailbox. After a password was reset by mail, only the
PIN counts, or a passkey or recovery code made before that. To use one of these settles nothing: whoever set that
password may still know it. There is no way back to a forgotten PIN.
"""

import time
from datetime import timedelta
from enum import Enum
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from couples.accounts.invented import is_invented
from couples.accounts.models import User

SIGN_IN_PROOF_LIFETIME: Final = timedelta(minutes=10)
"""For how long a sign-in counts as a proof, so that nobody types the same twice."""
MIN_PIN_LENGTH: Final = 6
MAX_SECRET_LENGTH: Final = 128
DIGIT_SEQUENCES: Final = ("01234567890", "09876543210")
OWN_DEVICES: Final = ("webauthn", "recovery_codes")


class Strength(Enum):
    """Plain: the password. Strong: what a mailbox cannot give."""

    PLAIN = "plain"
    STRONG = "strong"


def strength(user: User, secret: str) -> Strength | None:
    """What this secret is worth for this person now. With a PIN or without, one comparison is made."""
    if user.pin:
        if check_password(secret, user.pin):
            return Strength.STRONG
    elif check_password(secret, user.password) and user.mail_reset_at is None:
        return Strength.PLAIN
    return Strength.STRONG if _is_recovery_code(user, secret) else None


def signed_in_lately(request: HttpRequest, user: User, since: float) -> Strength | None:
    """What the sign-ins of the last ten minutes, after `since`, are worth: allauth notes them in the session."""
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
    """Is there anything that opens this person's private pages, or did, before a reset by mail?"""
    return bool(user.pin) or user.has_usable_password() or _has_own_device(user)


def is_free(user: User) -> bool:
    """The invented people of a demonstration have no password; what a PIN of theirs locks is locked."""
    return settings.DEMO and is_invented(user) and not user.pin and user.mail_reset_at is None


def clear_mail_reset(user: User) -> None:
    """A reset by mail means nothing any more: while the pages stood open, which that password could not do, another
    password or a PIN took its place; or nothing is left behind the lock. A reset since then stands."""
    if user.mail_reset_at is not None:
        known = User.objects.filter(pk=user.pk, mail_reset_at=user.mail_reset_at)
        known.update(mail_reset_at=None)
        user.mail_reset_at = None


def set_pin(user: User, pin: str) -> None:
    user.pin = make_password(pin)
    user.save(update_fields=["pin"])


def remove_pin(user: User) -> None:
    user.pin = ""
    user.save(update_fields=["pin"])


def is_weak(pin: str) -> bool:
    """Too short, one sign over and over, or digits in a row."""
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


def _is_recovery_code(user: User, secret: str) -> bool:
    code = "".join(secret.split())
    if not (_has_mfa() and code.isascii() and code.isalnum()):
        return False
    codes = _devices(user).filter(type="recovery_codes").first()
    return codes is not None and bool(codes.wrap().validate_code(code))


def _devices(user: User) -> Any:
    """The passkeys and recovery codes of this person that count: after a reset by mail, those made before it."""
    from allauth.mfa.models import Authenticator  # only where it is installed

    own = Authenticator.objects.filter(user=user)
    return own.filter(created_at__lt=user.mail_reset_at) if user.mail_reset_at else own


def _has_mfa() -> bool:
    return apps.is_installed("allauth.mfa")
