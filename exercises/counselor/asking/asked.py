"""What a counselor asks for: one thing at a time, each once in AGAIN_AFTER, and gone after LIFETIME.

It is the same whatever the two do: a consent, a refusal and silence change nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from couples import sent_once
from couples.counseling import consent, scopes
from couples.counseling.models import Counseling
from couples.counseling.scopes import Scope
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from couples.pairing import membership
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.counselor import linked_couples
from exercises.counselor.asking.models import AskedFor

LIFETIME: Final = timedelta(days=14)
AGAIN_AFTER: Final = timedelta(days=28)


@dataclass(frozen=True)
class Asked:
    """`until`: the last day on which it stands on the home pages. `before`: the day that she named, if she did."""

    id: UUID
    link: UUID
    scope: Scope
    before: date | None
    until: date
    at: datetime
    withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        return not self.withdrawn and self.until >= timezone.localdate()

    @property
    def rests_until(self) -> datetime:
        """Until then it is not asked for again."""
        return self.at + AGAIN_AFTER


def ask(link: Counseling, scope: Scope, before: date | None, sent: UUID | None = None) -> None:
    """Ask both for this scope. Raises Refused. `sent`: the id of the form; what it asked before is not asked again."""
    with transaction.atomic():
        key = linked_couples.lock(link)
        if sent and AskedFor.objects.filter(pk=sent, counseling=link).exists():
            return
        _check(link, scope)
        made = AskedFor(id=sent_once.unused(AskedFor, sent), counseling=link)
        last = timezone.localdate() + LIFETIME
        until = min(last, before - timedelta(days=1)) if before else last
        said = {
            "scope": scope.value,
            "before": before.isoformat() if before else None,
            "until": until.isoformat(),
        }
        made.sealed = data_keys.seal(key, json.dumps(said).encode(), _context(made))
        made.save(force_insert=True)
    membership.tell_homes(link.couple_id)


def _check(link: Counseling, scope: Scope) -> None:
    """Forget what was asked long ago, and raise Refused if something is open, or this was asked for lately."""
    AskedFor.objects.filter(counseling=link, asked_at__lt=timezone.now() - AGAIN_AFTER).delete()
    there = of_link(link)
    if any(one.is_open for one in there):
        raise Refused("invalid", _("You have asked for something already. One thing at a time is enough."))
    if any(one.scope == scope for one in there):
        lately = _(
            "You have asked for this in the last {days} days. If it matters, talk about it when you meet.",
            days=AGAIN_AFTER.days,
        )
        raise Refused("invalid", lately)
    if scope in consent.shared(link):
        raise Refused("invalid", _("Both of them allow this already."))


def withdraw(link: Counseling) -> None:
    """Take back what is asked for. Idempotent."""
    AskedFor.objects.filter(counseling=link, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    membership.tell_homes(link.couple_id)


def of_link(link: Counseling) -> list[Asked]:
    """Return what she has asked this couple for, the newest first."""
    rows = AskedFor.objects.filter(counseling=link).select_related("counseling")
    return read(rows.order_by("-asked_at", "pk"))


def open_of(link: Counseling) -> Asked | None:
    """Return what stands on their home pages now, whatever they did with it."""
    return next((one for one in of_link(link) if one.is_open), None)


def read(rows: Iterable[AskedFor]) -> list[Asked]:
    """Return what these rows say, in their order; nothing of one whose counselor's key is destroyed, or that she did
    not store there, which is noted."""
    rows = list(rows)
    keys = data_keys.data_keys({row.counseling.counselor_id: None for row in rows})
    found = (_read(row, keys.get(row.counseling.counselor_id)) for row in rows)
    return [one for one in found if one is not None]


def _read(row: AskedFor, key: bytes | None) -> Asked | None:
    plain = unseal_or_note(key, row.sealed, _context(row))
    if plain is None:
        return None
    said = json.loads(plain)
    scope = scopes.find(said["scope"])
    if scope is None:
        return None
    before = date.fromisoformat(said["before"]) if said["before"] else None
    until = date.fromisoformat(said["until"])
    return Asked(row.pk, row.counseling_id, scope, before, until, row.asked_at, row.withdrawn_at is not None)


def _context(row: AskedFor) -> bytes:
    return f"asked for|{row.pk}|{row.counseling_id}|{row.counseling.couple_id}".encode()
