"""The mails that a person may have for themselves: when it is time for something, and once a week."""

from __future__ import annotations

import uuid

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


class WeeklyMail(models.Model):
    """This person wants a mail each week at this hour; without a row they get none. Nobody else is shown it.

    `weekday`: Monday is 0. `wish`: another one after each change, so that a mail that waits knows whether it is wanted
    still. `next_at`: when the next one is due.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_mail"
    )
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    wish = models.UUIDField(default=uuid.uuid4)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"weekly mail for {self.person_id}"
