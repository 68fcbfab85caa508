"""Reads what a brief is made of: once, in the transaction in which it was asked what both allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.utils import timezone

from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple
from exercises.core.pair import Pair, Partner
from exercises.core.points import RatedArea, TalkedAbout, Thanked
from exercises.core.trend import moves
from exercises.counselor import finished, reports
from exercises.counselor.assignments import stored
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.brief.facts import BRIEFED, Area, CheckIn, Done, Facts, Thanks
from exercises.counselor.finished import Session
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import marking, side_by_side
from exercises.counselor.marks.told import Told, told
from exercises.counselor.programmes import due_now
from exercises.live.models import Stream
from exercises.live.store import versions
from exercises.translate import Reader, in_language, rating

MOST_CHECK_INS: Final = 24
MOST_SESSIONS: Final = 20


def read(
    linked: LinkedCouple, allowed: frozenset[Scope], since: date, questions: Iterable[str] = ()
) -> Facts:
    """Return what these scopes let her read. Call it in the transaction in which they were asked for."""
    couple = linked.couple
    answers = scopes.ANSWERS in allowed
    differ = _told(linked.counseling, allowed)
    read, sessions, rated = _sessions(couple, allowed, since, differ or ())
    letters = reports.agreed_letters(couple) if scopes.AGREEMENTS in allowed else None
    return Facts(
        names=linked.names,
        made_on=timezone.localdate(),
        since=since,
        done=_done(linked.counseling) if scopes.PROGRESS in allowed else None,
        thanks=tuple(_thanks(sessions)) if answers else None,
        opened=tuple(_opened(sessions)) if answers else None,
        check_ins=_check_ins(rated, answers) if scopes.BALANCE in allowed else None,
        agreements=None if letters is None else tuple(letters),
        questions=tuple(questions),
        closed=tuple(one for one in BRIEFED if one not in allowed),
        marked=None if differ is None else tuple(side_by_side.of(differ, read)),
    )


def _told(link: Counseling, allowed: frozenset[Scope]) -> list[Told] | None:
    """Return which of the items that she marked they see differently; None where there are none that may be told."""
    if not allowed & {scopes.ANSWERS, scopes.BALANCE} or not marking.are_there(link):
        return None
    return told(link.counselor_id, {link.pk: allowed})


def _sessions(
    couple: Couple, allowed: frozenset[Scope], since: date, differ: Iterable[Told]
) -> tuple[dict[UUID, Session], list[Session], list[Session]]:
    """Return the sessions since that day, and the check-ins: the newest of each, newest first; before them, all of
    these by their ids, with those in which a marked item differs. They are read at once."""
    begin = timezone.make_aware(datetime.combine(since, time.min))
    wanted: list[list[Stream]] = [[], []]
    if scopes.ANSWERS in allowed:
        wanted[0] = list(
            finished.completed(couple, scopes.ANSWERS).filter(started_at__gte=begin)[:MOST_SESSIONS]
        )
    if scopes.BALANCE in allowed:
        wanted[1] = list(finished.completed(couple, scopes.BALANCE)[:MOST_CHECK_INS])
    by_id = {stream.pk: stream for several in wanted for stream in several}
    if missing := {one.session for one in differ} - by_id.keys():
        by_id |= Stream.objects.in_bulk(missing)
    read = {one.id: one for one in finished.sessions(couple, by_id.values())}
    recent, rated = ([read[one.pk] for one in several if one.pk in read] for several in wanted)
    return read, recent, rated


def _done(link: Counseling) -> Done:
    given = list(stored.current(link))
    done = stored.done(given)
    left = [one for one in given if one.pk not in done]
    in_programmes = [one.pk for one in left if hasattr(one, "item")]
    status_of = due_now.as_far_as_done_tells(link) if in_programmes else {}
    next_ones = set(due_now.next_of_each(in_programmes, status_of))
    to_come = {one for one in next_ones if not status_of[one].is_given}
    now = [one for one in left if not hasattr(one, "item") or one.pk in next_ones - to_come]
    return Done(len(done), len(given), _named(now), _named(one for one in left if one.pk in to_come))


def _named(several: Iterable[Assignment]) -> tuple[tuple[date | None, str], ...]:
    held = (one for one in several if versions.holds(one.definition_id))
    return tuple((one.due_on, _title(one)) for one in sorted(held, key=_due))


def _due(one: Assignment) -> tuple[bool, date]:
    return one.due_on is None, one.due_on or date.max


def _title(one: Assignment) -> str:
    return in_language(versions.body_of(one.definition_id)["title"])


def _thanks(sessions: list[Session]) -> Iterator[Thanks]:
    for one in sessions:
        for point in (point for step in one.steps for point in step.points):
            if isinstance(point, Thanked) and isinstance(point.words, str):
                names = one.reader.names
                yield Thanks(_day(one), names.of(point.by), names.of(point.by.other), point.words)


def _opened(sessions: list[Session]) -> Iterator[tuple[date, str]]:
    """Yield the day and title of each session in which something of this scope opened."""
    for one in sessions:
        if any(step.scope == scopes.ANSWERS.value for step in one.steps):
            yield _day(one), one.title


def _check_ins(rated: list[Session], answers: bool) -> tuple[CheckIn, ...]:
    """Return the check-ins in which areas opened, oldest first; what was talked about only if `answers` are open."""
    with_areas = [(one, areas) for one in reversed(rated) if (areas := _rated(one))]
    lines: dict[str, Pair[list[int | None]]] = {}
    found = []
    for session, areas in with_areas:
        talked = _talked(session) if answers else None
        found.append(
            CheckIn(_day(session), tuple(_area(one, session.reader, talked, lines) for one in areas))
        )
    return tuple(found)


def _rated(session: Session) -> list[RatedArea]:
    return [
        point
        for step in session.steps
        if step.scope == scopes.BALANCE.value
        for point in step.points
        if isinstance(point, RatedArea)
    ]


def _talked(session: Session) -> set[str]:
    topics = (point for step in session.steps for point in step.points if isinstance(point, TalkedAbout))
    return {session.reader.text(one.title) for one in topics}


def _area(
    area: RatedArea, reader: Reader, talked: set[str] | None, lines: dict[str, Pair[list[int | None]]]
) -> Area:
    """Return the area in text, and add both own ratings to their `lines`, which it reads first."""
    anchors, title = [reader.text(word) for word in area.anchors], reader.text(area.title)
    line = lines.setdefault(area.key, Pair([], []))
    for who in Partner:
        line.of(who).append(area.own.of(who))
    moved = tuple(reader.names.of(who) for who in Partner if _has_moved(line.of(who)))
    return Area(
        title,
        reader.text(area.about),
        tuple(reader.text(one) for one in area.says),
        area.own.map(lambda value: rating(value, anchors)),
        area.seen.map(lambda value: rating(value, anchors)),
        area.likeness,
        moved,
        None if talked is None else title in talked,
    )


def _has_moved(values: list[int | None]) -> bool:
    return len(values) - 1 in moves(values)


def _day(session: Session) -> date:
    return timezone.localtime(session.begun).date()
