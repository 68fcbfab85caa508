"""What a counselor can read about a couple if both partners allow it: finished sessions, check-ins, agreements.

`core.revealed` decides what a report shows of a session. The pages check the consents before they call this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple, Membership
from exercises.agreements import letter
from exercises.core.pair import Observer
from exercises.core.revealed import StepRevealed, agreed, revealed
from exercises.live.access import Caller, PartnerAccess
from exercises.live.models import Stream
from exercises.live.store import ledgers, several, streams, versions
from exercises.markup import markup
from exercises.translate import Reader, in_language

MAX_SESSIONS_READ: Final = 20
"""How many finished sessions a report shows."""


@dataclass(frozen=True)
class Report:
    """The page on which a counselor reads one scope.

    `title`: its heading. `about`: the text beside the link to it. `lead`: its first paragraph. `find` returns what
    there is to read of a couple, newest first, and `template` shows it. The texts are message ids.
    """

    scope: Scope
    title: str
    about: str
    lead: str
    template: str
    find: Callable[[Couple], list[dict[str, Any]] | list[letter.Letter]]


def read(couple: Couple, report: Report) -> list[dict[str, Any]] | list[letter.Letter]:
    """Return what there is to read of this couple, newest first."""
    return report.find(couple)


def _sessions(couple: Couple, scope: Scope) -> list[dict[str, Any]]:
    over = Stream.objects.filter(couple=couple, kind=Stream.Kind.SESSION, status=Stream.Status.OVER)
    latest = list(over.order_by("-started_at")[:MAX_SESSIONS_READ])
    granted = _access([stream.pk for stream in latest], couple)
    states, found = several.states(granted.values()), []
    for stream in latest:
        if stream.pk not in states:
            continue
        if shown := shown_steps(revealed(states[stream.pk]), _reader(granted[stream.pk]), scope):
            title = in_language(versions.body_of(stream.definition_id or "")["title"])
            found.append({"title": title, "begun": stream.started_at, "steps": shown})
    return found


def shown_steps(steps: tuple[StepRevealed, ...], reader: Reader, scope: Scope) -> list[dict[str, Any]]:
    """Return the steps of one scope, in text for an observer."""
    return [_step(step, reader) for step in steps if step.scope == scope.value]


def _step(step: StepRevealed, reader: Reader) -> dict[str, Any]:
    title = in_language(step.title)
    shown = reader.shown(step.told)
    made = markup(f"steps/{step.kind}/counselor.jinja", {"step": {"title": title}, "shown": shown})
    return {"title": title, "shown": shown, "markup": made}


def _agreements(couple: Couple) -> list[letter.Letter]:
    stream = ledgers.of_couple(couple.pk)
    granted = _access([stream.pk], couple).get(stream.pk) if stream else None
    if granted is None:
        return []
    entries = agreed(streams.state_at(granted), timezone.localtime())
    return [letter.of_agreed(entry, _reader(granted)) for entry in entries]


def _reader(granted: PartnerAccess) -> Reader:
    return Reader(Observer(), granted.names)


def _access(wanted: list[UUID], couple: Couple) -> dict[UUID, PartnerAccess]:
    """Return the access of either partner, to replay each stream with. What is read does not depend on which one."""
    people = Membership.objects.filter(couple=couple, left_at__isnull=True).order_by("voice")
    found: dict[UUID, PartnerAccess] = {}
    for person in people.values_list("user_id", flat=True):
        found = several.of_partner(wanted, Caller(person)) | found
    return found


REPORTS: Final = [
    Report(
        scopes.AGREEMENTS,
        title=gettext_noop("Agreements"),
        about=gettext_noop("What both accepted in the same words, and what is still in force."),
        lead="",
        template="counselor/reports/agreements.html",
        find=_agreements,
    ),
    Report(
        scopes.BALANCE,
        title=gettext_noop("Balance"),
        about=gettext_noop("From finished check-ins, the areas that opened: both views, side by side."),
        lead=gettext_noop(
            "Two views of one relationship. Only what both saw side by side is shown here. If an area is missing, that "
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
            "Exactly what each of them opened to the other, in sessions that both completed. What stayed closed is "
            "not shown here."
        ),
        template="counselor/reports/sessions.html",
        find=partial(_sessions, scope=scopes.ANSWERS),
    ),
]
"""All reports, gentlest first. `progress` and `live` have no report: the couple page and the observer show them."""
