"""The row of a couple that accepts a counselor's link: the counselor's own row does not change."""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy

from couples import clock
from couples.counseling import labels
from couples.counseling.models import Counseling
from couples.pairing.models import Couple
from couples.refused import Refused

LINK_OVER: Final = gettext_lazy("This link is no longer open.")
NO_TOKEN: Final = "-"
"""Prefix of `token_hash` in a couple's own row, which no token opens. Real hashes are hexadecimal."""
OPEN: Final = Q(linked_at__isnull=True, ended_at__isnull=True)


def own_row(link: Counseling, couple: Couple) -> Counseling:
    """Return the couple's own row with this counselor, or make one that no token opens. Raises Refused.

    The counselor's row does not change, and the new row copies its times, so that nobody can tell that one accepted.
    It has her label of the link, so that she knows whom she is linked with.
    """
    now = clock.now()
    theirs = Counseling.objects.filter(couple=couple, counselor=link.counselor_id, ended_at__isnull=True)
    theirs.filter(OPEN, expires_at__lte=now).update(ended_at=now)
    if there := theirs.first():
        return there
    still = Counseling.objects.select_for_update(no_key=True).filter(OPEN, pk=link.pk, expires_at__gt=now)
    if still.first() is None:
        raise Refused(LINK_OVER)
    made = Counseling(
        counselor=link.counselor, couple=couple, created_at=link.created_at, expires_at=link.expires_at
    )
    made.token_hash = f"{NO_TOKEN}{made.pk.hex}"
    labels.copy(link, made)
    made.save(force_insert=True)
    return made


def has_both(link: Counseling, couple: Couple) -> bool:
    """Return whether both partners of this couple have accepted the link."""
    members = set(couple.memberships.filter(left_at__isnull=True).values_list("user_id", flat=True))
    accepted = set(link.acceptances.values_list("person_id", flat=True))
    return len(members) == 2 and members <= accepted


def complete(link: Counseling, bound: Counseling) -> None:
    """Store that the couple of its own row is linked now, and that the counselor's link is used up."""
    bound.linked_at = clock.now()
    bound.save(update_fields=["linked_at"])
    Counseling.objects.filter(OPEN, pk=link.pk, couple__isnull=True).update(ended_at=bound.linked_at)
