"""Re-encrypts the secrets of second factors when the master keys are rotated."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from couples.facts.changing import changing

from .adapter import Factors

SEALED = ("secret", "seed")
"""What allauth keeps sealed in an authenticator's data: the key of an app, and what recovery codes grow from."""


def reencrypt() -> int:
    """Encrypt every secret under the first master key. Returns the number of factors that have one."""
    return sum(_reencrypt(pk, user) for pk, user in Authenticator.objects.values_list("pk", "user"))


def _reencrypt(pk: int, user: UUID) -> bool:
    """Re-encrypt one row under a row lock, because a recovery code may be used at this moment."""
    with changing(user):
        factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
        sealed = [name for name in SEALED if factor and name in factor.data]
        if factor is None or not sealed:
            return False
        factor.data |= {name: _reencrypted(factor.data[name]) for name in sealed}
        factor.save(update_fields=["data"])
        return True


def _reencrypted(sealed: Any) -> str:
    factors = Factors()
    return factors.encrypt(factors.decrypt(sealed))
