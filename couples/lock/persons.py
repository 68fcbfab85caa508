"""Proving who somebody is on a device that is passed on: by their PIN or a passkey. The password counts where it alone
signs somebody in: without these, and without an authenticator app.

It opens no private pages. No code of them or of the account counts, and none is used up.
"""

from __future__ import annotations

import base64
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from fido2.webauthn import UserVerificationRequirement

from couples.accounts import factors
from couples.accounts.models import User
from couples.lock import locks, opening, passkeys, proofs, state

WHAT_FOR: Final = b"Counterpoint: a device that is passed on"
"""Another input than that of private pages: what a passkey gives for it opens nothing."""


def is_by_secret(user: User, secret: str) -> bool:
    """Return whether this is the PIN; or, where there is neither a PIN nor a second factor, the password.

    Takes the same derivation, hash and queries with a PIN or without. Raises DoesNotHold.
    """
    lock, has_factor = locks.of(user.pk), factors.has_second_factor(user)
    if lock is None:
        return False
    open_store, is_password = opening.by_pin(user, lock, secret)
    if not lock.kept.has_pin:
        counts = is_password and not has_factor and proofs.counts(user)
        open_store = lock.without_pin if counts or proofs.is_free_without_pin(user) else None
    if open_store is not None:
        proofs.require_held(user, open_store)
    return open_store is not None


def of(person: UUID) -> User:
    return User.objects.get(pk=person)


def has_any(user: User) -> bool:
    """Return whether this person can prove it here."""
    lock = locks.of(user.pk)
    has_own = (lock is not None and lock.kept.has_pin) or _passkeys(user).exists()
    by_password = user.has_usable_password() and not factors.has_second_factor(user)
    return has_own or by_password or proofs.is_free_without_pin(user)


def mark(user: User) -> str:
    """Return what a proof here was made for: it changes with the PIN, with the factors and with a reset by mail."""
    lock = locks.of(user.pk)
    own = Authenticator.objects.filter(user=user, type__in=factors.FACTORS).order_by("pk")
    return state.mark(user, f"{lock and lock.kept.what_proves}|{list(own.values_list('pk', 'created_at'))}")


def asked() -> dict[str, Any]:
    """Return what the browser needs to ask for any passkey, so that it shows nobody whether a person has one."""
    options, challenge = auth.get_server().authenticate_begin(
        credentials=[], user_verification=UserVerificationRequirement.REQUIRED
    )
    auth.set_state(challenge)
    return {"options": dict(options), "prf": base64.b64encode(WHAT_FOR).decode()}


def is_by_passkey(user: User, credential: dict[str, Any]) -> bool:
    """Return whether a passkey of theirs answered; after a reset by mail, one from before it. Raises DoesNotHold."""
    used = passkeys.used(user, credential)
    return used is not None and (user.mail_reset_at is None or used.created_at < user.mail_reset_at)


def _passkeys(user: User) -> Any:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
