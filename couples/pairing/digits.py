"""Eight digits that mean an invitation for half an hour, to be read aloud. Guessing them is counted and slow.

They can be searched, so only an HMAC under a key outside the database is stored. Like the link, they are derived
anew for their inviter. Entering them right uses them up, which shows nowhere: reading is nobody's business.
"""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.amounts import length_text
from couples.keys import data_keys
from couples.pairing.invitations import is_link_known, is_unanswered, open_invitation
from couples.pairing.models import Invitation
from couples.pairing.refusals import OWN_INVITATION_OVER
from couples.ratelimits.counter import Limit, give_back
from couples.refused import Refused

DIGITS_LIFETIME: Final = timedelta(minutes=30)
DIGITS_COUNT: Final = 8
DIGITS_ASKED_A_DAY: Final = Limit("digits asked for", 30, timedelta(days=1))
WRONG_DIGITS_OF_ADDRESS: Final = Limit("digits, wrong, from one place", 5, timedelta(minutes=10))
WRONG_DIGITS_OF_ALL: Final = Limit("digits, wrong, from anywhere", 60, timedelta(minutes=10))


class RateLimited(Refused):
    """Too many wrong digits lately; whether these are right is not looked up."""


def ask(user: User) -> None:
    """New digits for the open invitation of this person; earlier ones mean nothing any more."""
    invitation = open_invitation(user)
    if invitation is None or invitation.accepted_at or not is_link_known(invitation):
        raise Refused(OWN_INVITATION_OVER)
    if not DIGITS_ASKED_A_DAY.take(str(user.pk)):
        raise Refused(_("You have asked for a code many times today. The link still works."))
    while not _give(invitation, timezone.now() + DIGITS_LIFETIME):
        pass  # somebody else's open invitation has the same digits: draw again


def of(invitation: Invitation) -> str:
    """The digits of this invitation as its inviter sees them until they run out, used up or not; or nothing."""
    if invitation.code_expires_at is None or invitation.code_expires_at <= timezone.now():
        return ""
    digits = _drawn(invitation)
    return "" if invitation.code_hash not in ("", _hash(digits)) else f"{digits[:4]} {digits[4:]}"


def enter(typed: str, address: str) -> Invitation | None:
    """The invitation that these digits mean, once. None for wrong ones and for any that mean nothing any more.

    `address`: the pseudonym of where they come from. Raises RateLimited.
    """
    digits = read(typed)
    if len(digits) != DIGITS_COUNT:
        return None
    of_address = WRONG_DIGITS_OF_ADDRESS.take(address)
    of_all = of_address and WRONG_DIGITS_OF_ALL.take()
    if not of_all:
        give_back(of_address)  # nothing was looked up for it
        raise RateLimited(
            _("Too many attempts in a short time. Wait %(length)s, or ask for the link instead.")
            % {"length": length_text(WRONG_DIGITS_OF_ADDRESS.within)}
        )
    found = _use(digits)
    if found:
        give_back(of_address, of_all)
    return found


def read(typed: str) -> str:
    """The digits in what somebody typed, in ASCII, whatever stands between them; nothing if there are letters."""
    meant = [
        sign for sign in typed if not (sign.isspace() or unicodedata.category(sign) in ("Pd", "Po", "Cf"))
    ]
    values = [unicodedata.decimal(sign, -1) for sign in meant]
    return "" if -1 in values else "".join(str(value) for value in values)


def _give(invitation: Invitation, until: datetime) -> bool:
    invitation.code_expires_at = until
    invitation.code_hash = _hash(_drawn(invitation))
    still_open = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, cancelled_at__isnull=True
    )
    try:
        with transaction.atomic():
            still_open.update(code_hash=invitation.code_hash, code_expires_at=invitation.code_expires_at)
    except IntegrityError:
        return False
    return True


def _use(digits: str) -> Invitation | None:
    meant = Invitation.objects.filter(
        is_unanswered(), code_hash=_hash(digits), code_expires_at__gt=timezone.now()
    )
    found = meant.first()
    if found and Invitation.objects.filter(pk=found.pk, code_hash=found.code_hash).update(code_hash=""):
        return found
    return None  # somebody else was first, in this very moment


def _drawn(invitation: Invitation) -> str:
    """Derived from the invitation and the moment until which they last."""
    assert invitation.code_expires_at is not None
    until = invitation.code_expires_at.isoformat().encode()
    tag = data_keys.mac("digits drawn", invitation.pk.bytes + until)
    return f"{int.from_bytes(tag[:16], 'big') % 10**DIGITS_COUNT:0{DIGITS_COUNT}}"


def _hash(digits: str) -> str:
    return data_keys.mac("digits", digits.encode()).hex()
