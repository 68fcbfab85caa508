"""The mail that a person may have for themselves when it is time for something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReadyMail(models.Model):
    """This person wants the mail; without a row they get none. Nobody else is shown it.

    `since`: what became due later than this is worth a mail: when they asked for it, or when the last one was sent.
    `look_at`: when it is next found out whether there is something.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ready_mail"
    )
    since = models.DateTimeField(default=timezone.now)
    look_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"mail for {self.person_id}"
