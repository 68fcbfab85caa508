"""Which scopes a counselor has: the one place that answers who outside a couple may read what. Read anew each time.

Only the conjunction leaves this module: never which of the two gave, refused or withdrew.
"""

from typing import Final

from django.db.models import Count, Q

from .accounts import factors
from .models import Consent, Counseling, Couple, Scope, User

VERSION: Final = 1
"""The version of the text that explains the scopes; a consent holds only for the version it was given for."""


def counseling(counselor: User, couple: Couple) -> Counseling | None:
    """The live link of this counselor with this couple: accepted by both, ended by nobody.

    A counselor without a second factor has none: a stolen password must not open what a couple entrusted to her.
    """
    if not (counselor.is_active and counselor.is_counselor) or couple.ended_at is not None:
        return None
    if factors.needs_second_factor(counselor):
        return None
    return Counseling.objects.filter(
        counselor=counselor, couple=couple, linked_at__isnull=False, ended_at__isnull=True
    ).first()


def scopes(counselor: User, couple: Couple) -> frozenset[Scope]:
    """What both of the couple allow this counselor now."""
    link = counseling(counselor, couple)
    return frozenset() if link is None else shared(link)


def shared(link: Counseling) -> frozenset[Scope]:
    """The scopes that both partners allow in this counseling now, whether or not it is linked."""
    assert link.couple is not None
    both = (
        Consent.objects.filter(
            Q(person__memberships__couple=link.couple, person__memberships__left_at__isnull=True),
            counseling=link,
            version=VERSION,
            withdrawn_at__isnull=True,
        )
        .values("scope")
        .annotate(people=Count("person", distinct=True))
        .filter(people=2)
    )
    return frozenset(Scope(row["scope"]) for row in both)
