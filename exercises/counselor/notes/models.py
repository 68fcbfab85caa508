"""The notes that a counselor keeps for herself, sealed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class CounselorNote(models.Model):
    """One version of one page of her notes. The row whose id is that of its page is the draft.

    `file`: which couple it is about, as only her key can tell. `sealed`: all else, always of one length, under her key.
    No row says about whom it is, in which section it stands, or when it was written. Only she is shown any of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counselor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.BinaryField(max_length=32)
    page = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["counselor", "file"], name="notes_of_one_couple")]

    def __str__(self) -> str:
        return f"note {self.id}"
