"""One neutral mail before an appointment, for whoever switched it on for themself. It names nobody and says no time.

It is claimed before it is sent, so that several processes send it once; what could not be sent is free again.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.core.mail import send_mail
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.amounts import length_text
from couples.meetings.models import Meeting, MeetingMail
from couples.refused import Refused

MAIL_LEAD_TIME: Final = timedelta(hours=1)

log = logging.getLogger(__name__)


def want(meeting: Meeting, user: User) -> None:
    """Switch it on for oneself, while there is time for it."""
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
    """For which of these this person switched it on."""
    ids = set(MeetingMail.objects.filter(meeting__in=meetings, person=user).values_list("meeting", flat=True))
    return {meeting for meeting in meetings if meeting.pk in ids}


def send_due() -> int:
    """Send what is due now, each once: to active people, about appointments that stand, of couples that still are."""
    now = timezone.now()
    due = MeetingMail.objects.select_related("person").filter(
        sent_at__isnull=True,
        meeting__state=Meeting.State.AGREED,
        meeting__starts_at__gt=now,
        meeting__starts_at__lte=now + MAIL_LEAD_TIME,
        meeting__couple__ended_at__isnull=True,
        person__is_active=True,
        person__memberships__couple=F("meeting__couple"),
        person__memberships__left_at__isnull=True,
    )
    return sum(_send(mail) for mail in due)


def _send(mail: MeetingMail) -> bool:
    claimed = MeetingMail.objects.filter(pk=mail.pk, sent_at__isnull=True)
    if not claimed.update(sent_at=timezone.now()):
        return False  # another process has it, or it was switched off in this moment
    try:
        send_mail(_("Appointment"), _words(), None, [mail.person.email])
    except (SMTPException, OSError) as trouble:
        MeetingMail.objects.filter(pk=mail.pk).update(sent_at=None)
        log.warning("meeting_mail_not_sent", extra={"kind": type(trouble).__name__})
        return False
    return True


def _words() -> str:
    return _(
        "You asked for a reminder before an appointment. It starts in about %(length)s.\n\n"
        "You switched this on yourself, for this one appointment. No more e-mails will follow.\n"
    ) % {"length": length_text(MAIL_LEAD_TIME)}
