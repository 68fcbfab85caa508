"""How a person begins here: a row and a data key, always both. It signs nobody in and sends nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from couples.accounts.models import User
from couples.keys import data_keys


def create(email: str, name: str, password: str | None = None, **more: Any) -> User:
    """A new person with a data key. Without a password, nobody can sign in with one."""
    with transaction.atomic():
        user = User.objects.create_user(email, name, password, **more)
        data_keys.make(user.pk)
    return user


def display_name(name: str, erased_at: datetime | None) -> str:
    """What others read as this person's name; whoever erased themself has none any more."""
    return name if erased_at is None else _("someone who has left")
