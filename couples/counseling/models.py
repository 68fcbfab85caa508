"""Models: counselor invitations and profiles, links, acceptances, consents, the access log and its chain."""

import uuid
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from couples.accounts.models import User
from couples.facts.covered import Covered, CoveredManager
from couples.facts.kinds import Kind, cover
from couples.pairing.models import Couple


class CounselorInvitation(models.Model):
    """The operator's invitation to become a counselor: one address, one use. Only a MAC of its link is stored.

    While it is open, `keys` holds what it says: see `couples.counseling.counselors`.
    """

    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"counselor invitation {self.pk}"


class CounselorProfile(models.Model):
    """What partners read before they accept a counselor. `confidences`: the rule on what one of them says alone;
    `response_time`: how soon she answers; `confidences_version` counts the changes of either."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="counselor")
    practice = models.CharField(max_length=120, blank=True)
    confidences = models.TextField(max_length=2000)
    response_time = models.CharField(max_length=200, default="")
    confidences_version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"counselor {self.user_id}"


class Counseling(Covered):
    """Without a couple: a link that the counselor gives to both partners. The first partner who accepts makes a row
    with the couple, and `linked_at` is set when both have accepted. Any of the three can end it; who did is not stored.

    `sealed_label`: whom she gives it to, in her own words, encrypted with her data key. Nobody else is shown it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    counselor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="counselings")
    couple = models.ForeignKey(
        Couple, null=True, blank=True, on_delete=models.CASCADE, related_name="counselings"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    linked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sealed_label = models.BinaryField(default=bytes)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counselor", "couple"],
                condition=Q(ended_at__isnull=True, couple__isnull=False),
                name="one_counseling_per_counselor_and_couple",
            ),
            models.CheckConstraint(
                condition=Q(linked_at__isnull=True) | Q(couple__isnull=False),
                name="only_a_couple_is_linked",
            ),
        ]

    def __str__(self) -> str:
        return f"counseling {self.id}"


class CounselingAcceptance(Covered):
    """One partner accepted this counselor, having read that version of the rule on confidences."""

    counseling = models.ForeignKey(Counseling, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    confidences_version = models.PositiveIntegerField()
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counseling", "person"], name="one_acceptance_per_person")
        ]

    def __str__(self) -> str:
        return f"acceptance of {self.counseling_id}"


class Consent(Covered):
    """One person allowed one counselor one scope, in that version of its text. `withdrawn_at` ends it.

    `scope` is the value of a record in `couples.counseling.scopes`.
    """

    counseling = models.ForeignKey(Counseling, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    row_mac = models.BinaryField(default=bytes)

    objects = CoveredManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counseling", "person", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_person_and_scope",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} in {self.counseling_id}"


cover(
    Kind(
        Counseling,
        "counselor_id",
        ("id", "couple_id", "token_hash", "expires_at", "linked_at", "ended_at"),
    )
)
"""A link decides about the counselor what she sees; so it is hers, and her pages are refused where it does not hold."""
cover(Kind(CounselingAcceptance, "person_id", ("counseling_id", "confidences_version", "accepted_at")))
_UNDER: Final = ("counseling__counselor_id", "counseling__couple_id")
CONSENTS: Final = cover(
    Kind(
        Consent,
        "person_id",
        ("counseling_id", *_UNDER, "person_id", "scope", "version", "given_at"),
        row=(*_UNDER, "person_id", "scope", "version"),
        which=Q(withdrawn_at__isnull=True),
        elsewhere={Counseling._meta.db_table: frozenset({"counselor_id", "couple_id"})},
    )
)


class AccessRecord(models.Model):
    """Somebody outside the couple viewed data about it: who, when, and of which kind. It holds no content."""

    class Role(models.TextChoices):
        COUNSELOR = "counselor"
        ADMIN = "admin"

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="access_records")
    reader = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=9, choices=Role)
    what = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["couple", "reader", "what", "at"], name="last_reading")]

    def __str__(self) -> str:
        return f"{self.role} read {self.what} of {self.couple_id}"


class ChainLink(models.Model):
    """One link of a couple's chain of consents and access records, which says what a row was when it was stored.

    `row`: the id of the consent or access record; none in the first link. `digest`: of that row. `mac`: over this link
    and the one before. Links are added by `couples.counseling.chain` alone, and hold nothing that the rows do not.
    """

    class Kind(models.TextChoices):
        BEGUN = "begun"
        RESTORED = "restored"
        GIVEN = "given"
        WITHDRAWN = "withdrawn"
        READ = "read"

    couple = models.UUIDField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    row = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "number"], name="one_link_of_each_number")]

    def __str__(self) -> str:
        return f"link {self.number} of {self.couple}"
