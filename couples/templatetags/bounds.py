"""The template tag `bound`: how long something lasts, in words, from the constant that limits it."""

from datetime import timedelta
from typing import Final

from django import template
from django.conf import settings

from couples.accounts.delays_told import DELAY, UNTOLD_DELAY
from couples.accounts.secret_forms import LASTS
from couples.accounts.sign_in_ends import BESIDE
from couples.amounts import length_text
from couples.counseling.links_over import LINKS_SHOWN_FOR
from couples.keys.backups import BACKUP_RETENTION, KEY_BACKUP_RETENTION
from couples.lock.derivation import SIX_DIGITS_LAST
from couples.lock.kept import FORMER_KEPT
from couples.lock.state import CONFIRMED_FOR, LOCK_TIMEOUT
from couples.meetings.mails import MAIL_LEAD_TIME, READY_MAIL_INTERVAL
from couples.pairing.digits import DIGITS_LIFETIME
from couples.pairing.invitations import INVITATION_LIFETIME

register = template.Library()
BOUNDS: Final = {
    "BACKUP_RETENTION": BACKUP_RETENTION,
    "BESIDE_IDLE": BESIDE.idle,
    "CONFIRMED_FOR": CONFIRMED_FOR,
    "DELAY": DELAY,
    "DIGITS_LIFETIME": DIGITS_LIFETIME,
    "FORMER_CODES_KEPT": FORMER_KEPT,
    "INVITATION_LIFETIME": INVITATION_LIFETIME,
    "KEY_BACKUP_RETENTION": KEY_BACKUP_RETENTION,
    "LINKS_SHOWN_FOR": LINKS_SHOWN_FOR,
    "LOCK_TIMEOUT": LOCK_TIMEOUT,
    "LOGIN_CODE_LIFETIME": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "MAIL_LEAD_TIME": MAIL_LEAD_TIME,
    "READY_MAIL_INTERVAL": READY_MAIL_INTERVAL,
    "REAUTHENTICATION_LIFETIME": timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT),
    "SECRET_FORM_LASTS": LASTS,
    "SIGN_UP_KEPT": timedelta(seconds=settings.SESSION_COOKIE_AGE),
    "SIX_DIGITS_LAST": SIX_DIGITS_LAST,
    "UNTOLD_DELAY": UNTOLD_DELAY,
}


@register.simple_tag
def bound(name: str) -> str:
    """Return the bound with this name in words, such as "three days". Raises KeyError for an unknown name."""
    return length_text(BOUNDS[name])
