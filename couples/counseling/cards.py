"""What the homes of the three say about a link: that it is there, that its rule changed, that it is over. By nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling.models import Counseling, CounselingAcceptance
from couples.pairing.models import Couple

ENDED_SHOWN_FOR: Final = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """`rule_changed`: since this person accepted it. `ended_on`: not linked any more since that day."""

    name: str
    rule_changed: bool = False
    ended_on: date | None = None


def for_partner(couple: Couple, person: User) -> list[Card]:
    """The counselors of this couple now, and those who were until lately and are not again."""
    read = CounselingAcceptance.objects.filter(counseling=OuterRef("pk"), person=person)
    links = couple.counselings.filter(linked_at__isnull=False).select_related("counselor__counselor")
    found: dict[object, Card] = {}
    for link in links.annotate(read=Subquery(read.values("confidences_version")[:1])).order_by("linked_at"):
        if link.ended_at is None:
            changed = link.counselor.counselor.confidences_version != link.read
            found[link.counselor_id] = Card(link.counselor.name, rule_changed=changed)
        elif link.ended_at > timezone.now() - ENDED_SHOWN_FOR:
            found[link.counselor_id] = Card(link.counselor.name, ended_on=timezone.localdate(link.ended_at))
    return list(found.values())


def ended_lately(counselor: User) -> list[Card]:
    """For the counselor: the couples who were linked until lately, by the two names, and are not again."""
    links = Counseling.objects.filter(counselor=counselor, linked_at__isnull=False, couple__isnull=False)
    again = set(links.filter(ended_at__isnull=True).values_list("couple", flat=True))
    lately = links.filter(ended_at__gt=timezone.now() - ENDED_SHOWN_FOR).exclude(couple__in=again)
    return [
        Card(" & ".join(_names(link)), ended_on=timezone.localdate(link.ended_at))
        for link in lately.prefetch_related("couple__memberships__user").order_by("-ended_at")
    ]


def _names(link: Counseling) -> list[str]:
    assert link.couple is not None
    return sorted(membership.user.name for membership in link.couple.memberships.all())
