"""Accounts whose e-mail address has not been verified, and deleting them when the owner of the address signs up.

Otherwise somebody could sign up with another person's address, wait for its owner, and share the account from then on.
An unverified account is not found for mailed codes and is replaced after UNVERIFIED_LIFETIME. Accounts that somebody
has signed in to, or that the operator made, are never deleted here.
"""

from datetime import timedelta
from operator import itemgetter
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from couples.accounts.models import User
from couples.facts import holding
from couples.facts.changing import taking_away
from couples.keys.models import PersonKey

UNVERIFIED_LIFETIME: Final = timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
"""As long as the code of a sign-up works."""


def is_unverified(user: User) -> bool:
    addresses = EmailAddress.objects.filter(user=user)
    return (
        user.last_login is None
        and not (user.is_staff or user.is_counselor)
        and not user.memberships.exists()
        and addresses.filter(primary=True).exists()
        and not addresses.filter(verified=True).exists()
    )


def holder_that_gives_way(email: str) -> User | None:
    """Return an unverified account with this address whose code has expired, or None."""
    user = User.objects.filter(
        email=email.lower(), created_at__lt=timezone.now() - UNVERIFIED_LIFETIME
    ).first()
    return user if user and is_unverified(user) else None


def give_way(email: str) -> None:
    """Delete an unverified account with this address, and its data key, if it was not made to look so."""
    user = holder_that_gives_way(email)
    if user and _holds_as_unverified(user):
        PersonKey.objects.filter(person=user.pk).delete()
        with taking_away(user):
            user.delete()


def _holds_as_unverified(user: User) -> bool:
    """Return whether what was read of this account holds: also when it was changed for that moment alone."""
    try:
        held = holding.held(user.pk)
    except holding.DoesNotHold:
        return False
    is_anybody = any(row["verified"] for row in held.rows(EmailAddress)) or held.rows(user.memberships.model)
    return held.has(user, itemgetter("email", "is_staff", "is_counselor")) and not is_anybody
