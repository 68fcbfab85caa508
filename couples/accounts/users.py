"""Creating a person: the row and the data key, always both."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from couples.accounts import name_rules
from couples.accounts.models import User
from couples.keys import data_keys


def create(email: str, name: str, password: str | None = None, **more: Any) -> User:
    """Create a person with a data key. Without `password`, or one that was `hashed`, no password is usable."""
    with transaction.atomic():
        user = User.objects.create_user(email, name, password, **more)
        data_keys.make(user.pk)
    return user


def display_name(name: str, erased_at: datetime | None) -> str:
    """Return the name that others read; for an erased account a neutral phrase."""
    return name if erased_at is None else _(name_rules.GONE)
