"""What the foot of a page needs to know about the person: only whether they have a partner. Asked when it is shown."""

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
