"""Models: with whom a counselor spoke alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Screening(models.Model):
    """A counselor spoke with this partner alone about safety and being free to say no.

    `sealed`: on which day, encrypted with her data key. It is hers: no partner is shown that it exists.
    """

    counseling = models.ForeignKey("couples.Counseling", on_delete=models.CASCADE, related_name="screenings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counseling", "person"], name="screened_once_per_person")
        ]

    def __str__(self) -> str:
        return f"screening in {self.counseling_id}"
