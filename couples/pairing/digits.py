"""Short-lived eight-digit codes for an invitation, to be read aloud. Wrong guesses are counted and limited.

Eight digits can be searched exhaustively, so only an HMAC under a key outside the database is stored. Like the link,
they are derived again when the inviter views them. Entering them uses them up; the inviter is not shown that, because
it would tell them that the invitation was read.
"""

import hmac
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts.models import User
from couples.amounts import length_text
from couples.keys import data_keys
from couples.pairing.invitations import is_link_known, is_unanswered, open_invitation
from couples.pairing.models import Invitation
from couples.pairing.refusals import OWN_INVITATION_OVER
from couples.ratelimits import kept
from couples.ratelimits.counter import Limit, give_back
from couples.refused import Refused
from couples.security_log import Kind, note

DIGITS_LIFETIME: Final = timedelta(minutes=30)
DIGITS_COUNT: Final = 8
DIGITS_ASKED_A_DAY: Final = Limit("digits asked for", 30, timedelta(days=1))
WRONG_DIGITS_OF_ADDRESS: Final = Limit(
    "digits, wrong, from one place", 5, timedelta(minutes=10), Kind.LIMIT_FOR_INVITATION_CODES
)
WRONG_DIGITS_OF_ALL: Final = Limit(
    "digits, wrong, from anywhere", 60, timedelta(minutes=10), Kind.LIMIT_FOR_INVITATION_CODES
)


class RateLimited(Refused):
    """Too many wrong digits lately; these were not looked up."""


def ask(user: User) -> None:
    """Store new digits for this person's open invitation, replacing earlier ones. Raises Refused."""
    invitation = open_invitation(user)
    if invitation is None or invitation.accepted_at or not is_link_known(invitation):
        raise Refused(OWN_INVITATION_OVER)
    if not DIGITS_ASKED_A_DAY.take(str(user.pk)):
        raise Refused(_("You have asked for a code many times today. The link still works."))
    while not _give(invitation, clock.now() + DIGITS_LIFETIME):
        pass  # somebody else's open invitation has the same digits: draw again


def of(invitation: Invitation) -> str:
    """Return the digits for display to the inviter until they expire, used or not; otherwise an empty string."""
    if invitation.code_expires_at is None or invitation.code_expires_at <= clock.now():
        return ""
    digits = _drawn(invitation)
    return "" if invitation.code_hash not in ("", _hash(digits)) else f"{digits[:4]} {digits[4:]}"


def enter(typed: str, address: str) -> Invitation | None:
    """Return the invitation for these digits and use them up; None if they are wrong, used or expired.

    `address` is the pseudonym of the client's address. Raises RateLimited.
    """
    digits = read(typed)
    if len(digits) != DIGITS_COUNT:
        return None
    of_address = WRONG_DIGITS_OF_ADDRESS.take(address)
    of_all = of_address and WRONG_DIGITS_OF_ALL.take()
    if not of_all or kept.take("digits", "of all"):
        give_back(of_address, of_all)  # nothing was looked up, so the attempt does not count
        raise RateLimited(
            _("Too many attempts in a short time. Wait %(length)s, or ask for the link instead.")
            % {"length": length_text(WRONG_DIGITS_OF_ADDRESS.within)}
        )
    found = _use(digits)
    if found:
        give_back(of_address, of_all)
    return found


def read(typed: str) -> str:
    """Return the typed digits in ASCII without separators; an empty string if there is any other character."""
    meant = [
        char for char in typed if not (char.isspace() or unicodedata.category(char) in ("Pd", "Po", "Cf"))
    ]
    values = [unicodedata.decimal(char, -1) for char in meant]
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
        is_unanswered(), code_hash=_hash(digits), code_expires_at__gt=clock.now()
    )
    found = meant.first()
    if found is None or not _is_drawn(found, digits):
        return None
    if Invitation.objects.filter(pk=found.pk, code_hash=found.code_hash).update(code_hash=""):
        return found
    return None  # a concurrent request used them first


def _drawn(invitation: Invitation) -> str:
    """Derive the digits from the invitation, its inviter and their expiry time."""
    return _eight(data_keys.mac("digits drawn", _drawn_from(invitation)))


def _is_drawn(invitation: Invitation, digits: str) -> bool:
    """Whether these were drawn for it: not, if somebody wrote those of another invitation here, or another inviter."""
    made = map(_eight, data_keys.macs("digits drawn", _drawn_from(invitation)))
    holds = any(hmac.compare_digest(one, digits) for one in made)
    if not holds:
        note(Kind.MAC_BROKEN)
    return holds


def _drawn_from(invitation: Invitation) -> bytes:
    assert invitation.code_expires_at is not None
    until = invitation.code_expires_at.isoformat().encode()
    return invitation.pk.bytes + invitation.inviter_id.bytes + until


def _eight(tag: bytes) -> str:
    return f"{int.from_bytes(tag[:16], 'big') % 10**DIGITS_COUNT:0{DIGITS_COUNT}}"


def _hash(digits: str) -> str:
    return data_keys.mac("digits", digits.encode()).hex()
