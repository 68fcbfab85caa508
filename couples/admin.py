"""The admin for operators: accounts, who is paired or linked, and switches for one person. It shows no content.

Viewing anything about a couple is recorded in the access log, which the couple can read. The log is not in the admin.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from couples.accounts.models import User
from couples.counseling import access_log, removal
from couples.counseling.models import AccessRecord, Counseling
from couples.facts.changing import changing, taking_away
from couples.pairing.models import Couple, Invitation, Membership
from couples.security_log import Kind, note

from . import hooks

admin.site.unregister([EmailAddress, Authenticator])  # they hold secrets, and how people sign in


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows rows. It cannot add, change or delete any, and filters only by fields that it shows."""

    actions = None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Allow exact filters only: `?pin__startswith=` would reveal a hidden value piece by piece."""
        field, _separator, how = lookup.partition("__")
        return how in ("", "exact") and field in ("pk", "id", *self.list_filter)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordedAdmin(ReadOnlyAdmin):
    """Records each page in the access log of every couple on it, before the page is sent. `what`: the kind of data."""

    what = ""

    def couples_of(self, rows: Iterable[Any]) -> set[Couple]:
        """Return the couples that these rows are about."""
        return {row.couple for row in rows if row.couple is not None}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            self._record(request, self.couples_of(shown["cl"].result_list))
        return response

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        response = super().changeform_view(request, object_id, form_url, extra_context)
        self._record_one(request, object_id)
        return response

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        self._record_one(request, object_id)
        return response

    def _record_one(self, request: HttpRequest, object_id: Any) -> None:
        row = self.get_object(request, str(object_id))
        self._record(request, self.couples_of([row] if row else []))

    def _record(self, request: HttpRequest, couples: set[Couple]) -> None:
        assert isinstance(request.user, User)
        with transaction.atomic():
            for couple in sorted(couples, key=lambda one: one.pk):  # all lock their chains in one order
                access_log.record(couple, request.user, AccessRecord.Role.ADMIN, self.what)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("email", "name", "is_active", "is_counselor", "is_staff")
    list_filter = ("is_active", "is_counselor", "is_staff")
    search_fields = ("email",)
    fields = ("email", "name", "created_at", "is_active", "is_counselor", "is_staff")
    readonly_fields = ("email", "name", "created_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Allow `is_counselor` to be switched off, never on: counselors are made only by invitation."""
        fixed = () if obj is not None and obj.is_counselor else ("is_counselor",)
        return (*self.readonly_fields, *fixed)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save only the changed fields: others may have changed since. Notify open sockets if access may have ended."""
        changed = {name: getattr(obj, name) for name in form.changed_data}
        with changing(obj) if any(changed.values()) else taking_away(obj):
            obj.write(**changed)
            if not obj.is_active:
                hooks.tell(hooks.counselor_ended, obj.pk)
        if "is_counselor" in changed:
            removal.remove(obj)
        elif {"is_active", "is_staff"} & changed.keys():
            note(Kind.ROLE_CHANGED)
            hooks.tell(hooks.signed_out, obj.pk)


@admin.register(Couple)
class CoupleAdmin(RecordedAdmin):
    what = access_log.COUPLE
    list_display = ("id", "created_at", "is_demo")
    fields = ("id", "created_at", "ended_at", "is_demo")

    def couples_of(self, rows: Iterable[Any]) -> set[Couple]:
        return set(rows)


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    what = access_log.COUPLE
    list_display = ("couple", "voice", "joined_at", "left_at")
    fields = ("couple", "user", "voice", "joined_at", "left_at")


@admin.register(Counseling)
class CounselingAdmin(RecordedAdmin):
    """Shows which counselor is linked with which couple; not who accepted, nor who allows what."""

    what = access_log.COUNSELING
    list_display = ("id", "counselor", "couple", "linked_at", "ended_at")
    fields = ("id", "counselor", "couple", "linked_at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return linked rows only: before that, a row with a couple would show that one partner has accepted."""
        return super().get_queryset(request).filter(linked_at__isnull=False)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("id", "created_at", "expires_at")
    fields: ClassVar[tuple[str, ...]] = ("id", "inviter", "created_at", "expires_at")
