"""Which couples a counselor is linked with, and by which names. Says nothing else about anybody; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from couples import consent
from couples.models import Counseling, Couple, Membership, User
from exercises.core.pair import Pair


@dataclass(frozen=True)
class Linked:
    """A couple that accepted this counselor, each of the two for themself."""

    counseling: UUID
    couple: Couple
    names: Pair[str]


def of(counselor: User, counseling: UUID) -> Linked | None:
    """The couple behind this link, if it is this counselor's, accepted by both and ended by nobody."""
    found = Counseling.objects.select_related("couple").filter(pk=counseling, counselor=counselor).first()
    if found is None or found.couple is None or consent.counseling(counselor, found.couple) != found:
        return None
    return Linked(found.pk, found.couple, names_of(found.couple))


def all_of(counselor: User) -> list[Linked]:
    """Every couple that she is linked with now, the newest first."""
    links = Counseling.objects.filter(
        counselor=counselor, linked_at__isnull=False, ended_at__isnull=True, couple__ended_at__isnull=True
    )
    found = (of(counselor, pk) for pk in links.order_by("-linked_at").values_list("pk", flat=True))
    return [linked for linked in found if linked]


def open_until(counselor: User) -> list[datetime]:
    """Until when her invitations are open. One that a single partner accepted looks like one that nobody opened."""
    unlinked = Counseling.objects.filter(
        counselor=counselor, linked_at__isnull=True, ended_at__isnull=True, expires_at__gt=timezone.now()
    )
    return list(unlinked.order_by("expires_at").values_list("expires_at", flat=True))


def names_of(couple: Couple) -> Pair[str]:
    here = Membership.objects.filter(couple=couple, left_at__isnull=True)
    names = dict(here.values_list("voice", "user__name"))
    return Pair(names.get("a", ""), names.get("b", ""))
