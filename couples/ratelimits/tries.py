"""Counts tries of passwords, codes and PINs, and mails that are asked for. No address is kept in the clear.

Each try is counted for one visitor and one person together: for the device, where the person has signed in on it before
(`devices`), otherwise for the network address. Nobody can fill the count of a device from elsewhere, and tries on
the device itself only make it wait (`waits`), and whoever has waited in a browser gets the next try there. The tries of
all others are bounded for each address and for each person, too. Rates: config/accounts.py.

Every function counts one try, and returns how long to wait instead: NONE if the try is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.account import app_settings
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import parse_rates
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from couples.security_log import Kind, note

from . import devices
from .pseudonyms import address_of
from .waits import NONE, GrowingWait, Waiting

PASSWORDS: Final = GrowingWait("password", free=8)
CODES: Final = GrowingWait("code", free=8)
MAILS: Final = GrowingWait("mail", free=6)
SECRETS: Final = GrowingWait("lock", free=10, tickets=5)
"""Few tickets: from one device there are no more guesses at a PIN than strangers have together."""
RECOVERY_CODES: Final = GrowingWait("recovery code", free=20)
"""Of its own: whoever guesses other secrets on a device does not make its owner's recovery code wait."""
RECOVERY_SIGN_INS: Final = GrowingWait("recovery sign-in", free=8)
"""Of its own again: these are tries of whoever knows an address, and nothing else."""
TICKET: Final = "ticket of who waits"
"""The field of a session with what `Waiting.ticket` is."""

NOTED: Final = {
    PASSWORDS.name: Kind.LIMIT_FOR_VISITOR,
    CODES.name: Kind.LIMIT_FOR_VISITOR,
    RECOVERY_SIGN_INS.name: Kind.LIMIT_FOR_VISITOR,
    MAILS.name: Kind.LIMIT_FOR_MAILS,
    "failed_address": Kind.LIMIT_FOR_ADDRESS,
    "code_address": Kind.LIMIT_FOR_ADDRESS,
    "recovery_address": Kind.LIMIT_FOR_ADDRESS,
    "failed_everywhere": Kind.LIMIT_FOR_ACCOUNT,
    "code_everywhere": Kind.LIMIT_FOR_ACCOUNT,
    "recovery_sign_ins": Kind.LIMIT_FOR_ACCOUNT,
    "mail_address": Kind.LIMIT_FOR_MAILS,
    "mail_everywhere": Kind.LIMIT_FOR_MAILS,
}
"""What the security log says when a limit refuses. Those of the lock are missing: nobody may see that one was tried."""


@dataclass(frozen=True)
class Visitor:
    """`who` is counted: a device, if `is_known`, otherwise a network address; and for `person` alone."""

    who: str
    person: str
    is_known: bool

    @property
    def key(self) -> str:
        return f"{self.who} {self.person}"


def signed_in(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Remember that this person signed in on this device, and forget the tries before it."""
    devices.remember(request, str(user.pk))
    visitor = _visitor(request, str(user.pk))
    for counted in (PASSWORDS, CODES, MAILS, RECOVERY_SIGN_INS):
        counted.forget(visitor.key)


def forget_other_devices(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Let this person be known on no device but this one. What was counted anywhere stays counted."""
    devices.forget_others(request, str(user.pk))


def wait_for_password(request: HttpRequest, email: str) -> timedelta:
    visitor = _visitor(request, _person(email))
    return _wait(request, PASSWORDS, visitor, {"failed_address": None, "failed_everywhere": visitor.person})


def password_was_right(request: HttpRequest, email: str) -> None:
    """Forget the wrong tries of a person who knows the password. The counts of strangers stay."""
    PASSWORDS.forget(_visitor(request, _person(email)).key)


def wait_for_mailed_code(request: HttpRequest, email: str) -> timedelta:
    """For a code that was mailed to this address. Each code allows few tries by itself, whoever makes them."""
    visitor = _visitor(request, _person(email))
    return _wait(request, CODES, visitor, {"code_address": None}, more=str(request.session.session_key))


def wait_for_app_code(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    visitor = _visitor(request, str(user.pk))
    return _wait(request, CODES, visitor, {"code_address": None, "code_everywhere": visitor.person})


def wait_for_recovery_code(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    """Recovery codes have a count of their own: it is filled only by whoever types wrong ones."""
    visitor = _visitor(request, str(user.pk))
    return _wait(request, RECOVERY_CODES, visitor, {"recovery_everywhere": visitor.person})


def wait_for_recovery_sign_in(request: HttpRequest, email: str) -> timedelta:
    """For a sign-in by password and recovery code. Nothing else makes it wait, and it makes nothing else wait."""
    visitor = _visitor(request, _person(email))
    bounds = {"recovery_address": None, "recovery_sign_ins": visitor.person}
    return _wait(request, RECOVERY_SIGN_INS, visitor, bounds)


def wait_for_mail(request: HttpRequest, email: str) -> timedelta:
    """For a mail asked for by a visitor who is not signed in."""
    visitor = _visitor(request, _person(email))
    bounds = {"mail_address": None, "mail_here": visitor.key, "mail_everywhere": visitor.person}
    return _wait(request, MAILS, visitor, bounds)


def wait_for_lock(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    """For a secret that may open the private pages. Only somebody signed in as their owner can try."""
    visitor = _visitor(request, str(user.pk))
    return _wait(request, SECRETS, visitor, {"lock_everywhere": visitor.person})


def lock_was_opened(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Forget the wrong tries of this visitor. The count of all strangers stays: others may be guessing too."""
    visitor = _visitor(request, str(user.pk))
    SECRETS.forget(visitor.key)
    RECOVERY_CODES.forget(visitor.key)


def serve_first(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Let whatever is hashed in this request go first, if this is a known device of the person."""
    devices.slot_of(request, str(user.pk))


def _visitor(request: HttpRequest, person: str) -> Visitor:
    slot = devices.slot_of(request, person)
    if slot is not None:
        return Visitor(f"device {slot}", person, is_known=True)
    return Visitor(address_of(request), person, is_known=False)


def _person(email: str) -> str:
    """Return the id of the person with this address, which a change of address keeps; the address if there is none."""
    found = get_user_model().objects.filter(email=email.lower()).values_list("pk", flat=True).first()
    return str(found or email.lower())


def _wait(
    request: HttpRequest,
    counted: GrowingWait,
    visitor: Visitor,
    bounds: Mapping[str, str | None],
    more: str = "",
) -> timedelta:
    """Count a try, or return how long to wait. `bounds`: the rates of those who are not known, each with its key.

    One without a key counts the address. If that is used up, nothing makes a row for each name that is thought of.
    """
    if not visitor.is_known:
        for action, key in bounds.items():
            if key is None and not ratelimit.consume(request, action=action, dry_run=True):
                return _noted(action, _window(action))
    waiting = Waiting(address_of(request), request.session.get(TICKET, "")) if visitor.is_known else None
    wait = counted.begin(f"{visitor.key}{more}", waiting)
    if waiting and waiting.ticket != request.session.get(TICKET, ""):
        request.session[TICKET] = waiting.ticket
    if wait:
        return _noted(counted.name, wait)
    if visitor.is_known:
        return NONE
    for action, key in bounds.items():
        if not ratelimit.consume(request, action=action, key=key):
            return _noted(action, _window(action))
    return NONE


def _noted(limit: str, wait: timedelta) -> timedelta:
    if limit in NOTED:
        note(NOTED[limit])
    return wait


def _window(action: str) -> timedelta:
    """Return for how long a try counts at this rate."""
    return timedelta(seconds=max(rate.duration for rate in parse_rates(app_settings.RATE_LIMITS[action])))
