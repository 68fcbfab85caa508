"""The cards about a counselor link on the home pages of both partners and the counselor.

A card says that the link exists, that its rule changed or that it has ended; never who ended it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling.models import Counseling, CounselingAcceptance
from couples.pairing.models import Couple, Membership

ENDED_SHOWN_FOR: Final = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """`rule_changed`: since this person accepted it. `ended_on`: the day on which the link ended, if it has.

    `is_gone`: whether she is no longer a counselor here. `meeting`: when she meets both next, if she shows it.
    """

    name: str
    rule_changed: bool = False
    ended_on: date | None = None
    is_gone: bool = False
    meeting: Any = None


def for_partner(couple: Couple, person: User) -> list[Card]:
    """Return a card for each counselor linked with this couple now, or until less than ENDED_SHOWN_FOR ago."""
    read = CounselingAcceptance.objects.filter(counseling=OuterRef("pk"), person=person)
    links = couple.counselings.filter(linked_at__isnull=False).select_related(
        "counselor__counselor", "meeting"
    )
    found: dict[object, Card] = {}
    for link in links.annotate(read=Subquery(read.values("confidences_version")[:1])).order_by("linked_at"):
        if link.ended_at is None:
            changed = link.counselor.counselor.confidences_version != link.read
            found[link.counselor_id] = Card(link.counselor.name, rule_changed=changed, meeting=_shown(link))
        elif link.ended_at > timezone.now() - ENDED_SHOWN_FOR:
            day, is_gone = timezone.localdate(link.ended_at), not link.counselor.is_counselor
            found[link.counselor_id] = Card(link.counselor.name, ended_on=day, is_gone=is_gone)
    return list(found.values())


def _shown(link: Counseling) -> Any:
    """Return when the counselor meets the couple, if she shows it to both and it is ahead. It is of `meetings`."""
    meeting = getattr(link, "meeting", None)
    return meeting if meeting and meeting.is_shown and meeting.starts_at > timezone.now() else None


def recently_ended(counselor: User) -> list[Card]:
    """Return a card, with both names, for each couple whose link ended recently and was not made again."""
    links = Counseling.objects.filter(counselor=counselor, linked_at__isnull=False, couple__isnull=False)
    linked_now = set(links.filter(ended_at__isnull=True).values_list("couple", flat=True))
    recent = links.filter(ended_at__gt=timezone.now() - ENDED_SHOWN_FOR).exclude(couple__in=linked_now)
    ended = list(recent.order_by("-ended_at").values_list("couple", "ended_at"))
    names: dict[UUID, list[str]] = {}
    two = Membership.objects.filter(couple__in=[couple for couple, _at in ended])
    for couple, name in two.values_list("couple", "user__name"):
        names.setdefault(couple, []).append(name)
    return [Card(" & ".join(sorted(names[couple])), ended_on=timezone.localdate(at)) for couple, at in ended]
