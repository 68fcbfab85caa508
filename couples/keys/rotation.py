"""Wraps every data key under the first master key. The data keys stay the same, so no sealed data is touched.

Servers may keep running as long as each of them has both master keys. It can be stopped and run again: each row is
changed in one statement, only if it is unchanged since it was read, so that a destroyed key stays destroyed.
"""

from collections.abc import Collection

from django.conf import settings

from couples.keys import data_keys
from couples.keys.models import PersonKey

BATCH_SIZE = 200


class MasterKeyMissing(Exception):
    """Data keys are wrapped under a master key that is not configured. Nothing is lost; the text says what to do."""


def rotate() -> int:
    """Wrap all keys under the first master key. Returns how many were changed."""
    _refuse_unknown()
    first = data_keys.kek_id(settings.MASTER_KEYS[0])
    done = 0
    while rows := list(PersonKey.objects.exclude(kek_id=first).order_by("person")[:BATCH_SIZE]):
        done += sum(_wrap_anew(row, first) for row in rows)
        _refuse_unknown()  # a server that still has other keys may have made one since
    return done


def in_use() -> Collection[str]:
    """Return the ids of the master keys that wrap any data key."""
    return set(PersonKey.objects.values_list("kek_id", flat=True))


def _wrap_anew(row: PersonKey, first: str) -> int:
    unchanged = PersonKey.objects.filter(person=row.person, kek_id=row.kek_id, wrapped=bytes(row.wrapped))
    return unchanged.update(wrapped=data_keys.rewrapped(row), kek_id=first)


def whats_unknown() -> str:
    """Return a sentence if a data key lies under a master key that is not configured; otherwise nothing."""
    known = [data_keys.kek_id(master) for master in settings.MASTER_KEYS]
    others = PersonKey.objects.exclude(kek_id__in=known).order_by().values_list("kek_id", flat=True)
    if not (missing := sorted(set(others.distinct()))):
        return ""
    return (
        f"Some data keys lie under the master key {', '.join(missing)}, which is not among MASTER_KEYS. "
        "Add it behind the first one, then begin again. Nothing was lost."
    )


def are_all_unknown() -> bool:
    """Return whether there are data keys, and not one lies under a master key that is configured.

    Then a process can open nothing and should not start. One row that somebody wrote keeps nobody else out.
    """
    known = [data_keys.kek_id(master) for master in settings.MASTER_KEYS]
    return PersonKey.objects.exists() and not PersonKey.objects.filter(kek_id__in=known).exists()


def _refuse_unknown() -> None:
    if said := whats_unknown():
        raise MasterKeyMissing(said)
