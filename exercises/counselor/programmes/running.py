"""The programmes that a counselor has started with a couple: start one, move what is in it, take a skip back, end it.

Each of her acts is answered alike, whatever the two have done. Skipping and changing are acts on the assignment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from couples import clock, sent_once
from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.pairing.membership import tell_homes
from couples.pairing.models import Couple
from couples.ratelimits.counter import Limit
from couples.refused import Refused
from exercises import catalog
from exercises.catalog import CoupleDefinition
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.programmes import adding, contents
from exercises.counselor.programmes.models import Programme, ProgrammeItem
from exercises.counselor.programmes.templates import Template

MAX_RUNNING: Final = 5
STARTS_AN_HOUR: Final = Limit("programmes started", 6, timedelta(hours=1))
"""By one counselor with one couple."""


def start(
    counselor: User, couple: Couple, template: Template, spoken: Mapping[UUID, date], sent: UUID
) -> Programme:
    """Start it with the couple and return it. Raises Refused, also if the link has ended.

    Each exercise is given in the version of now, whatever becomes of it. `sent`: the id of the form.
    """
    key = data_keys.data_key(counselor.pk)
    definitions = _definitions(template)
    with transaction.atomic():
        link = consent.counseling(counselor, couple)
        if link is None or key is None:
            raise Refused(_("Something here has changed. Please open the page again."))
        Counseling.objects.select_for_update(no_key=True).get(pk=link.pk)
        if before := Programme.objects.filter(pk=sent, counseling=link).first():
            return before
        adding.check_screening(link, spoken, definitions)
        _check_how_many(link)
        made = Programme(id=sent_once.unused(Programme, sent), counseling=link, started_at=clock.now())
        made.sealed = contents.sealed_title(key, made, template.title)
        made.save(force_insert=True)
        for number, (one, definition) in enumerate(zip(template.items, definitions, strict=True)):
            adding.put(key, made, number, one, definition)
    tell_homes(couple.pk)
    return made


def of_link(link: Counseling) -> QuerySet[Programme]:
    """Return the programmes started by this link, the latest first."""
    found = Programme.objects.filter(counseling=link).select_related("counseling")
    return found.order_by("-started_at", "pk")


def items_of(programme: Programme) -> QuerySet[ProgrammeItem]:
    """Return what is in it, with the assignments, in order; those that are skipped, too."""
    found = ProgrammeItem.objects.filter(programme=programme)
    return found.select_related("assignment__counseling__counselor", "assignment__marks").order_by(
        "position", "pk"
    )


def move(link: Counseling, programme: UUID, item: UUID, position: int) -> None:
    """Move the item to this position, counted from one; to the end where there are fewer. Nothing once it has ended."""
    with transaction.atomic():
        if not _locked(link, programme):
            return
        rows = list(ProgrammeItem.objects.filter(programme=programme).order_by("position", "pk"))
        moved = [one for one in rows if one.pk == item]
        rest = [one for one in rows if one.pk != item]
        before = max(position - 1, 0)
        for number, one in enumerate((*rest[:before], *moved, *rest[before:])):
            ProgrammeItem.objects.filter(pk=one.pk).update(position=number)
    tell_homes(link.couple_id)


def give_again(link: Counseling, programme: UUID, item: UUID) -> None:
    """Give again what she skipped, in its place. Nothing once the programme has ended. Idempotent.

    Who had put it away has put it away still, and what both played through is done.
    """
    with transaction.atomic():
        if not _locked(link, programme):
            return
        Assignment.objects.filter(pk=item, item__programme=programme).update(withdrawn_at=None)
    tell_homes(link.couple_id)


def end(link: Counseling, programme: UUID) -> None:
    """Take what is left of it off both home pages. A session that has begun goes on. Idempotent."""
    of_link(link).filter(pk=programme, ended_at__isnull=True).update(ended_at=clock.now())
    tell_homes(link.couple_id)


def _locked(link: Counseling, programme: UUID) -> bool:
    rows = Programme.objects.filter(counseling=link, pk=programme, ended_at__isnull=True)
    return rows.select_for_update(no_key=True).first() is not None


def _definitions(template: Template) -> list[CoupleDefinition]:
    found = [catalog.named(one.slug) for one in template.items]
    there = [one for one in found if one is not None]
    if not there:
        raise Refused(_("There is no exercise in it yet."))
    if len(there) < len(found):
        raise Refused(_("An exercise in it is not there any more. Please take it out first."))
    return there


def _check_how_many(link: Counseling) -> None:
    if of_link(link).filter(ended_at__isnull=True).count() >= MAX_RUNNING:
        raise Refused(
            _("%(most)d programmes run with them already. End one before you start another.")
            % {"most": MAX_RUNNING}
        )
    if not STARTS_AN_HOUR.take(f"{link.counselor_id} {link.couple_id}"):
        raise Refused(_("You have started many programmes just now. Please wait a while."))
