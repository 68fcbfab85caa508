"""Whom an operator means by an address."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from couples.accounts import addresses
from couples.accounts.models import User
from couples.facts import holding
from couples.privacy import erasure

NOT_VALID = "This is not a valid e-mail address."
NOBODY = "There is no account with this address."
DOES_NOT_HOLD = (
    "Nothing was done: what is stored about the person with this address was changed by something else than "
    "Counterpoint, perhaps the address itself. Look with check_records; if all is right as it is, check_records --sign."
)
ERASED = "@" + erasure.ERASED_DOMAIN


def sendable(email: str) -> str:
    """Return this address. Raises CommandError if no mail can be sent to it."""
    try:
        addresses.check(email)
    except ValidationError:
        raise CommandError(NOT_VALID) from None
    return email


def with_address(email: str, is_changed: bool = False) -> User:
    """Return the person whose address this is. Raises CommandError if there is none, or if that does not hold.

    Who writes to the main database could give one person's address to another, whose words would be handed out, or who
    would be locked out in their place. `is_changed`: for an operator who has looked at what does not hold.
    """
    person = User.objects.filter(email=email.strip().lower()).exclude(email__endswith=ERASED).first()
    if person is None:
        raise CommandError(NOBODY)
    if not is_changed and person.pk not in holding.who_hold([person.pk]):
        raise CommandError(DOES_NOT_HOLD)
    return person
