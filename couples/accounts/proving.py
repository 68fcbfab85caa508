"""Comparing what somebody gives with the factor that it should prove: a code of an app, a recovery code, a passkey.

The row that was compared must be what holds about this very person (`couples.facts.holding.require_used`). Allauth
reads some of these rows twice, and hands on another copy than the one it compared; here it is one.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db import transaction

from couples.accounts.models import User
from couples.facts import holding
from couples.ratelimits import kept

CHANGED_BY_USE: Final = frozenset({"used_mask", "viewed_at", "migrated_codes"})
"""What using or looking at recovery codes changes in their row."""


def what_proves(columns: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a proof rests on in the row of a factor."""
    data = {name: value for name, value in columns["data"].items() if name not in CHANGED_BY_USE}
    return columns["id"], columns["type"], columns["created_at"], data


def by_code(user: User, code: str, *types: Authenticator.Type) -> Authenticator | None:
    """Return the person's factor of one of these types whose code this is, and use the code up; None if it is wrong.

    Raises DoesNotHold.
    """
    with transaction.atomic():
        holding.lock([user.pk])
        for row in Authenticator.objects.filter(user=user, type__in=types).order_by("pk"):
            factor = row.wrap()
            if factor.validate_code(code) and _is_unused(row, code):
                # Recovery codes are read again under a lock: `instance` is the row that was compared.
                holding.require_used(user.pk, factor.instance, what_proves)
                factor.instance.user = user
                return factor.instance
    return None


def _is_unused(row: Authenticator, code: str) -> bool:
    """Whether this code of an app was not used before. Allauth's mark of it can be deleted with the counts of tries."""
    return row.type != Authenticator.Type.TOTP or kept.is_first(
        "app code", f"{row.pk} {normalize_user_code(code)}"
    )


def by_passkey(credential: Any, complete: Callable[[], Authenticator]) -> Authenticator:
    """Return the passkey that `complete` finds for what the browser sent, if its own key has signed that.

    `complete` is allauth's, which looks for the row again after it has compared. Raises what it does, and DoesNotHold.
    """
    state = auth.get_state()
    passkey = complete()
    keys = [passkey.wrap().authenticator_data.credential_data]
    try:
        auth.get_server().authenticate_complete(state, keys, credential)
    except ValueError:
        holding.refuse()
    holding.require_used(passkey.user_id, passkey, what_proves)
    return passkey
