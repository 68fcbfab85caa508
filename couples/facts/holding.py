"""Whether what is stored about people is what was stored last by an act here, and refusing where it is not."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from couples.facts import kinds
from couples.facts.kinds import PERSON, Facts
from couples.keys import latest
from couples.security_log import Kind, note


class DoesNotHold(Exception):
    """What is stored about a person was not stored by an act here. Nothing has been opened or changed."""


def who_hold(people: Collection[UUID]) -> set[UUID]:
    """Return those about whom everything is as it was stored last, in a fixed number of queries.

    Who changed between two of them is looked at again, under a lock.
    """
    hold = among(kinds.read(people))
    if doubtful := set(people) - hold:
        with transaction.atomic():
            lock(doubtful)
            hold |= among(kinds.read(doubtful))
    return hold


def require(*people: UUID) -> None:
    """Raise DoesNotHold, and note it, unless everything about each of these people holds."""
    if who_hold(people) != set(people):
        note(Kind.MAC_BROKEN)
        raise DoesNotHold


def among(found: dict[UUID, Facts]) -> set[UUID]:
    """Return those whose facts, as just read, are signed and the latest."""
    return latest.holding(PERSON, {person: facts.mac for person, facts in found.items() if facts.is_signed})


def lock(people: Collection[Any]) -> None:
    """Lock these people's rows until the transaction ends, in the order of their ids."""
    rows = get_user_model()._base_manager.select_for_update(no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk", flat=True))
