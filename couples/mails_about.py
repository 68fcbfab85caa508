"""What each kind of mail that waits rests on, so that none leaves about what is over."""

from uuid import UUID

from django.db.models import Q

from couples.accounts import delays, delays_told
from couples.accounts.models import User
from couples.accounts.queued import ACCOUNT_WITH, PERSON
from couples.counseling import counselors
from couples.mail_queue import about
from couples.meetings import mails as meeting_mails
from couples.privacy import unused


def listen() -> None:
    about.STILL[PERSON] = _is_there
    about.STILL[ACCOUNT_WITH] = _has_account
    about.STILL[delays_told.ABOUT] = delays.may_still_be_told
    about.LEFT[delays_told.ABOUT] = delays_told.has_left
    about.STILL[meeting_mails.ABOUT] = meeting_mails.may_leave
    about.STILL[unused.ABOUT] = unused.may_leave
    about.LEFT[unused.ABOUT] = unused.has_left
    about.STILL[counselors.ABOUT] = _is_open


def _is_there(person: str) -> bool:
    return User.objects.filter(pk=UUID(person), erased_at__isnull=True).exists()


def _has_account(email: str) -> bool:
    mine = Q(email=email.lower()) | Q(emailaddress__email__iexact=email)
    return User.objects.filter(mine, erased_at__isnull=True).exists()


def _is_open(token: str) -> bool:
    return counselors.find(token) is not None
