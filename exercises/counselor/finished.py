"""The completed sessions of a couple of which a counselor may read something, the newest first, some on each page.

Nothing tells how many there are, nor that one is left out because nothing of it opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from couples.counseling.scopes import Scope
from couples.pairing.models import Couple, Membership
from exercises.core.pair import Observer
from exercises.core.revealed import StepRevealed, revealed
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import Stream
from exercises.live.screens import counselors
from exercises.live.store import several, versions
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader, in_language

SESSIONS_ON_A_PAGE: Final = 20


@dataclass(frozen=True)
class Page:
    """What is on one page. `earlier`: the id after which the next page begins, if there is more."""

    items: list[Any]
    earlier: UUID | None = None


def page_of(couple: Couple, scope: Scope, after: UUID | None) -> Page:
    """Return the newest sessions, or those before the session `after`. Raises LookupError if that is none of them."""
    found: list[dict[str, Any]] = []
    for one in _read(couple, scope, completed(couple, scope, after)):
        if len(found) == SESSIONS_ON_A_PAGE:
            return Page(found, found[-1]["id"])
        found.append(one)
    return Page(found)


@dataclass(frozen=True)
class Session:
    """A completed session: what both revealed in each step, and who reads it."""

    id: UUID
    title: str
    begun: datetime
    steps: tuple[StepRevealed, ...]
    reader: Reader


def sessions(couple: Couple, found: Iterable[Stream]) -> list[Session]:
    """Return these completed sessions in their order, also those in which nothing was revealed."""
    found = list(found)
    granted = access([stream.pk for stream in found], couple)
    states = several.states(granted.values())
    return [
        Session(
            stream.pk,
            in_language(versions.body_of(stream.definition_id or "")["title"]),
            stream.started_at,
            revealed(states[stream.pk]),
            reader(granted[stream.pk]),
        )
        for stream in found
        if stream.pk in states
    ]


def completed(couple: Couple, scope: Scope, after: UUID | None = None) -> QuerySet[Stream]:
    """Query the completed sessions of exercises with a step of this scope; only those can have anything to read."""
    ended = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION, played_through=True)
    used = ended.order_by().values_list("definition", flat=True).distinct()
    there = [one for one in used if one and versions.holds(one) and _has_step(one, scope)]
    found = ended.filter(definition__in=there).order_by("-started_at", "-pk")
    if after is None:
        return found
    last = found.filter(pk=after).values_list("started_at", flat=True).first()
    if last is None:
        raise LookupError
    return found.filter(Q(started_at__lt=last) | Q(started_at=last, pk__lt=after))


def _has_step(definition: str, scope: Scope) -> bool:
    steps = versions.body_of(definition)["steps"]
    return any(STEP_KINDS[step["kind"]].scope == scope.value for step in steps)


def _read(couple: Couple, scope: Scope, wanted: QuerySet[Stream]) -> Iterator[dict[str, Any]]:
    """Yield the sessions with something to read. As many as one page has are read at a time."""
    begin, size = 0, SESSIONS_ON_A_PAGE + 1
    while some := list(wanted[begin : begin + size]):
        for one in sessions(couple, some):
            if shown := shown_steps(one.steps, one.reader, scope):
                yield {"id": one.id, "title": one.title, "begun": one.begun, "steps": shown}
        if len(some) < size:
            return
        begin += size


def shown_steps(steps: tuple[StepRevealed, ...], reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return the markup of the steps of one scope, for an observer."""
    wanted = tuple(step for step in steps if step.scope == scope.value)
    return [{"markup": made} for made in counselors.opened_markup(wanted, reader)]


def reader(granted: PartnerAccess) -> Reader:
    return Reader(Observer(), granted.names)


def access(wanted: list[UUID], couple: Couple) -> dict[UUID, PartnerAccess]:
    """Return the access of either partner, to replay each stream with. What is read does not depend on which one."""
    people = Membership.objects.filter(couple=couple, left_at__isnull=True).order_by("voice")
    found: dict[UUID, PartnerAccess] = {}
    for person in people.values_list("user_id", flat=True):
        found = several.of_partner(wanted, Caller(person)) | found
    return found
