"""The private pages of each person, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PrivateStore(models.Model):
    """All private pages of one person, sealed in one field of fixed length. Everybody has one, used or not.

    `pending`: what was sent in while the pages were locked, sealed in a second field of fixed length. It is empty only
    in old rows, until `store.make` fills it.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    pending = models.BinaryField(default=bytes, blank=True)

    def __str__(self) -> str:
        return f"private store of {self.person_id}"


class Handouts(models.Model):
    """What counselors gave to one person alone, and what that person told them. Whoever has a private store has one.

    `received`, `told`: sealed, each of one length for everybody, with something in it or not.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    received = models.BinaryField()
    told = models.BinaryField()

    def __str__(self) -> str:
        return f"handouts of {self.person_id}"
