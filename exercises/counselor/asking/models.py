"""What a counselor has asked a couple to allow, and who has put that away."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class AskedFor(models.Model):
    """A counselor asked both of a couple for one scope. `sealed`: which, and until when, under her key.

    What either of the two does with it is not stored here, and does not change it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counseling = models.ForeignKey("couples.Counseling", on_delete=models.CASCADE, related_name="asked_for")
    sealed = models.BinaryField()
    asked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"asked in {self.counseling_id}"


class PutAway(models.Model):
    """One partner took it off their own home page. It is never shown to anybody else."""

    asked = models.ForeignKey(AskedFor, on_delete=models.CASCADE, related_name="put_away")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "person"], name="put_away_once_per_person")]

    def __str__(self) -> str:
        return f"put away {self.asked_id}"
