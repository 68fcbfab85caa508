"""The couples a counselor is linked with, and both partners' names. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from couples.accounts.models import User
from couples.counseling import consent, links
from couples.counseling.models import Counseling
from couples.pairing.models import Couple, Membership
from exercises.core.pair import Pair


@dataclass(frozen=True)
class LinkedCouple:
    """A couple whose partners have both accepted this counselor."""

    counseling: Counseling
    couple: Couple
    names: Pair[str]


def of(counselor: User, counseling_id: UUID) -> LinkedCouple | None:
    """Return the couple of this link if it is this counselor's and in force, else None."""
    found = links.linked(counseling_id, counselor)
    return _linked(counselor, found) if found else None


def all_of(counselor: User) -> list[LinkedCouple]:
    """Return every couple that this counselor is linked with now."""
    found = (_linked(counselor, each) for each in links.of_counselor(counselor))
    return [linked for linked in found if linked]


def open_until(counselor: User) -> list[datetime]:
    """Return when each open invitation of this counselor expires. One partner's acceptance does not show."""
    return [link.expires_at for link in links.open_links(counselor)]


def _linked(counselor: User, link: Counseling) -> LinkedCouple | None:
    if link.couple is None or consent.counseling(counselor, link.couple) != link:
        return None
    here = Membership.objects.filter(couple=link.couple, left_at__isnull=True)
    names = dict(here.values_list("voice", "user__name"))
    return LinkedCouple(link, link.couple, Pair(names.get("a", ""), names.get("b", "")))
