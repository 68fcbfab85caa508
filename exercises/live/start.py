"""Start sessions, live or apart. The person who starts one has joined it; their partner has not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from couples import clock, hooks, sent_once
from couples.pairing.models import Couple, Membership
from couples.ratelimits.counter import Limit
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.catalog.models import DefinitionVersion
from exercises.core import ledger_rules, moving, rules
from exercises.core.events import BegunApart, DrawnBefore, Entered, Follows
from exercises.core.rest import longest
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import earlier, ledgers, records, streams, versions
from exercises.live.store.insert import NewRecord

SESSIONS_AN_HOUR: Final = Limit("sessions begun", 12, timedelta(hours=1))
"""For each person: their partner sees every session that they start, and finds it in what was."""

MAX_APART: Final = 6
"""Sessions that a couple has open apart at most: more would be a pile of things to do."""


@dataclass(frozen=True)
class Asked:
    """What a session is started for. `taken_up`: the assignment that it carries out. `entry`: an entry of the ledger to
    be looked at again in it. `is_due`: it may begin however soon after the last one, and however many there were; what
    was assigned may begin as soon, unless its rest holds for that too. `apart`: each does their part when it suits
    them, and the room stays free. `session_id`: of the form that was sent; what it started before is gone on with.
    `marks`: what is marked of the assignment, as it is sealed there."""

    taken_up: UUID | None = None
    marks: bytes = b""
    entry: str = ""
    is_due: bool = False
    apart: bool = False
    session_id: UUID | None = None


def start_session(couple: Couple, user_id: UUID, slug: str, is_due: bool = False, **asked: Any) -> UUID:
    """Start a session of this exercise, if a couple may start it without a counselor. Raises Refused.

    `is_due`, and what else may be given: as in `Asked`.
    """
    return start_version(couple, user_id, versions.of(_free(slug)), Asked(is_due=is_due, **asked))


def is_going_on(couple: Couple, session_id: UUID) -> bool:
    """Return whether this is a session of the couple that is not over."""
    return Stream.objects.filter(pk=session_id, couple=couple).exclude(status=Stream.Status.OVER).exists()


def start_version(couple: Couple, user_id: UUID, version: DefinitionVersion, asked: Asked) -> UUID:
    """Start a session of this version, opened by this member of the couple. Returns its id; raises Refused.

    The id is that of the form that was sent, unless it has started one that is over: then this is another intention.
    """
    people = _people(couple, user_id)
    try:
        with transaction.atomic():
            Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)  # serializes with leaving
            if asked.session_id and is_going_on(couple, asked.session_id):
                return asked.session_id
            _check_what_stands_apart(couple, version, asked)
            follows = _followed(couple, version, asked)
            stream = _made(couple, version, asked, people)
            _append_first(stream, user_id, follows, asked)
            if not (asked.is_due or SESSIONS_AN_HOUR.take(str(user_id))):
                raise Refused("too_fast", _("You have started many sessions just now. Please wait a while."))
    except access.AccessDenied:  # the couple ended in the meantime
        raise Refused("not_yours", _("This needs both of you.")) from None
    except IntegrityError:
        raise Refused("not_your_turn", _("A session is already open. You can join it.")) from None
    hooks.tell(hooks.home_changed, people.values())
    return stream.pk


def _people(couple: Couple, user_id: UUID) -> dict[str, UUID]:
    """Return the two as a stream names them. Raises Refused where this person is not one of two."""
    people = dict(Membership.objects.filter(couple=couple, left_at=None).values_list("voice", "user_id"))
    if user_id not in people.values() or len(people) != 2:
        raise Refused("not_yours", _("This needs both of you."))
    return {f"person_{voice}": person for voice, person in people.items()}


def _made(couple: Couple, version: DefinitionVersion, asked: Asked, people: dict[str, UUID]) -> Stream:
    return Stream.objects.create(
        id=sent_once.unused(Stream, asked.session_id),
        kind=Stream.Kind.SESSION,
        status=Stream.Status.APART if asked.apart else Stream.Status.ROOM,
        couple=couple,
        definition=version,
        assignment_id=asked.taken_up,
        marks=asked.marks,
        **people,
    )


def _check_what_stands_apart(couple: Couple, version: DefinitionVersion, asked: Asked) -> None:
    """Refuse a second session of an exercise beside one that stands apart, and too many apart. Raises Refused."""
    going_on = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION)
    apart = going_on.filter(status=Stream.Status.APART)
    if apart.filter(definition__slug=version.slug).exists():
        raise Refused(
            "not_your_turn", _("You two have this one open already, to do apart. It’s on your page.")
        )
    if not asked.apart:
        return
    if going_on.filter(status=Stream.Status.ROOM, definition__slug=version.slug).exists():
        raise Refused("not_your_turn", _("A session of this one is open already. You can join it."))
    if apart.count() >= MAX_APART:
        many = _(
            "You two have {most} open to do apart. Finish one, or end one, before the next.", most=MAX_APART
        )
        raise Refused("not_your_turn", many)


def _append_first(stream: Stream, user_id: UUID, follows: Follows | None, asked: Asked) -> None:
    """Append the first record: what the session follows and is brought, and its first step. Raises AccessDenied."""
    granted, now = access.of_partner(stream.pk, Caller(user_id)), clock.local()
    known = [*_drawn_before(granted), *_brought(granted, asked.entry)]
    events = [*([follows] if follows else []), Entered(granted.partner), *known]
    begun = rules.of_events(streams.initial_state(granted), events)
    if asked.apart:
        begun = begun.then(BegunApart(granted.partner, now, secrets.randbelow(moving.CHANCES)))
    records.append(NewRecord(granted, uuid4(), b"", begun.events, now))
    if begun.settled:
        ledgers.enter(granted, list(begun.settled), now)


def _followed(couple: Couple, version: DefinitionVersion, asked: Asked) -> Follows | None:
    """Return which session it follows, where a step of it reads that. Raises Refused if it is too soon for another."""
    exercise = streams.exercise(version.pk)
    rest = longest(exercise.steps)
    if exercise.reads_earlier or exercise.draws or rest.days:
        earlier.check_that_none_is_aside(couple, version.slug)
    if not (exercise.reads_earlier or rest.days):
        return None
    last = earlier.last_opening(couple, version.slug)
    if not (asked.is_due or (asked.taken_up is not None and not rest.also_assigned)):
        earlier.check_that_it_is_time(last, rest)
    return last if exercise.reads_earlier else None


def _drawn_before(granted: PartnerAccess) -> list[DrawnBefore]:
    """Return what was drawn in earlier sessions of the two, if a step of the exercise goes by that."""
    assert granted.definition is not None
    exercise = streams.exercise(granted.definition)
    times = earlier.drawn_before(granted, exercise.slug) if exercise.draws else {}
    return [DrawnBefore(times)] if times else []


def _brought(granted: PartnerAccess, entry: str) -> list[Any]:
    """Return what the two bring from their ledger, if a step of the exercise reads it."""
    assert granted.definition is not None
    if not any(step.kind.reads_ledger for step in streams.exercise(granted.definition).steps):
        return []
    stream = ledgers.of_couple(granted.couple)
    if stream is None:
        return []
    ledger = streams.state_at(access.of_partner(stream.pk, Caller(granted.who)))
    return list(ledger_rules.brought(ledger, granted.partner, clock.local(), entry))


def _free(slug: str) -> CoupleDefinition:
    definition = catalog.named(slug)
    if definition is None or definition.with_counselor:
        raise Refused("invalid", _("There is no such exercise."))
    return definition
