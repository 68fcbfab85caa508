"""Each person's wrapped data key."""

from django.db import models
from django.utils import timezone


class PersonKey(models.Model):
    """A person's data key, wrapped. It lives in the database `keys`, with short-lived backups of its own."""

    person = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField()
    kek_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"key of {self.person}"
