"""A row of every kind for one person, with words that can be found again. It knows the models and no page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from couples.accounts.models import DelayedChange, SignIn, User
from couples.counseling.models import (
    AccessRecord,
    Consent,
    Counseling,
    CounselingAcceptance,
    CounselorProfile,
)
from couples.facts.changing import changing
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing.models import Couple, Invitation, Membership
from couples.privacy import data_map
from exercises.catalog.models import DefinitionVersion
from exercises.core.text import Refused
from exercises.counselor.assignments.models import Assignment, AssignmentDeclined
from exercises.live import access
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.models import Lease, Stream
from exercises.live.store import drafts
from exercises.private.models import PrivateStore

LEAVES = date(2041, 2, 3)
OTHERS = "PLANTED-FOR-BLAIR"


def plant(couple: Couple, alex: User, blair: User, casey: User) -> dict[str, Any]:
    """Rows of Alex, and the same of Blair; what was planted for Alex, by a name."""
    soon = timezone.now() + timedelta(days=7)
    link = Counseling.objects.create(
        counselor=casey, couple=couple, token_hash="link", expires_at=soon, linked_at=timezone.now()
    )
    CounselorProfile.objects.create(user=casey, practice="Practice by the lake", confidences="I keep none")
    stream = Stream.objects.get(pk=_session(couple, alex))
    given = Assignment.objects.create(
        counseling=link, definition=DefinitionVersion.objects.get(), due_on=date(2042, 3, 4), sealed=b"x"
    )
    AccessRecord.objects.create(couple=couple, reader=casey, role="counselor", what="planted report")
    LogEntry.objects.create(
        user=casey, content_type=ContentType.objects.get_for_model(User), object_id=str(alex.pk),
        object_repr="Alex", action_flag=2,
    )  # fmt: skip
    for person in (alex, blair):
        _of_one(person, couple, stream, link, given, soon)
    Membership.objects.filter(user=alex).update(leaves_on=LEAVES)
    return {"link": link, "stream": stream, "given": given}


def _session(couple: Couple, alex: User) -> Any:
    try:
        return starting.start_session(couple, alex.pk, "see-feel-need-ask")
    except Refused:
        return Stream.objects.get(couple=couple, kind="session", status="room").pk


def _of_one(person: User, couple: Couple, stream: Stream, link: Any, given: Any, soon: Any) -> None:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    Invitation.objects.create(
        inviter=person, token_hash=f"hash {person.pk}", expires_at=soon, cancelled_at=timezone.now()
    )
    meeting = Meeting.objects.create(couple=couple, suggested_by=person, starts_at=soon, state="agreed")
    MeetingMail.objects.create(meeting=meeting, person=person)
    CounselingAcceptance.objects.create(counseling=link, person=person, confidences_version=1)
    Consent.objects.create(counseling=link, person=person, scope="progress", version=1)
    drafts.save(
        access.of_partner(stream.pk, Caller(person.pk)), 99, "planted", {"words": f"DRAFT of {person.name}"}
    )
    Lease.objects.get_or_create(stream=stream, person=person, defaults={"until": soon})
    PrivateStore.objects.create(person=person, sealed=b"x")
    AssignmentDeclined.objects.create(assignment=given, person=person)
    DelayedChange.objects.create(user=person, kind="passkey", counts_from=soon, sealed=b"x")
    group, _made = Group.objects.get_or_create(name="planted")
    with changing(person):
        person.groups.add(group)
        person.user_permissions.add(Permission.objects.all()[0])
    SignIn.objects.create(
        session_key=f"key {person.pk}", session_data="", person=person.pk, expire_date=timezone.now()
    )
    _of_allauth(person)


def _of_allauth(person: User) -> None:
    """Where those apps are installed."""
    more = {
        "mfa.Authenticator": {"type": "totp", "data": {}},
    }
    for entry in data_map.entries():
        if entry.model in more:
            entry.kind._default_manager.create(user=person, **more[entry.model])
