"""How a person begins here: a row and a data key, always both. It signs nobody in and sends nothing."""

from typing import Any

from django.db import transaction

from . import keys
from .models import User


def begin(email: str, name: str, password: str | None = None, **more: Any) -> User:
    """A new person with a data key. Without a password, nobody can sign in with one."""
    with transaction.atomic():
        user = User.objects.create_user(email, name, password, **more)
        keys.make(user.pk)
    return user
