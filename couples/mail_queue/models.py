"""The mails that wait. Neither to whom, about what nor until when can be read without the master key."""

import uuid

from django.db import models


class QueuedMail(models.Model):
    """`try_at`: when it may be sent next; a process that sends it puts this off, so that no other one does.

    `attempts`: how often somebody began to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"mail {self.id}"
