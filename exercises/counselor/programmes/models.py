"""Models: the programmes that a counselor has written down, those that run with a couple, and what is in them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class ProgrammeTemplate(models.Model):
    """A programme as a counselor wrote it down for herself. `sealed`: all of it, encrypted with her own data key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counselor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"programme template {self.id}"


class Programme(models.Model):
    """A programme that a counselor started with a couple. `sealed`: its title, encrypted with her own data key.

    `ended_at`: what is in it is not given any more. Nothing says how far the two have come: see `due_now`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counseling = models.ForeignKey("couples.Counseling", on_delete=models.CASCADE, related_name="programmes")
    sealed = models.BinaryField()
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"programme {self.id}"


class ProgrammeItem(models.Model):
    """An assignment that is given when its turn comes. It is skipped where the assignment is withdrawn."""

    assignment = models.OneToOneField(
        "exercises.Assignment", on_delete=models.CASCADE, primary_key=True, related_name="item"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=10)
    days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"item {self.assignment_id}"
