"""People with an account of their own. Only facts, and what the database can enforce."""

import uuid
from operator import itemgetter
from typing import Any, ClassVar, Final

from django.contrib.auth.hashers import make_password, verify_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.accounts import addresses, first_sign_in, name_rules
from couples.accounts.columns import AddressColumn, NameColumn
from couples.facts import holding, kinds
from couples.facts.covered import Covered, CoveredManager, CoveredRows, cover_foreign
from couples.keys import data_keys
from couples.security_log import Kind, note

NEVER_SAVED = ("id", "row_mac", "facts_mac")


class UserManager(BaseUserManager["User"]):
    _queryset_class = CoveredRows

    def create_user(
        self, email: str, name: str, password: str | None = None, *, hashed: str = "", **more: Any
    ) -> "User":
        """Create a person. Raises ValidationError for a name that others could not read, or be deceived by.

        Also for an address to which no mail can be sent. `hashed`: in place of the password, its hash.
        """
        addresses.check(email.strip())
        user = self.model(email=email.strip().lower(), name=name_rules.of_person(name), **more)
        user.password = hashed or make_password(password)  # of None: nobody can sign in with a password
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **more: Any) -> "User":
        more |= {"is_staff": True, "is_superuser": True}
        with transaction.atomic():
            user = self.create_user(email, name, password, **more)
            first_sign_in.expect(user.pk)
        note(Kind.ROLE_CHANGED)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(Covered, AbstractBaseUser, PermissionsMixin):
    """A person with a login: a partner, a counselor, an operator or a stranger.

    `mail_reset_at`: when the password was last reset by mail, so that it does not open private pages.
    `password_before_reset`: the hash of the one that goes on opening them, while that mark stands. `erased_at`: when
    the person erased the account; the row stays as the author of past records. `row_mac`, `facts_mac`: MACs of what
    decides in this row, and of all that decides about the person; `couples.facts` writes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = AddressColumn(_("e-mail address"), unique=True)
    name = NameColumn(_("name others see"), max_length=60)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_counselor = models.BooleanField(default=False)
    is_adult_confirmed_at = models.DateTimeField(null=True, blank=True)
    mail_reset_at = models.DateTimeField(null=True, blank=True, editable=False)
    password_before_reset = models.CharField(max_length=128, blank=True, default="", editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    key_epoch = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    row_mac = models.BinaryField(default=bytes)
    facts_mac = models.BinaryField(default=bytes)

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

    def save(self, **how: Any) -> None:
        """Insert a new row, with a data key; change a stored one only as `write` does. Django and allauth call it too.

        Nothing else gives a person a key: whoever has none was erased.
        """
        if self._state.adding:
            with transaction.atomic():
                super().save(**how)
                data_keys.make(self.pk)
            return
        wanted = how.get("update_fields")
        columns = [one.attname for one in self._meta.concrete_fields if one.attname not in NEVER_SAVED]
        changed = [name for name in columns if wanted is None or name in wanted]
        self.write(**{name: getattr(self, name) for name in changed})

    def write(self, where: Q | None = None, **columns: Any) -> bool:
        """Store these columns, here and in the row, unless the person has been erased or the row is unlike `where`.

        Nothing else changes a stored row but the erasure, so that no request under way can undo it. Returns whether the
        row was changed.
        """
        for name, value in columns.items():
            setattr(self, name, value)
        row = User.objects.filter(where or Q(), pk=self.pk, erased_at__isnull=True)
        return not columns or bool(row.update(**columns))

    def check_password(self, raw_password: str | None) -> bool:
        """Return whether this is the password. Raises DoesNotHold if it was compared with another hash than holds.

        A hash made as it was earlier is made anew, only then: or who swaps it for a moment would have theirs stored.
        """
        is_right, is_old = verify_password(raw_password, self.password)
        if is_right:
            holding.require_used(self.pk, self, itemgetter("id", "password"))
        if is_right and is_old:
            compared = Q(password=self.password)
            self.set_password(raw_password)
            self.write(compared, password=self.password)
        return is_right

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()


class SignIn(models.Model):
    """What a browser's session holds, of a person who is signed in or of nobody.

    `session_key`: only a MAC of the key in the browser's cookie. `session_data`: sealed, bound to that key and to
    `person`: see `couples.accounts.sessions`. `expire_date`: when it ends, unless it is used again.
    """

    session_key = models.CharField(max_length=40, primary_key=True, editable=False)
    session_data = models.TextField(editable=False)
    expire_date = models.DateTimeField(db_index=True, editable=False)
    person = models.UUIDField(null=True, db_index=True, editable=False)

    def __str__(self) -> str:
        return f"sign-in of {self.person}"


class DelayedChange(Covered):
    """A change of the address or of a way to sign in that does not count before `counts_from`.

    `sealed`: what it is, under the person's key. The row alone changes nothing, and is deleted when it counts.
    """

    class Kind(models.TextChoices):
        ADDRESS = "address"
        APP = "app"
        PASSKEY = "passkey"
        RECOVERY_CODES = "recovery_codes"
        REMOVAL = "removal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    kind = models.CharField(max_length=14, choices=Kind)
    counts_from = models.DateTimeField(db_index=True)
    sealed = models.BinaryField()

    objects = CoveredManager()

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


OWN_FACTS: Final = kinds.Kind(
    User,
    "id",
    (
        *("id", "email", "password", "mail_reset_at", "password_before_reset", "erased_at"),
        *("is_active", "is_staff", "is_superuser", "is_counselor", "key_epoch"),
    ),
    row=("id", "password", "is_active", "is_counselor", "erased_at"),
)
kinds.cover(OWN_FACTS)
cover_foreign(kinds.Kind(User.groups.through, "user_id", ("group_id",), by_table=True))
cover_foreign(kinds.Kind(User.user_permissions.through, "user_id", ("permission_id",), by_table=True))
kinds.cover(kinds.Kind(DelayedChange, "user_id", ("id", "kind", "counts_from", "sealed")))
