"""What somebody allows a counselor, in one word for tests. It goes the way of the pages: through `consent`."""

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.counseling.scopes import SCOPES, Scope


def allow(linked: Counseling, person: User, *scopes: Scope) -> None:
    """This person allows these, or everything if none is named."""
    for scope in scopes or SCOPES:
        consent.give(linked, person, scope)


def both_allow(linked: Counseling, *scopes: Scope) -> None:
    """Both of the couple allow these, or everything if none is named."""
    for membership in linked.couple.memberships.filter(left_at__isnull=True):
        allow(linked, membership.user, *scopes)
