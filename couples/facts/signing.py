"""Signing what is stored as it is now: once after a migration, under new master keys, and by an operator's act.

Only an operator's act signs what did not hold before.
"""

from collections.abc import Callable, Collection
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections, transaction

from couples.facts import kinds, macs
from couples.facts.changing import taking_away, write_macs
from couples.facts.holding import among, lock
from couples.facts.kinds import PERSON
from couples.keys import latest
from couples.keys.models import Latest
from couples.keys.router import KEYS
from couples.security_log import Kind, note

BATCH_SIZE: Final = 100
FIRST_TIME: Final = "first signing"
"""Under this purpose, `keys` stores that what was there before MACs of this format has been signed."""
KEPT_IN_KEYS: Final[list[tuple[int, Callable[[], object]]]] = []
"""Each stores in `keys` what is under way in the main database: once, when there are first MACs of this format."""


def sign_anew(people: Collection[UUID], held_in: int | None = None) -> int:
    """Sign what is stored about these people as it is, whether or not it held. The keys count at once.

    `held_in`: only who held in this earlier format. Returns how many were signed.
    """
    with transaction.atomic():
        lock(people)
        found = kinds.read(people)
        held = found.keys() if held_in is None else among(found, held_in)
        signed = {person: write_macs(person, found[person]) for person in held}
        transaction.on_commit(lambda: _put(signed))
    return len(signed)


def sign_everybody() -> int:
    """Sign what is stored about everybody. Returns how many people there are."""
    return sum(map(sign_anew, batches(all_people())))


def sign_under_first_key() -> int:
    """Sign everybody who holds under the first master key. Returns how many hold."""
    done = 0
    for some in batches(all_people()):
        with taking_away(*some) as change:
            done += len(change.before)
    return done


def whats_wrong(people: Collection[UUID]) -> dict[UUID, str]:
    """Return those of these people who do not hold, with what is wrong: MAC, version or missing."""
    with transaction.atomic():
        lock(people)
        found = kinds.read(people)
        hold = among(found)
    stored = latest.known(PERSON, people)
    hidden = (set(people) - found.keys()).intersection(all_people())  # no query finds them
    return dict.fromkeys(hidden, "missing") | {
        person: "missing"
        if not facts.mac or person not in stored
        else "version"
        if facts.is_signed
        else "MAC"
        for person, facts in found.items()
        if person not in hold
    }


def all_people() -> list[UUID]:
    return list(get_user_model()._base_manager.order_by("pk").values_list("pk", flat=True))


def batches(people: list[UUID]) -> list[list[UUID]]:
    return [people[at : at + BATCH_SIZE] for at in range(0, len(people), BATCH_SIZE)]


def after_migrating(**_more: Any) -> None:
    """Sign what was stored before there were MACs of this format: once, when both databases have been migrated.

    Who was signed in an earlier format has to hold in that one, or is refused as before.
    """
    if not (
        has_columns("default", _tables_of_people()) and has_columns(KEYS, {Latest._meta.db_table: "value"})
    ):
        return
    before = max((marked.int for marked in latest.values(FIRST_TIME)), default=0)
    if before >= macs.FORMAT:
        return
    held_in = before if before >= macs.OLDEST else None
    number = sum(sign_anew(some, held_in) for some in batches(all_people()))
    for since, keep in KEPT_IN_KEYS:
        if since > before:
            keep()
    latest.put(FIRST_TIME, UUID(int=macs.FORMAT), b"\x01")
    if number:
        note(Kind.RECORDS_SIGNED)


def _put(signed: dict[UUID, bytes]) -> None:
    for person, mac in signed.items():
        latest.put(PERSON, person, mac)


def _tables_of_people() -> dict[str, str]:
    """The tables that have a column of ours; the others are older."""
    return {kind.model._meta.db_table: "row_mac" for kind in kinds.KINDS.values() if kind.row}


def has_columns(alias: str, wanted: dict[str, str]) -> bool:
    """Whether these tables are there and have this column each."""
    if alias not in settings.DATABASES:
        return False
    connection = connections[alias]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return all(
            table in there
            and column in {one.name for one in connection.introspection.get_table_description(cursor, table)}
            for table, column in wanted.items()
        )
