"""One neutral reminder mail before an appointment, for each person who asked for it. It holds no name and no date.

A mail is claimed and handed to the queue in one transaction, so that it is handed over once, and not lost.
"""

from datetime import timedelta
from typing import Final

from django.core.mail import get_connection, send_mail
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.amounts import length_text
from couples.meetings.models import Meeting, MeetingMail
from couples.refused import Refused

ABOUT: Final = "an appointment"
MAIL_LEAD_TIME: Final = timedelta(hours=1)
TRIED_FOR: Final = timedelta(minutes=30)
"""For so long the queue tries to send one: what it says would not be true long after."""
READY_MAIL_INTERVAL: Final = timedelta(days=7)
"""How much time passes, at least, between two mails that something is ready for a person."""


def want(meeting: Meeting, user: User) -> None:
    """Request the mail for this person. Raises Refused if it is too late or the appointment was cancelled."""
    if not can_want(meeting):
        raise Refused(
            _(
                "It is too late for an e-mail %(length)s before this appointment, or the appointment was canceled."
            )
            % {"length": length_text(MAIL_LEAD_TIME)}
        )
    MeetingMail.objects.get_or_create(meeting=meeting, person=user)


def do_not_want(meeting: Meeting, user: User) -> None:
    MeetingMail.objects.filter(meeting=meeting, person=user, sent_at__isnull=True).delete()


def can_want(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.AGREED and meeting.starts_at > timezone.now() + MAIL_LEAD_TIME


def wanted_by(user: User, meetings: list[Meeting]) -> set[Meeting]:
    """Return those of these meetings for which this person requested the mail."""
    ids = set(MeetingMail.objects.filter(meeting__in=meetings, person=user).values_list("meeting", flat=True))
    return {meeting for meeting in meetings if meeting.pk in ids}


def send_due() -> int:
    """Send each due mail once: active person, agreed appointment, couple not ended. Returns how many were sent."""
    within = timezone.now() + MAIL_LEAD_TIME
    due = _true().select_related("person").filter(sent_at__isnull=True, meeting__starts_at__lte=within)
    return sum(_send(mail) for mail in due)


def may_leave(mail: str) -> bool:
    """Return whether this mail, which waits in the queue, is still true."""
    return _true().filter(pk=int(mail)).exists()


def _true() -> QuerySet[MeetingMail]:
    return MeetingMail.objects.filter(
        meeting__state=Meeting.State.AGREED,
        meeting__starts_at__gt=timezone.now(),
        meeting__couple__ended_at__isnull=True,
        person__is_active=True,
        person__memberships__couple=F("meeting__couple"),
        person__memberships__left_at__isnull=True,
    )


def _send(mail: MeetingMail) -> bool:
    claimed = MeetingMail.objects.filter(pk=mail.pk, sent_at__isnull=True)
    with transaction.atomic():
        if not claimed.update(sent_at=timezone.now()):
            return False  # claimed by another process, or just switched off
        queue = get_connection(lifetime=TRIED_FOR, about=(ABOUT, str(mail.pk)))
        send_mail(_("Appointment"), _text(), None, [mail.person.email], connection=queue)
    return True


def _text() -> str:
    return _(
        "You asked for a reminder before an appointment. It starts in about %(length)s.\n\n"
        "You switched this on yourself, for this one appointment. No more e-mails will follow.\n"
    ) % {"length": length_text(MAIL_LEAD_TIME)}
