"""The models of this app, for Django: it looks for them here. Everybody else imports them from their rooms."""

from couples.accounts.models import DelayedChange, SignIn, User
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import (
    AccessRecord,
    ChainLink,
    Consent,
    Counseling,
    CounselingAcceptance,
    CounselorInvitation,
    CounselorProfile,
)
from couples.keys.models import Latest, PersonKey
from couples.lock.models import StoreLock
from couples.mail_queue.models import QueuedMail
from couples.meetings.models import CounselorMeeting, Meeting, MeetingMail
from couples.pairing.models import Couple, Invitation, Membership
from couples.privacy.models import UnusedNotice
from couples.security_log.models import SecurityCount

__all__ = [
    "AccessRecord",
    "ChainLink",
    "Consent",
    "Counseling",
    "CounselingAcceptance",
    "CounselorInvitation",
    "CounselorMeeting",
    "CounselorProfile",
    "Couple",
    "DelayedChange",
    "Invitation",
    "Invitee",
    "Latest",
    "Meeting",
    "MeetingMail",
    "Membership",
    "PersonKey",
    "QueuedMail",
    "SecurityCount",
    "SignIn",
    "StoreLock",
    "UnusedNotice",
    "User",
]
