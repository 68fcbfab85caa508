"""The models of this app, for Django: it looks for them here. Everybody else imports them from their rooms."""

from exercises.catalog.models import DefinitionVersion
from exercises.counselor.models import Assignment, AssignmentDeclined
from exercises.live.models import Draft, Lease, RecordedEvent, Stream
from exercises.private.models import PrivateStore

__all__ = [
    "Assignment",
    "AssignmentDeclined",
    "DefinitionVersion",
    "Draft",
    "Lease",
    "PrivateStore",
    "RecordedEvent",
    "Stream",
]
