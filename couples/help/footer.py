"""Context processor for the page footer: whether the person has a partner, queried only when it is rendered."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from couples.accounts.models import User
from couples.pairing import membership


def context(request: HttpRequest) -> dict[str, Any]:
    def has_partner() -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and membership.couple_of(user) is not None

    return {"has_partner": SimpleLazyObject(has_partner)}
