"""The models of this app, for Django: it looks for them here. Everybody else imports them from their rooms."""

from couples.accounts.models import DelayedChange, User
from couples.counseling.models import (
    AccessRecord,
    Consent,
    Counseling,
    CounselingAcceptance,
    CounselorInvitation,
    CounselorProfile,
)
from couples.keys.models import Latest, PersonKey
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing.models import Couple, Invitation, Membership

__all__ = [
    "AccessRecord",
    "Consent",
    "Counseling",
    "CounselingAcceptance",
    "CounselorInvitation",
    "CounselorProfile",
    "Couple",
    "DelayedChange",
    "Invitation",
    "Latest",
    "Meeting",
    "MeetingMail",
    "Membership",
    "PersonKey",
    "User",
]
