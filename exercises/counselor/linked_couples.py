"""The couples a counselor is linked with, and both partners' names. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from couples.accounts.models import User
from couples.counseling import consent, labels, links
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing import membership
from couples.pairing.models import Couple
from exercises.core.pair import Pair
from exercises.core.text import Refused
from exercises.core.text import say as _


@dataclass(frozen=True)
class LinkedCouple:
    """A couple whose partners have both accepted this counselor."""

    counseling: Counseling
    names: Pair[str]

    @property
    def couple(self) -> Couple:
        """The couple, read from the database if it was not read with the link: a list of many needs only the names."""
        assert self.counseling.couple is not None
        return self.counseling.couple


def of(counselor: User, counseling_id: UUID) -> LinkedCouple | None:
    """Return the couple of this link if it is this counselor's and in force, else None."""
    found = links.linked(counseling_id, counselor)
    if found is None or found.couple is None or consent.counseling(counselor, found.couple) != found:
        return None
    return next(iter(_with_names([found])), None)


def lock(link: Counseling) -> bytes:
    """Return her data key, with the link kept in force for this transaction. Raises Refused if it has ended."""
    key = data_keys.data_key(link.counselor_id)
    in_force = Counseling.objects.select_for_update(no_key=True).filter(ended_at__isnull=True)
    if key is None or not in_force.filter(pk=link.pk).exists():
        raise Refused("not_yours", _("You are no longer linked with this couple."))
    return key


def all_of(counselor: User) -> list[LinkedCouple]:
    """Return every couple that this counselor is linked with now, in as many queries for many as for one."""
    return _with_names(consent.counselings(counselor))


def open_invitations(counselor: User) -> list[tuple[Counseling, str]]:
    """Return her open links, the latest first, each with her label. One partner's acceptance does not show."""
    found = links.open_links(counselor)[::-1]
    called = labels.of(counselor, found)
    return [(link, called[link.pk]) for link in found]


def _with_names(found: list[Counseling]) -> list[LinkedCouple]:
    """Return these couples with their names, without one that has ended since its link was read."""
    names = membership.names_of(link.couple_id for link in found if link.couple_id)
    return [LinkedCouple(link, Pair(*names[link.couple_id])) for link in found if link.couple_id in names]
