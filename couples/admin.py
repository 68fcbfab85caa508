"""What an operator may look at: who is here, who is paired, and switches for one person. Never a key or content."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from .models import Couple, Invitation, Membership, User

admin.site.unregister([EmailAddress, Authenticator, UserSession])  # secrets and habits are no metadata


class LookOnly(admin.ModelAdmin):
    """Rows are made and ended by the people they are about."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(LookOnly):
    list_display = ("email", "name", "is_active", "is_counselor", "is_staff")
    list_filter = ("is_active", "is_counselor", "is_staff")
    search_fields = ("email",)
    fields = ("email", "name", "created_at", "is_active", "is_counselor", "is_staff")
    readonly_fields = ("email", "name", "created_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Couple)
class CoupleAdmin(LookOnly):
    list_display = ("id", "created_at", "is_demo")


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    list_display = ("couple", "voice", "joined_at", "left_at")
    fields = ("couple", "user", "voice", "joined_at", "left_at")


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    list_display = ("id", "created_at", "expires_at")
    fields: ClassVar[tuple[str, ...]] = ("id", "inviter", "created_at", "expires_at")
