"""What is stored of sessions and of a couple's ledger. Only facts and constraints."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from exercises.catalog.models import DefinitionVersion


class Stream(models.Model):
    """A live session, or a couple's ledger. `person_a`, `person_b`: whose keys close the contents of each voice.

    `assignment`: the session took up what a counselor assigned. `played_through`: it reached the end of its last step.
    """

    class Kind(models.TextChoices):
        SESSION = "session"
        LEDGER = "ledger"

    class Status(models.TextChoices):
        """In the room, set aside for another day, or over. Follows from the events; kept for the constraint."""

        ROOM = "room"
        ASIDE = "aside"
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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(kind="session", status="room"), name="one_session_in_the_room"
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
    """What one accepted command caused: its events, in order. Append-only; the sequence never leaves the server.

    `seen_by`: for whom something looks different since: the voices a and b, o for observers, or nobody.
    `body_mac`: what the command said, as a MAC under a key outside the database, so that the same id with another
    body is noticed and nobody can search for the ratings in it.
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="no_gap_is_filled_twice"),
            models.UniqueConstraint(fields=["stream", "person", "command_id"], name="a_command_happens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} of {self.stream_id}"


class Draft(models.Model):
    """What one person typed in one form and did not send. Nobody else can tell that it exists."""

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
    """Somebody is in the room until then, unless they say so again. No history, nothing finer."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="leases")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "person"], name="one_lease_per_person")]

    def __str__(self) -> str:
        return f"lease in {self.stream_id}"
