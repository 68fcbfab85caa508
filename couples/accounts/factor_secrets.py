"""Re-encrypts the secrets of second factors when the master keys are rotated."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from .adapter import Factors

SEALED = ("secret", "seed")
"""What allauth keeps sealed in an authenticator's data: the key of an app, and what recovery codes grow from."""


def reencrypt() -> int:
    """Encrypt every secret under the first master key. Returns the number of factors that have one."""
    return sum(_reencrypt(pk) for pk in Authenticator.objects.values_list("pk", flat=True))


def _reencrypt(pk: int) -> bool:
    """Re-encrypt one row under a row lock, because a recovery code may be used at this moment."""
    with transaction.atomic():
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
