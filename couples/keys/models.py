"""Each person's wrapped data key, and which state of the records in the main database is the latest."""

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


class Latest(models.Model):
    """The latest state of one record of the main database: a short value that stands for it. In the database `keys`.

    `coming`: the values of changes that are under way, or empty. `subject`: a person, a couple, or one that
    names nobody.
    """

    purpose = models.CharField(max_length=16)
    subject = models.UUIDField()
    value = models.BinaryField(max_length=64)
    coming = models.BinaryField(default=bytes, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "subject"], name="one_latest_state_of_each")
        ]

    def __str__(self) -> str:
        return f"latest {self.purpose} of {self.subject}"
