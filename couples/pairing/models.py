"""Models of couples, their memberships and invitations, with their constraints."""

import uuid
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from couples.accounts.models import User
from couples.facts.covered import Covered, CoveredManager
from couples.facts.kinds import Kind, cover


class Couple(models.Model):
    """Two people who paired. The row stays when they part: both memberships end at once; who left is not stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"couple {self.id}"


class Voice(models.TextChoices):
    """Which of the two roles, a or b, a person has in a couple. It never changes while they are in it."""

    A = "a"
    B = "b"


class Membership(Covered):
    """A person in a couple. `leaves_on`: the day they chose to leave; only they see it, after proving it again."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    voice = models.CharField(max_length=1, choices=Voice.choices)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True)
    row_mac = models.BinaryField(default=bytes)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "voice"],
                condition=Q(left_at__isnull=True),
                name="one_active_person_for_each_voice",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(left_at__isnull=True),
                name="one_active_couple_for_each_person",
            ),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="voice_is_a_or_b"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="nobody_leaves_before_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice} of {self.couple_id}"


MEMBERSHIPS: Final = cover(
    Kind(
        Membership,
        "user_id",
        ("couple_id", "user_id", "voice", "joined_at", "left_at", "leaves_on", "user__key_epoch"),
        row=("couple_id", "user_id", "voice", "left_at", "user__key_epoch"),
        elsewhere={User._meta.db_table: frozenset({"key_epoch"})},
    )
)
"""With the epoch of the key, so that nobody has what was read before an erasure shown again."""


class Invitation(Covered):
    """A link, or eight digits, for one other person. Only hashes are stored, so the rows reveal no secret.

    The person who accepts becomes the partner once the inviter confirms them. A declined invitation stays open, so
    that its inviter can't find out about the decline; a later acceptance replaces it. An expired one is cancelled
    when its inviter makes a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inviter = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(confirmed_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_invitation_for_each_inviter",
            ),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="eight_digits_mean_one_invitation"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
                name="an_accepted_invitation_was_not_declined",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(accepted_at__isnull=False, cancelled_at__isnull=True),
                name="only_an_accepted_invitation_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | Q(accepted_at__isnull=False),
                name="whoever_accepted_did_so_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("inviter")),
                name="nobody_accepts_their_own_invitation",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="an_invitation_lasts_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"


cover(
    Kind(
        Invitation,
        "accepted_by_id",
        ("id", "inviter_id", "accepted_at"),
        which=Q(accepted_by__isnull=False, confirmed_at__isnull=True, cancelled_at__isnull=True),
    )
)
"""A yes that waits for the inviter decides about whoever gave it: it makes a couple of the two."""
