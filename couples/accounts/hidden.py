"""No proof is left out because what it would be compared with was not found, unless it is not there by what holds.

Who writes to the main database can hide a row for the moment in which somebody looks for it.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import is_password_usable

from couples.accounts import factors
from couples.accounts.models import User
from couples.facts import holding
from couples.facts.holding import Held


def require_used(session: Any, user: User, held: Held) -> None:
    """Raise DoesNotHold if this person has a second factor and none was used in this sign-in.

    Allauth asks for it only where it finds a row, and who writes to the main database can hide one for that moment.
    """
    if any(row["type"] in factors.FACTORS for row in held.rows(Authenticator)):
        require_one_used(session, user, held)


def require_one_used(session: Any, user: User, held: Held) -> None:
    """Raise DoesNotHold unless a factor that this person has by what holds was used in this sign-in."""
    own = map(factors.Used.of_row, held.rows(Authenticator))
    if {*own}.isdisjoint(factors.used_in(session, user)):
        holding.refuse()


def require_none(held: Held) -> None:
    """Raise DoesNotHold, and note it, if this person has a password or any factor."""
    (own,) = held.rows(User)
    if is_password_usable(own["password"]) or held.rows(Authenticator):
        holding.refuse()
