"""Links that are used or have run out: listed for the counselor who made them, renewed by her, and deleted later."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from couples import clock
from couples.accounts.models import User
from couples.counseling import labels, links
from couples.counseling.acceptances import OPEN
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import Counseling, CounselingAcceptance
from couples.facts.changing import changing, taking_away

LINKS_SHOWN_FOR: Final = timedelta(days=30)
"""For how long a link that has run out can be renewed, and one that is used is listed. Then, if nobody accepted it
together, it is deleted with its label."""


def own(counselor: User, link_id: UUID) -> Counseling | None:
    """Return the link with this id that this counselor has made, whatever became of it; not the row of a couple."""
    return Counseling.objects.filter(pk=link_id, counselor=counselor, couple__isnull=True).first()


def run_out(counselor: User) -> list[Counseling]:
    """Return the counselor's links that have run out, the latest first. One partner's acceptance does not show."""
    over = Counseling.objects.filter(OPEN, counselor=counselor, couple__isnull=True)
    now = clock.now()
    return list(
        over.filter(expires_at__lte=now, expires_at__gt=now - LINKS_SHOWN_FOR).order_by("-expires_at")
    )


def linked_lately(counselor: User) -> list[Counseling]:
    """Return the counselor's links in force that both have accepted not long ago, the latest first."""
    since = clock.now() - LINKS_SHOWN_FOR
    lately = Counseling.objects.filter(links.LINKED, counselor=counselor, linked_at__gt=since)
    return list(lately.order_by("-linked_at"))


def renew(counselor: User, old: Counseling, link_id: UUID | None = None) -> Counseling:
    """Make a new link with the label of one that has run out, which is no longer shown. Raises Refused.

    What anybody had said or accepted by the old one does not count by the new one.
    """
    label = labels.of(counselor, [old])[old.pk]
    with changing(counselor):
        made = links.invite(counselor, link_id, label)
        Counseling.objects.filter(OPEN, pk=old.pk).update(ended_at=clock.now())
    return made


def forget_over() -> int:
    """Delete what people said at links that are over, and links that nobody accepted long after they ran out.

    Returns the rows affected. Idempotent.
    """
    now = clock.now()
    old = Counseling.objects.filter(linked_at__isnull=True, expires_at__lte=now - LINKS_SHOWN_FOR)
    over = Q(link__ended_at__isnull=False) | Q(link__expires_at__lte=now)
    said, accepted = Invitee.objects.filter(over), CounselingAcceptance.objects.filter(counseling__in=old)
    people = {
        *said.values_list("person", flat=True),
        *accepted.values_list("person", flat=True),
        *old.values_list("counselor", flat=True),
    }
    if not people:
        return 0
    with transaction.atomic(), taking_away(*people):
        return sum(rows.delete()[0] for rows in (said, accepted, old))
