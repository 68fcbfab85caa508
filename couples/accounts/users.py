"""Creating a person, and how one is called."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from couples.accounts import name_rules
from couples.accounts.models import User


def create(email: str, name: str, password: str | None = None, **more: Any) -> User:
    """Create a person. Without `password`, or one that was `hashed`, no password is usable."""
    return User.objects.create_user(email, name, password, **more)


def display_name(name: str, erased_at: datetime | None) -> str:
    """Return the name that others read; for an erased account a neutral phrase."""
    return name if erased_at is None else _(name_rules.GONE)
