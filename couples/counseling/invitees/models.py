"""The model of somebody who came by a counselor's link."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling.models import Counseling
from couples.facts.covered import Covered, CoveredManager
from couples.facts.kinds import Kind, cover


class Invitee(Covered):
    """Somebody who came by a counselor's link and has not accepted the counselor: only this person is shown it.

    `expected_mac`: a MAC of the name of whom they come with, as `invitees` makes it; empty until they have said so.
    `sealed_expected`: that name, encrypted with their data key. `confirmed`: who they said is the right person.
    """

    link = models.ForeignKey(Counseling, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expected_mac = models.CharField(max_length=64, blank=True, editable=False)
    sealed_expected = models.BinaryField(default=bytes)
    confirmed = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "person"], name="one_invitee_per_person_and_link"),
            models.CheckConstraint(
                condition=Q(confirmed__isnull=True) | ~Q(expected_mac="") & ~Q(confirmed=F("person")),
                name="whoever_is_confirmed_was_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"invitee of {self.link_id}"


cover(Kind(Invitee, "person_id", ("link_id", "expected_mac", "confirmed_id")))
"""Whom somebody confirmed decides about them: it makes a couple of the two."""
