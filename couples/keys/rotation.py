"""Wraps every data key under the first master key. The data keys stay the same, so no sealed data is touched.

Servers may keep running as long as each of them has both master keys. It can be stopped and run again: each row is
changed in one statement, only if it is unchanged since it was read, so that a destroyed key stays destroyed.
"""

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


def in_use() -> set[str]:
    """Return the ids of the master keys that wrap any data key."""
    return set(PersonKey.objects.order_by().values_list("kek_id", flat=True).distinct())


def _wrap_anew(row: PersonKey, first: str) -> int:
    unchanged = PersonKey.objects.filter(person=row.person, kek_id=row.kek_id, wrapped=bytes(row.wrapped))
    return unchanged.update(wrapped=data_keys.rewrapped(row), kek_id=first)


def whats_unknown() -> str:
    """Return a sentence if a data key lies under a master key that is not configured; otherwise nothing."""
    if not (missing := sorted(in_use().difference(_known()))):
        return ""
    return (
        f"Some data keys lie under the master key {', '.join(missing)}, which is not among MASTER_KEYS. "
        "Add it behind the first one, then begin again. Nothing was lost."
    )


def why_nothing_opens() -> str:
    """Return that sentence if no data key at all lies under a master key that is configured; otherwise nothing.

    Then a process should not start. One row that somebody wrote keeps nobody else out.
    """
    return "" if PersonKey.objects.filter(kek_id__in=_known()).exists() else whats_unknown()


def _known() -> list[str]:
    """Return the names of the master keys that are configured."""
    return [data_keys.kek_id(master) for master in settings.MASTER_KEYS]


def _refuse_unknown() -> None:
    if said := whats_unknown():
        raise MasterKeyMissing(said)
