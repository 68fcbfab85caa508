"""The session that another one follows: the last of the couple in which the same exercise opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from couples.pairing.models import Couple
from exercises.core import drawn
from exercises.core.closed_forms import FormsOpened
from exercises.core.events import Follows
from exercises.core.joined import with_earlier
from exercises.core.rest import Rest
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live import access
from exercises.live.access import AccessDenied, Caller, PartnerAccess
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, streams

_OPENED: Final = event_codec.NAMES[FormsOpened]


def last_opening(couple: Couple, slug: str) -> Follows | None:
    """Return the couple's last session of this exercise in which forms opened; None if there was none."""
    rows = RecordedEvent.objects.filter(stream__couple=couple, stream__definition__slug=slug)
    for stream, at, events in rows.order_by("-at", "-pk").values_list("stream", "at", "events").iterator():
        if any(event["name"] == _OPENED for event in events):
            return Follows(str(stream), timezone.localdate(at))
    return None


def next_day(last: Follows | None, rest: Rest) -> date | None:
    """Return the first day after the last opening on which the couple can start again; None if they can today."""
    day = last.on + timedelta(days=rest.days) if last else None
    return day if day and timezone.localdate() < day else None


def check_that_none_is_aside(couple: Couple, slug: str) -> None:
    """Refuse a second session beside one that is set aside. Raises Refused."""
    aside = Stream.objects.filter(couple=couple, definition__slug=slug, status=Stream.Status.ASIDE)
    if aside.exists():
        raise Refused(
            "not_your_turn", _("You two have set one of these aside. Go on with that one, or end it first.")
        )


def check_that_it_is_time(last: Follows | None, rest: Rest) -> None:
    """Refuse a session that begins before the `rest` is over. Raises Refused."""
    day = next_day(last, rest)
    if last and day:
        says = _(
            "You two opened this on {day}. You can do it again from {next} on; until then it rests.",
            day=last.on,
            next=day,
        )
        raise Refused("not_your_turn", says)


def drawn_before(granted: PartnerAccess, slug: str) -> Mapping[str, int]:
    """Return how often each key was drawn in the couple's earlier sessions of this exercise.

    The last one that was begun knows it of those before it. Nothing, where it does not hold.
    """
    before = Stream.objects.filter(couple=granted.couple, definition__slug=slug).exclude(pk=granted.stream)
    last = before.order_by("-started_at", "-pk").values_list("pk", flat=True).first()
    if last is None:
        return {}
    try:
        state: Any = streams.state_at(access.of_partner(last, Caller(granted.who)))
    except AccessDenied:  # or it does not hold
        return {}
    return drawn.until_now(state)


def _shows_earlier(session: Session) -> bool:
    """Return whether what is shown now depends on the earlier session: the recap, or a step that has opened."""
    if session.over:
        return session.exercise.reads_earlier
    return session.step.kind.reads_earlier and session.finished


def joined(granted: PartnerAccess, session: Session) -> Session:
    """Return the session as views are made of it: with the earlier one, as it is now, where it looks back.

    Nothing of the earlier one is copied, so that what is taken back there is gone here as well. It is left out where
    this person may not read it, or it does not hold.
    """
    if session.follows is None or not _shows_earlier(session):
        return session
    try:
        earlier = access.of_partner(UUID(session.follows.stream), Caller(granted.me.id))
        state: Any = streams.state_at(earlier)
    except AccessDenied:
        return session
    key = ("with earlier", earlier.head, *(person.epoch for person in earlier.people))
    if key not in session.seen:
        session.seen[key] = with_earlier(session, state)
    found: Session = session.seen[key]
    return found
