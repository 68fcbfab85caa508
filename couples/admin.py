"""What an operator may look at: who is here, who is paired or linked, and switches for one person. Never a content.

Whoever looks at something about a couple leaves a record that the couple can read. No record is shown or changed here.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from couples.accounts.models import User
from couples.counseling import access_log
from couples.counseling.models import AccessRecord, Counseling
from couples.pairing.models import Couple, Invitation, Membership

from . import hooks

admin.site.unregister([EmailAddress, Authenticator, UserSession])  # secrets and habits are no metadata


class LookOnly(admin.ModelAdmin):
    """Rows are made and ended by the people they are about. An address asks for nothing that no page shows."""

    actions = None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Else `?pin__startswith=` would tell a hidden value piece by piece, by who is on the list and who isn't."""
        field, _separator, how = lookup.partition("__")
        return how in ("", "exact") and field in ("pk", "id", *self.list_filter)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Recorded(LookOnly):
    """Each page about couples is recorded for the couples on it, before it is shown."""

    what = ""

    def couples_of(self, rows: Iterable[Any]) -> set[Couple]:
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
            for couple in couples:
                access_log.record(couple, request.user, AccessRecord.Role.ADMIN, self.what)


@admin.register(User)
class UserAdmin(LookOnly):
    list_display = ("email", "name", "is_active", "is_counselor", "is_staff")
    list_filter = ("is_active", "is_counselor", "is_staff")
    search_fields = ("email",)
    fields = ("email", "name", "created_at", "is_active", "is_counselor", "is_staff")
    readonly_fields = ("email", "name", "created_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody becomes a counselor here, only by an invitation; somebody who is one can be switched off."""
        fixed = () if obj is not None and obj.is_counselor else ("is_counselor",)
        return (*self.readonly_fields, *fixed)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed here: the rest of the row may have changed since the page was asked for."""
        obj.save(update_fields=form.changed_data)
        if {"is_active", "is_counselor"} & set(form.changed_data):
            hooks.tell(hooks.signed_out, obj.pk)


@admin.register(Couple)
class CoupleAdmin(Recorded):
    what = access_log.COUPLE
    list_display = ("id", "created_at", "is_demo")
    fields = ("id", "created_at", "ended_at", "is_demo")

    def couples_of(self, rows: Iterable[Any]) -> set[Couple]:
        return set(rows)


@admin.register(Membership)
class MembershipAdmin(Recorded):
    what = access_log.COUPLE
    list_display = ("couple", "voice", "joined_at", "left_at")
    fields = ("couple", "user", "voice", "joined_at", "left_at")


@admin.register(Counseling)
class CounselingAdmin(Recorded):
    """Which counselor is linked with which couple. Who accepted, and who allows what, is not shown."""

    what = access_log.COUNSELING
    list_display = ("id", "counselor", "couple", "linked_at", "ended_at")
    fields = ("id", "counselor", "couple", "linked_at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Linked ones only: before that, a couple in the row would say that one of them has accepted."""
        return super().get_queryset(request).filter(linked_at__isnull=False)


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ("id", "created_at", "expires_at")
    fields: ClassVar[tuple[str, ...]] = ("id", "inviter", "created_at", "expires_at")
