"""The favorites of one person, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Favorites(models.Model):
    """`sealed`: the slugs, under the person's data key, always of one length. Only its owner is shown any of it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"favorites of {self.person_id}"
