"""What a counselor can read about a couple if both partners allow it: finished sessions, check-ins, agreements.

`core.revealed` decides what a report shows of a session. The pages check the consents before they call this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from couples.counseling import scopes
from couples.counseling.scopes import Scope
from couples.pairing.models import Couple
from exercises.agreements import letter
from exercises.agreements.letter import Letter
from exercises.core.revealed import agreed
from exercises.counselor import finished
from exercises.counselor.finished import Page
from exercises.live.store import ledgers, streams

Find = Callable[[Couple, UUID | None], Page]


@dataclass(frozen=True)
class Report:
    """The page on which a counselor reads one scope.

    `title`: its heading. `about`: the text beside the link to it. `lead`: its first paragraph. `find` returns a
    page of what there is to read of a couple, newest first, and `template` shows it. The texts are message ids.
    """

    scope: Scope
    title: str
    about: str
    lead: str
    template: str
    find: Find


def read(couple: Couple, report: Report, after: UUID | None = None) -> Page:
    """Return what there is to read of this couple, newest first: what is on the first page, or on that after `after`.

    Raises LookupError if `after` is nothing that can be read.
    """
    return report.find(couple, after)


def _agreements(couple: Couple, after: UUID | None) -> Page:
    """Return all of them, on one page."""
    if after is not None:
        raise LookupError
    return Page(list(agreed_letters(couple)))


def agreed_letters(couple: Couple) -> list[Letter]:
    """Return the agreements and accepted requests of this couple, for a counselor, newest first."""
    stream = ledgers.of_couple(couple.pk)
    granted = finished.access([stream.pk], couple).get(stream.pk) if stream else None
    if granted is None:
        return []
    entries = agreed(streams.state_at(granted), timezone.localtime())
    return [letter.of_agreed(entry, finished.reader(granted)) for entry in entries]


def _sessions(scope: Scope) -> Find:
    return lambda couple, after: finished.page_of(couple, scope, after)


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
        find=_sessions(scopes.BALANCE),
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
        find=_sessions(scopes.ANSWERS),
    ),
]
"""All reports, gentlest first. `progress` and `live` have no report: the couple page and the observer show them."""
