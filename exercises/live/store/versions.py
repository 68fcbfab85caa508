"""The stored versions of exercises: only those that were stored by an act here are run, or shown to anybody.

Whoever writes to the main database could otherwise have people read, and asked for, whatever they like, as if it were
ours. A version never changes, and is known by the hash of its content: so each is read and verified once in a process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from couples.facts import holding, macs
from couples.security_log import Kind, note
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.models import DefinitionVersion

PURPOSE: Final = "exercise"


def of(definition: CoupleDefinition) -> DefinitionVersion:
    """Return the stored version with exactly this content; it is stored if it is new, and again if it does not hold."""
    body = catalog.canonical(definition)
    version, made = DefinitionVersion.objects.get_or_create(
        hash=catalog.content_hash(body), defaults=_columns(body)
    )
    if not (made or _holds(version)):
        note(Kind.MAC_BROKEN)
        version, _made = DefinitionVersion.objects.update_or_create(hash=version.pk, defaults=_columns(body))
    return version


@lru_cache(maxsize=256)
def body_of(definition: str) -> dict[str, Any]:
    """Return the content of this version. Raises DoesNotHold."""
    version = DefinitionVersion.objects.get(pk=definition)
    if not _holds(version):
        holding.refuse()
    body: dict[str, Any] = version.body
    return body


def holds(definition: str) -> bool:
    """Return whether this version may be shown."""
    try:
        body_of(definition)
    except holding.DoesNotHold:
        return False
    return True


def sign_everything() -> int:
    """Sign all versions that are what their hash says. Returns how many there are. Only for an operator."""
    return sum(_sign(version) for version in DefinitionVersion.objects.all() if _is_whole(version))


def sign_under_first_key() -> int:
    """Sign the versions that hold under the first master key. Returns how many there are."""
    return sum(_sign(version) for version in DefinitionVersion.objects.all() if _holds(version))


def whats_wrong() -> list[str]:
    """Return a line for each version that was not stored by an act here."""
    every = DefinitionVersion.objects.order_by("slug", "pk")
    return [f"exercise {one.slug} {one.pk}: it was not written here" for one in every if not _holds(one)]


def _columns(body: dict[str, Any]) -> dict[str, Any]:
    row = {"slug": body["slug"], "format": body["format"], "body": body}
    signed = (catalog.content_hash(body), row["slug"], row["format"])
    return row | {"mac": macs.of(PURPOSE, signed)}


def _holds(version: DefinitionVersion) -> bool:
    return _is_whole(version) and macs.is_of(version.mac, PURPOSE, _signed(version))


def _is_whole(version: DefinitionVersion) -> bool:
    return catalog.content_hash(version.body) == version.pk


def _sign(version: DefinitionVersion) -> int:
    rows = DefinitionVersion.objects.filter(pk=version.pk)
    return rows.update(mac=macs.of(PURPOSE, _signed(version)))


def _signed(version: DefinitionVersion) -> tuple[str, str, int]:
    return version.pk, version.slug, version.format
