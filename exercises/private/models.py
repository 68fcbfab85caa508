"""The private pages of each person, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PrivateStore(models.Model):
    """All private pages of one person in one sealed piece of fixed length; everybody has one, used or not.

    `pending`: another piece, of fixed length as well: what was sent in while the pages were locked. Empty only in rows
    from before there was such a place, until `store.make` fills it up.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    pending = models.BinaryField(default=bytes, blank=True)

    def __str__(self) -> str:
        return f"private store of {self.person_id}"
