"""What a counselor notes of a couple in her list: her own label, and when she meets them next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import labels
from couples.counseling.models import Counseling
from couples.meetings.models import CounselorMeeting
from couples.pairing import membership


@dataclass(frozen=True)
class Entry:
    """`is_shown`: whether both see the time."""

    label: str = ""
    meets_at: datetime | None = None
    is_shown: bool = False


def read(counselor: User, link: Counseling) -> Entry:
    """Return what she has noted of this couple. A time that has passed is as none."""
    label = labels.of(counselor, [link])[link.pk]
    there = CounselorMeeting.objects.filter(counseling=link, starts_at__gt=timezone.now()).first()
    return Entry(label, there.starts_at, there.is_shown) if there else Entry(label)


def put(link: Counseling, entry: Entry) -> None:
    """Store this in the place of what she had noted. The home pages of both look again if they see the time."""
    with transaction.atomic():
        locked = Counseling.objects.select_for_update(no_key=True).get(pk=link.pk)
        there = CounselorMeeting.objects.filter(counseling=locked).first()
        labels.put(locked, entry.label)
        locked.save(update_fields=["sealed_label"])
        if entry.meets_at is None:
            CounselorMeeting.objects.filter(counseling=locked).delete()
        else:
            made = there or CounselorMeeting(counseling=locked)
            made.number += bool(there and there.starts_at != entry.meets_at)
            made.starts_at, made.is_shown = entry.meets_at, entry.is_shown
            made.save()
    if entry.is_shown or (there and there.is_shown):
        membership.tell_homes(link.couple_id)


def meeting_of(person: User, meeting: UUID) -> CounselorMeeting | None:
    """Return this meeting if it is this counselor's own, or shown to this partner; while all three are linked."""
    in_force = CounselorMeeting.objects.filter(
        pk=meeting, counseling__linked_at__isnull=False, counseling__ended_at__isnull=True
    ).select_related("counseling")
    found = in_force.filter(counseling__counselor=person).first()
    of_both = in_force.filter(
        is_shown=True,
        counseling__couple__memberships__user=person,
        counseling__couple__memberships__left_at__isnull=True,
    )
    return found or of_both.first()
