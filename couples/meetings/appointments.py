"""Suggest, answer and cancel appointments. An answer is yes or not now, without a reason; no mail is sent.

Either partner may cancel an appointment alone; who did is not stored. Times are in UTC; zones are for display.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import sent_once
from couples.accounts.models import User
from couples.amounts import length_text
from couples.meetings.models import CounselorMeeting, Meeting
from couples.pairing.membership import tell_homes
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from couples.refused import Refused

MIN_NOTICE: Final = timedelta(minutes=5)
MAX_NOTICE: Final = timedelta(days=183)
APPOINTMENT_LENGTH: Final = timedelta(hours=1)
"""For how long after its start an appointment is still shown."""
SUGGESTIONS_AN_HOUR: Final = Limit("times suggested", 12, timedelta(hours=1))
"""For each person: their partner sees every one, also if it is canceled."""
State = Meeting.State


@dataclass
class Seen:
    """What one partner sees. `open` is the open suggestion of either; `mine` is whether this person made it."""

    open: Meeting | None = None
    mine: bool = False
    not_now: Meeting | None = None
    agreed: list[Meeting] = field(default_factory=list)
    off: list[Meeting] = field(default_factory=list)


def suggest(couple: Couple, user: User, starts_at: datetime, meeting_id: UUID | None = None) -> Meeting:
    """Create a suggestion and delete earlier "not now" answers. One per couple is open. Raises Refused.

    `meeting_id`: of the form that was sent. Where it has made a suggestion before, that one is returned.
    """
    meeting_id, now = meeting_id or uuid4(), timezone.now()
    if made := _standing(couple, meeting_id):
        return made
    if not now + MIN_NOTICE <= starts_at <= now + MAX_NOTICE:
        raise Refused(
            _("Please choose a time that is at least %(least)s and at most %(most)s away.")
            % {"least": length_text(MIN_NOTICE), "most": length_text(MAX_NOTICE)}
        )
    new = Meeting(couple=couple, suggested_by=user, starts_at=starts_at)
    try:
        _store(new, meeting_id)
    except IntegrityError:
        if made := _standing(couple, meeting_id):
            return made
        raise Refused(
            _("There is already a suggested time. It has to be answered or canceled first.")
        ) from None
    tell_homes(couple.pk)
    return new


def _store(new: Meeting, meeting_id: UUID) -> None:
    """Store it in place of what is over. Raises IntegrityError if there is an open one, and Refused."""
    with transaction.atomic():
        _over(new.couple.meetings.all(), timezone.now()).delete()
        new.couple.meetings.filter(state=State.NOT_NOW).delete()
        new.pk = sent_once.unused(Meeting, meeting_id)
        new.save(force_insert=True)
        if not SUGGESTIONS_AN_HOUR.take(str(new.suggested_by_id)):
            raise Refused(_("You have suggested many times just now. Please wait a while."))


def _standing(couple: Couple, meeting_id: UUID) -> Meeting | None:
    return couple.meetings.filter(pk=meeting_id, state__in=(State.OPEN, State.AGREED)).first()


def answer(meeting: Meeting, user: User, yes: bool) -> None:
    """Store the partner's answer to a suggestion. Idempotent for the same answer; otherwise raises Refused."""
    state = State.AGREED if yes else State.NOT_NOW
    asked = Meeting.objects.filter(pk=meeting.pk, state=State.OPEN, starts_at__gt=timezone.now())
    if asked.exclude(suggested_by=user).update(state=state):
        tell_homes(meeting.couple_id)
        return
    now = Meeting.objects.filter(pk=meeting.pk).first()
    if now is None or now.suggested_by_id == user.pk or now.state != state:
        raise Refused(_("This suggestion is no longer open."))


def cancel(meeting: Meeting, user: User) -> None:
    """Delete one's own suggestion, or mark an appointment as cancelled and delete its reminders."""
    row = Meeting.objects.filter(pk=meeting.pk)
    with transaction.atomic():
        if row.filter(state=State.AGREED).update(state=State.TAKEN_BACK):
            meeting.mails.all().delete()
        elif row.filter(state=State.OPEN, suggested_by=user).update(state=State.TAKEN_BACK):
            row.delete()
    tell_homes(meeting.couple_id)


def of_couple(couple: Couple, meeting_id: UUID) -> Meeting | None:
    return couple.meetings.filter(pk=meeting_id).first()


def is_anybodys(meeting_id: UUID) -> bool:
    return Meeting.objects.filter(pk=meeting_id).exists()


def seen_by(couple: Couple, user: User) -> Seen:
    """Return what this person sees now."""
    now, seen = timezone.now(), Seen()
    for meeting in couple.meetings.filter(starts_at__gt=now - APPOINTMENT_LENGTH).order_by("starts_at"):
        ahead = meeting.starts_at > now
        if meeting.state == State.AGREED:
            seen.agreed.append(meeting)
        elif meeting.state == State.OPEN and ahead:
            seen.open, seen.mine = meeting, meeting.suggested_by_id == user.pk
        elif meeting.state == State.NOT_NOW and ahead and meeting.suggested_by_id == user.pk:
            seen.not_now = meeting
        elif meeting.state == State.TAKEN_BACK and ahead:
            seen.off.append(meeting)
    return seen


def for_home(couple: Couple, user: User) -> dict[str, Any]:
    """Return the context of `couples/_meeting_card.html`."""
    return {"meetings": seen_by(couple, user)}


def forget_over() -> int:
    """Delete past meetings, so that no history of meetings or answers accumulates. Returns the rows deleted."""
    now = timezone.now()
    with_counselors = CounselorMeeting.objects.filter(starts_at__lte=now - APPOINTMENT_LENGTH)
    return _over(Meeting.objects.all(), now).delete()[0] + with_counselors.delete()[0]


def _over(meetings: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    agreed = Q(state=State.AGREED)
    return meetings.filter(
        (agreed & Q(starts_at__lte=now - APPOINTMENT_LENGTH)) | (~agreed & Q(starts_at__lte=now))
    )
