"""Counts tries of passwords, codes and PINs, and mails that are asked for. No address is kept in the clear.

Each try is counted for one visitor and one person together: for the device, where the person has signed in on it before
(`devices`), otherwise for the network address. Nobody can fill the count of a device from elsewhere, and tries on
the device itself only make it wait (`waits`). The tries of all others are bounded for each address and for each person,
too. Whoever has waited in a browser gets the next try there, known or not, with an account or not: what a bound of
the address or the household says then, too, is passed. Rates: config/accounts.py.

Codes, and what opens the private pages, are counted once more where no row can be deleted (`kept`).

Every function counts one try, and returns how long to wait instead: NONE if the try is allowed.
"""

from datetime import timedelta
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from . import devices, kept
from .counted import Visitor, count
from .pseudonyms import address_of
from .waits import GrowingWait

PASSWORDS: Final = GrowingWait("password", free=8)
CODES: Final = GrowingWait("code", free=8, tickets=5)
"""Few tickets, as for SECRETS: there are so few codes of an app that many could be guessed."""
MAILS: Final = GrowingWait("mail", free=6, tickets=4)
"""Few tickets: from one household there are fewer mails an hour than from everywhere together."""
SECRETS: Final = GrowingWait("lock", free=10, tickets=5)
"""Few tickets: from one device there are no more guesses at a PIN than strangers have together."""
RECOVERY_CODES: Final = GrowingWait("recovery code", free=20)
"""Of its own: whoever guesses other secrets on a device does not make its owner's recovery code wait."""
RECOVERY_SIGN_INS: Final = GrowingWait("recovery sign-in", free=8)
"""Of its own again: these are tries of whoever knows an address, and nothing else."""


def signed_in(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Remember that this person signed in on this device, and forget the tries before it.

    Where the device is not known nevertheless, others count as the same: what they tried stays, but at codes of an app.
    """
    devices.remember(request, str(user.pk))
    visitor = _visitor(request, str(user.pk))
    for counted in (PASSWORDS, CODES, MAILS, RECOVERY_SIGN_INS) if visitor.is_known else (CODES,):
        counted.forget(visitor.key)


def forget_other_devices(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Let this person be known on no device but this one. What was counted anywhere stays counted."""
    devices.forget_others(request, str(user.pk))


def wait_for_password(request: HttpRequest, email: str) -> timedelta:
    visitor = _visitor(request, _person(email))
    return count(request, PASSWORDS, visitor, {"failed_address": None, "failed_everywhere": visitor.person})


def password_was_right(request: HttpRequest, email: str) -> None:
    """Forget the wrong tries on this device; on one that is not known, the right one alone.

    Otherwise the tries of whoever lives there, too, would be free again, as they never are where nobody has an account.
    """
    visitor = _visitor(request, _person(email))
    (PASSWORDS.forget if visitor.is_known else PASSWORDS.take_back)(visitor.key)


def wait_for_mailed_code(request: HttpRequest, email: str) -> timedelta:
    """For a code that was mailed to this address. Each code allows few tries by itself, whoever makes them."""
    visitor = _visitor(request, _person(email))
    wait = count(request, CODES, visitor, {"code_address": None}, more=str(request.session.session_key))
    return wait or kept.take("mailed code", visitor.person)


def wait_for_app_code(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    visitor = _visitor(request, str(user.pk))
    bounds = {"code_address": None, "code_everywhere": visitor.person}
    return count(request, CODES, visitor, bounds) or kept.take(CODES.name, visitor.person)


def wait_for_recovery_code(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    """Recovery codes have a count of their own: it is filled only by whoever types wrong ones."""
    visitor = _visitor(request, str(user.pk))
    wait = count(request, RECOVERY_CODES, visitor, {"recovery_everywhere": visitor.person})
    return wait or kept.take(RECOVERY_CODES.name, visitor.person)


def wait_for_recovery_sign_in(request: HttpRequest, email: str) -> timedelta:
    """For a sign-in by password and recovery code. Nothing else makes it wait, and it makes nothing else wait."""
    visitor = _visitor(request, _person(email))
    bounds = {"recovery_address": None, "recovery_sign_ins": visitor.person}
    return count(request, RECOVERY_SIGN_INS, visitor, bounds)


def recovery_sign_in_was_right(request: HttpRequest, email: str) -> None:
    """Forget this try alone."""
    RECOVERY_SIGN_INS.take_back(_visitor(request, _person(email)).key)


def wait_for_mail(request: HttpRequest, email: str) -> timedelta:
    """For a mail asked for by a visitor who is not signed in. A device that was known lately counts apart, too:
    somebody may have made it unknown with a new password, against which a mail is the only help."""
    person = _person(email)
    visitor, former = _visitor(request, person), devices.former_slot_of(request, person)
    if not visitor.is_known and former is not None:
        visitor = Visitor(f"former device {former}", person, is_known=True)
    bounds = {"mail_address": None, "mail_here": visitor.key, "mail_everywhere": visitor.person}
    return count(request, MAILS, visitor, bounds)


def wait_for_lock(request: HttpRequest, user: AbstractBaseUser) -> timedelta:
    """For a secret that may open the private pages. Only somebody signed in as their owner can try."""
    visitor = _visitor(request, str(user.pk))
    wait = count(request, SECRETS, visitor, {"lock_everywhere": visitor.person})
    return wait or kept.take(SECRETS.name, visitor.person)


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
