"""The models of sessions, ledgers, drafts and presence."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from exercises.catalog.models import DefinitionVersion


class Stream(models.Model):
    """A live session, or a couple's ledger. `person_a`, `person_b`: whose keys seal the partners' content.

    `assignment`: the counselor's assignment that this session takes up.
    `played_through`: it reached the end of its last step. `head`: the sequence of its last record; `head_a`, `head_b`,
    `head_o`: that of the last record which changed this viewer's view. They are written with the record.
    `completed_at`: when it was played through. `readable`, `reviews`: see `store.readable`. `marks`: what the counselor
    had marked of the assignment when it was taken up, sealed (`live.marks`); `differing`: see `store.differing`.
    """

    class Kind(models.TextChoices):
        SESSION = "session"
        LEDGER = "ledger"

    class Status(models.TextChoices):
        """In the room, set aside for another day, apart (not over, and nobody waits in it), or over.

        Derived from the events; stored for the constraints.
        """

        ROOM = "room"
        ASIDE = "aside"
        APART = "apart"
        OVER = "over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=7, choices=Kind)
    status = models.CharField(max_length=5, choices=Status, default=Status.ROOM)
    couple = models.ForeignKey("couples.Couple", on_delete=models.CASCADE, related_name="streams")
    definition = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, null=True, blank=True)
    person_a = models.UUIDField()
    person_b = models.UUIDField()
    started_at = models.DateTimeField(default=timezone.now)
    assignment = models.ForeignKey(
        "Assignment", on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    played_through = models.BooleanField(default=False)
    head = models.PositiveIntegerField(default=0)
    head_a = models.PositiveIntegerField(default=0)
    head_b = models.PositiveIntegerField(default=0)
    head_o = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, editable=False)
    readable = models.CharField(max_length=120, blank=True, editable=False)
    reviews = models.TextField(blank=True, editable=False)
    marks = models.BinaryField(default=bytes)
    differing = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(kind="session", status="room"), name="one_session_in_the_room"
            ),
            models.UniqueConstraint(
                fields=["couple", "definition"], condition=Q(status="apart"), name="each_once_apart"
            ),
            models.UniqueConstraint(
                fields=["couple"], condition=Q(kind="ledger"), name="one_ledger_per_couple"
            ),
            models.CheckConstraint(
                condition=Q(kind="ledger", definition=None) | Q(kind="session", definition__isnull=False),
                name="sessions_have_a_definition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RecordedEvent(models.Model):
    """The events of one accepted command, in order. Append-only; the sequence never leaves the server.

    `seen_by`: the viewers whose view changed: a, b, o for observers, or none. `body_mac`: a MAC of the command with
    its stream, person and id, under a key outside the database: it detects the same id with another body, and cannot be
    searched for ratings, nor compared with other commands. Empty where that is not known any more. `mac`: one of the
    digest of the stream up to this record (`store.record_macs`).
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="records")
    sequence = models.PositiveIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    command_id = models.UUIDField()
    body_mac = models.BinaryField()
    at = models.DateTimeField()
    seen_by = models.CharField(max_length=3, blank=True)
    events = models.JSONField()
    mac = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="no_gap_is_filled_twice"),
            models.UniqueConstraint(fields=["stream", "person", "command_id"], name="a_command_happens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} of {self.stream_id}"


class Draft(models.Model):
    """What one person typed into one form and did not send. No other user can tell that it exists."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    visit = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "person", "visit", "name"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return f"draft in {self.stream_id}"


class Lease(models.Model):
    """A person is in the room until the lease expires, unless it is renewed. No history is kept.

    `reads`: a counselor who reads what the two open, as it opens.
    """

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="leases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reads = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "person"], name="one_lease_per_person")]

    def __str__(self) -> str:
        return f"lease in {self.stream_id}"


class SessionTopic(models.Model):
    """What a counselor suggested that this session could be about. `sealed`: encrypted with her own data key."""

    stream = models.OneToOneField(Stream, on_delete=models.CASCADE, primary_key=True, related_name="+")
    counselor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"topic of {self.stream_id}"
