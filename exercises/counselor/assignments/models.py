"""Models: assignments, and which partner has declined one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from exercises.catalog.models import DefinitionVersion


class Assignment(models.Model):
    """An exercise that a counselor assigned to a linked couple.

    `sealed`, `sealed_topic`: her note, and what it could be about, encrypted with her own data key; no topic is empty.
    `withdrawn_at`: off both home pages. `archived_at`: out of her own way; for the two it changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counseling = models.ForeignKey("couples.Counseling", on_delete=models.CASCADE, related_name="assignments")
    definition = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT)
    due_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()
    sealed_topic = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"assignment {self.id}"


class AssignmentDeclined(models.Model):
    """One partner removed this assignment from their home page. It is never shown to anybody else."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="declined")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="declined_once_per_person")
        ]

    def __str__(self) -> str:
        return f"declined {self.assignment_id}"
