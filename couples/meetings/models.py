"""Models of meetings and their reminder mails, with their constraints; and when a counselor meets a couple."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from couples.accounts.models import User
from couples.pairing.models import Couple


class Meeting(models.Model):
    """A time that one partner suggested, and its answer. When it was answered is not stored."""

    class State(models.TextChoices):
        OPEN = "open"
        AGREED = "agreed"
        NOT_NOW = "not_now"
        TAKEN_BACK = "taken_back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="meetings")
    suggested_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(state="open"), name="one_open_suggestion_per_couple"
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.id}"


class MeetingMail(models.Model):
    """One neutral mail before a meeting, requested by this person. It is not shown to the partner."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_mail_per_person_and_meeting")
        ]

    def __str__(self) -> str:
        return f"mail before {self.meeting_id}"


class CounselorMeeting(models.Model):
    """When a counselor meets a linked couple next: her own until she shows it to both. One for each link.

    `number`: how often the time has changed, so that a calendar takes the later one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counseling = models.OneToOneField("couples.Counseling", on_delete=models.CASCADE, related_name="meeting")
    starts_at = models.DateTimeField()
    is_shown = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"meeting in {self.counseling_id}"
