"""The people, who belongs to whom, and who may read what. Facts only; the rules are in the modules beside."""

from .counsel import (
    AccessRecord,
    Consent,
    Counseling,
    CounselingAcceptance,
    CounselorInvitation,
    CounselorProfile,
)
from .pairs import Couple, Invitation, Meeting, MeetingMail, Membership, Voice
from .people import PersonKey, User, UserManager

__all__ = [
    "AccessRecord",
    "Consent",
    "Counseling",
    "CounselingAcceptance",
    "CounselorInvitation",
    "CounselorProfile",
    "Couple",
    "Invitation",
    "Meeting",
    "MeetingMail",
    "Membership",
    "PersonKey",
    "User",
    "UserManager",
    "Voice",
]
