"""The models of this app, collected for Django. Other code imports them from their own rooms."""

from exercises.catalog.models import DefinitionVersion
from exercises.counselor.asking.models import AskedFor, PutAway
from exercises.counselor.assignments.models import Assignment, AssignmentDeclined
from exercises.counselor.marks.models import Marks
from exercises.counselor.models import Screening
from exercises.counselor.notes.models import CounselorNote
from exercises.counselor.programmes.models import Programme, ProgrammeItem, ProgrammeTemplate
from exercises.counselor.to_one.models import HandoutList
from exercises.favorites.models import Favorites
from exercises.live.models import Draft, Lease, RecordedEvent, SessionTopic, Stream
from exercises.private.models import Handouts, PrivateStore
from exercises.reminders.models import ReadyMail, WeeklyMail

__all__ = [
    "AskedFor",
    "Assignment",
    "AssignmentDeclined",
    "CounselorNote",
    "DefinitionVersion",
    "Draft",
    "Favorites",
    "HandoutList",
    "Handouts",
    "Lease",
    "Marks",
    "PrivateStore",
    "Programme",
    "ProgrammeItem",
    "ProgrammeTemplate",
    "PutAway",
    "ReadyMail",
    "RecordedEvent",
    "Screening",
    "SessionTopic",
    "Stream",
    "WeeklyMail",
]
