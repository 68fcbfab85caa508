"""Seals the secrets of second factors: for their person, so that they open in nobody else's row.

Allauth's hooks for it don't say whose a secret is. So it is sealed for its person when the row is saved, and a row that
is read with the secret of somebody else is refused, before anything is made of it.
"""

import base64
import binascii
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models.signals import pre_save

from couples.facts import holding
from couples.facts.changing import changing
from couples.keys import data_keys
from couples.keys.any_key import unseal_with

PURPOSE: Final = "secrets of second factors"
SEALED: Final = ("secret", "seed")
"""What allauth keeps sealed in an authenticator's data: the key of an app, and what recovery codes grow from."""
_OWNER: Final = "."
"""Stands behind the id of the person for whom a secret was sealed. Without it, it was for nobody yet."""


def seal(text: str) -> str:
    """Return the secret sealed under the first master key, for nobody yet."""
    sealed = data_keys.seal(data_keys.of_server(PURPOSE)[0], text.encode(), PURPOSE.encode())
    return base64.b64encode(sealed).decode()


def seal_for(person: UUID, text: str) -> str:
    """Return the secret sealed for this person."""
    owner = person.hex
    sealed = data_keys.seal(data_keys.of_server(PURPOSE)[0], text.encode(), _context(owner))
    return owner + _OWNER + base64.b64encode(sealed).decode()


def unseal(text: str) -> str:
    """Return the secret, sealed under any of the master keys. Raises CannotOpen."""
    owner, _dot, sealed = text.rpartition(_OWNER)
    try:
        return _opened(base64.b64decode(sealed), owner).decode()
    except binascii.Error:
        raise data_keys.CannotOpen("not something that was sealed here") from None


def _opened(sealed: bytes, owner: str) -> bytes:
    keys = data_keys.of_server(PURPOSE)
    if owner:
        return unseal_with(keys, sealed, _context(owner))
    return unseal_with(keys, sealed, PURPOSE.encode())


def listen() -> None:
    """Look at each authenticator that is read or saved."""
    read = Authenticator.from_db.__func__

    def from_db(cls: Any, *row: Any) -> Any:
        made = read(cls, *row)
        _check_owner(made)
        return made

    Authenticator.from_db = classmethod(from_db)
    pre_save.connect(_bind, sender=Authenticator, dispatch_uid="a secret is sealed for its person")


def reencrypt() -> int:
    """Seal every secret for its person under the first master key. Returns how many factors have one.

    Those of somebody who does not hold stay as they are.
    """
    found = Authenticator.objects.values_list("pk", "user")
    return sum(_reencrypt(pk, user) for pk, user in found.order_by("pk"))


def _reencrypt(pk: int, user: UUID) -> bool:
    """Re-encrypt one row under a row lock, because a recovery code may be used at this moment."""
    with suppress(holding.DoesNotHold), changing(user):
        factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if factor is None or not _sealed(factor):
            return False
        factor.data |= {name: seal_for(user, unseal(text)) for name, text in _sealed(factor).items()}
        factor.save(update_fields=["data"])
        return True
    return False


def _bind(instance: Authenticator, **_more: Any) -> None:
    """Seal what is sealed for nobody yet for the person whose row is about to be saved."""
    free = {name: text for name, text in _sealed(instance).items() if _OWNER not in text}
    with suppress(data_keys.CannotOpen):  # then it was not sealed here, and opens nothing
        own = {name: seal_for(instance.user_id, unseal(text)) for name, text in free.items()}
        if own:
            instance.data = instance.data | own
    _check_owner(instance)


def _check_owner(factor: Authenticator) -> None:
    """Raise DoesNotHold, and note it, if a secret in this row was sealed for somebody else."""
    if "data" not in factor.__dict__ or "user_id" not in factor.__dict__:
        return
    owners = {text.rpartition(_OWNER)[0] for text in _sealed(factor).values()}
    if owners - {"", factor.user_id.hex}:
        holding.refuse()


def _sealed(factor: Authenticator) -> dict[str, str]:
    data = factor.data if isinstance(factor.data, dict) else {}
    return {name: data[name] for name in SEALED if isinstance(data.get(name), str)}


def _context(owner: str) -> bytes:
    return f"secrets of second factors|{owner}".encode()
