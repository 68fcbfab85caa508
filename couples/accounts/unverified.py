"""Accounts whose e-mail address was never verified, from when a sign-up made one before its code was typed.

None is made so any more (`sign_up`). Those that are stored are not found for mailed codes, and are deleted when
somebody verifies the address. Accounts that somebody has signed in to, or that the operator made, never are.
"""

from operator import itemgetter

from allauth.account.models import EmailAddress

from couples.accounts.models import User
from couples.facts import holding
from couples.facts.changing import taking_away
from couples.keys.models import PersonKey


def is_unverified(user: User) -> bool:
    addresses = EmailAddress.objects.filter(user=user)
    return (
        user.last_login is None
        and not (user.is_staff or user.is_counselor)
        and not user.memberships.exists()
        and addresses.filter(primary=True).exists()
        and not addresses.filter(verified=True).exists()
    )


def holder(email: str) -> User | None:
    """Return the unverified account with this address, or None."""
    user = User.objects.filter(email=email.lower()).first()
    return user if user and is_unverified(user) else None


def give_way(email: str) -> None:
    """Delete an unverified account with this address, and its data key, if it was not made to look so."""
    user = holder(email)
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
