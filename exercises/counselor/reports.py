"""What a counselor reads of a couple whose two partners allow it: finished sessions, check-ins, agreements.

Only `core.revealed` decides what leaves a session. Whether she may ask at all, the pages find out first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_noop

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple, Membership
from exercises.agreements import letter
from exercises.core.pair import Observer
from exercises.core.revealed import StepRevealed, agreed, revealed
from exercises.live import access
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import ledgers, streams
from exercises.translate import Reader, in_language

MAX_SESSIONS_READ: Final = 20
"""So many finished sessions stand on one page."""


@dataclass(frozen=True)
class Report:
    """How a counselor reads one scope, on a page of its own.

    `title` stands over it, `about` leads to it, `lead` begins it. `template` shows what `find` has found: the newest
    first, for this couple. The texts are message ids.
    """

    scope: Scope
    title: str
    about: str
    lead: str
    template: str
    find: Callable[[Couple], list[dict[str, Any]] | list[letter.Letter]]


def read(couple: Couple, reading: Report) -> list[dict[str, Any]] | list[letter.Letter]:
    """What this scope opens, the newest first."""
    return reading.find(couple)


def _sessions(couple: Couple, scope: Scope) -> list[dict[str, Any]]:
    over = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION, status=Stream.Status.OVER)
    found = []
    for stream in over.order_by("-started_at")[:MAX_SESSIONS_READ]:
        granted = _access(stream, couple)
        steps = revealed(streams.state_at(granted)) if granted else ()
        if granted and (shown := shown_steps(steps, _reader(granted), scope)):
            title = in_language(stream.definition.body["title"]) if stream.definition else ""
            found.append({"title": title, "begun": stream.started_at, "steps": shown})
    return found


def shown_steps(steps: tuple[StepRevealed, ...], reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """The steps of one scope, in words for somebody who is neither of the two."""
    return [_step(step, reader) for step in steps if step.scope == scope.value]


def _step(step: StepRevealed, reader: Reader) -> dict[str, Any]:
    return {
        "title": in_language(step.title),
        "template": f"steps/{step.kind}/counselor.html",
        "shown": reader.shown(step.told),
    }


def _agreements(couple: Couple) -> list[letter.Letter]:
    stream = ledgers.of_couple(couple.pk)
    granted = _access(stream, couple) if stream else None
    if granted is None:
        return []
    entries = agreed(streams.state_at(granted), timezone.localtime())
    return [letter.of_agreed(entry, _reader(granted)) for entry in entries]


def _reader(granted: PartnerAccess) -> Reader:
    return Reader(Observer(), granted.names)


def _access(stream: Stream, couple: Couple) -> PartnerAccess | None:
    """A place from which the stream can be replayed; which of the two it is makes no difference to what is read."""
    people = Membership.objects.filter(couple=couple, left_at__isnull=True).order_by("voice")
    for person in people.values_list("user_id", flat=True):
        with suppress(access.AccessDenied):
            return access.of_partner(stream.pk, Caller(person))
    return None


REPORTS: Final = [
    Report(
        scopes.AGREEMENTS,
        title=gettext_noop("Agreements"),
        about=gettext_noop("What both accepted in the same words, and what still stands."),
        lead="",
        template="counselor/reports/agreements.html",
        find=_agreements,
    ),
    Report(
        scopes.BALANCE,
        title=gettext_noop("Balance"),
        about=gettext_noop("From finished check-ins, the areas that opened: both views, side by side."),
        lead=gettext_noop(
            "Two accounts of one relationship. Only what both saw side by side is here; an area that is not here "
            "means nothing."
        ),
        template="counselor/reports/sessions.html",
        find=partial(_sessions, scope=scopes.BALANCE),
    ),
    Report(
        scopes.ANSWERS,
        title=gettext_noop("What they opened to each other"),
        about=gettext_noop("From finished sessions, the words that both of them have seen."),
        lead=gettext_noop(
            "Exactly what each of them opened to the other, in sessions that both played to their end. What stayed "
            "closed is not here."
        ),
        template="counselor/reports/sessions.html",
        find=partial(_sessions, scope=scopes.ANSWERS),
    ),
]
"""Every scope that has a page of its own, gentle things first. `progress` and `live` have their places elsewhere."""
