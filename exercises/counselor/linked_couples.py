"""Which couples a counselor is linked with, and by which names. Says nothing else about anybody; changes nothing."""

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
class Linked:
    """A couple that accepted this counselor, each of the two for themself."""

    counseling: Counseling
    couple: Couple
    names: Pair[str]


def of(counselor: User, counseling_id: UUID) -> Linked | None:
    """The couple behind this link, if it is this counselor's, accepted by both and ended by nobody."""
    found = links.linked(counseling_id, counselor)
    return _linked(counselor, found) if found else None


def all_of(counselor: User) -> list[Linked]:
    """Every couple that she is linked with now."""
    found = (_linked(counselor, each) for each in links.of_counselor(counselor))
    return [linked for linked in found if linked]


def open_until(counselor: User) -> list[datetime]:
    """Until when her invitations are open. One that a single partner accepted looks like one that nobody opened."""
    return [link.expires_at for link in links.open_links(counselor)]


def _linked(counselor: User, link: Counseling) -> Linked | None:
    if link.couple is None or consent.counseling(counselor, link.couple) != link:
        return None
    here = Membership.objects.filter(couple=link.couple, left_at__isnull=True)
    names = dict(here.values_list("voice", "user__name"))
    return Linked(link, link.couple, Pair(names.get("a", ""), names.get("b", "")))
