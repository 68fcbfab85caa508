"""The people and who belongs to whom. No rules of conduct here: only facts, and what the database can enforce."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> "User":
        user = self.model(email=email.strip().lower(), name=name, **more)
        user.set_password(password)  # None: nobody can sign in with a password
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **more: Any) -> "User":
        more |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, name, password, **more)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an own login: a partner, a counselor, an operator or a stranger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name others see"), max_length=60)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_counselor = models.BooleanField(default=False)
    is_adult_confirmed_at = models.DateTimeField(null=True, blank=True)
    key_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_kept_in_lower_case"),
            models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()


class Couple(models.Model):
    """Two people who paired. It stays when they part; their memberships say who is in it now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"couple {self.id}"


class Voice(models.TextChoices):
    """Which of the two voices a person has in a couple. It never changes while they are in it."""

    A = "a"
    B = "b"


class Membership(models.Model):
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    voice = models.CharField(max_length=1, choices=Voice.choices)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)

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


class Invitation(models.Model):
    """A link for one other person. Only its SHA-256 is stored, so the rows open nothing.

    A declined invitation keeps looking open to its inviter, who may still cancel it;
    an expired one is cancelled when its inviter makes a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inviter = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(accepted_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_invitation_for_each_inviter",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(declined_at__isnull=True, cancelled_at__isnull=True),
                name="an_accepted_invitation_was_not_refused",
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


class PersonKey(models.Model):
    """A person's data key, wrapped. It lives in the database `keys`, with short-lived backups of its own."""

    person = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField()
    kek_id = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"key of {self.person}"
