"""A counselor's own pages: her couples, one couple, a reading, a new assignment. Scopes are read anew each time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples.counseling import access_log, cards, consent, scopes
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from exercises.core.text import Refused
from exercises.counselor import assignments, linked_couples, reports
from exercises.counselor.assignments import Given
from exercises.counselor.forms import Assign
from exercises.counselor.linked_couples import Linked
from exercises.translate import Reader, in_language


@counselor_page(READ)
def couples(request: SignedIn) -> HttpResponse:
    counselor = request.user
    seen = {
        "linked": linked_couples.all_of(counselor),
        "open_until": linked_couples.open_until(counselor),
        "ended": cards.ended_lately(counselor),
    }
    return render(request, "counselor/home.html", seen)


@counselor_page(READ)
def couple(request: SignedIn, counseling_id: UUID) -> HttpResponse:
    with transaction.atomic():
        linked = _linked(request, counseling_id)
        allowed = consent.scopes(request.user, linked.couple)
        seen = {
            "linked": linked,
            "given": _given(request, linked, scopes.PROGRESS in allowed),
            "progress": scopes.PROGRESS in allowed,
            "readings": [(reading, reading.scope in allowed) for reading in reports.REPORTS],
            "live": scopes.LIVE in allowed,
        }
        return render(request, "counselor/couple.html", seen)


@counselor_page(READ)
def reading(request: SignedIn, counseling_id: UUID, scope: str) -> HttpResponse:
    """One scope, read: it leaves a record in the same transaction. Not allowed, it is one sentence."""
    wanted = next((one for one in reports.REPORTS if one.scope.value == scope), None)
    if wanted is None:
        raise Http404
    with transaction.atomic():
        linked = _linked(request, counseling_id)
        allowed = wanted.scope in consent.scopes(request.user, linked.couple)
        seen: dict[str, Any] = {"linked": linked, "reading": wanted, "allowed": allowed}
        if allowed:
            _record(request, linked, wanted.scope)
            seen["found"] = reports.read(linked.couple, wanted)
        return render(request, "counselor/report.html", seen)


@counselor_page(READ)
def still(request: SignedIn, counseling_id: UUID, scope: str) -> HttpResponse:
    """For a reading that lies open on her screen: 204 while she may read it, 404 as soon as she may not."""
    linked = _linked(request, counseling_id)
    if scopes.find(scope) not in consent.scopes(request.user, linked.couple):
        raise Http404
    return HttpResponse(status=204)


@counselor_page(FORM)
def assign(request: SignedIn, counseling_id: UUID) -> HttpResponse:
    linked = _linked(request, counseling_id)
    form = Assign(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            given = Given(filled["exercise"], filled["due_on"], filled["note"])
            assignments.assign(request.user, linked.couple, given)
        except Refused as refused:
            form.add_error(None, Reader.for_anybody().text(refused.message))
        else:
            messages.info(request, _("It is on the home of both now."))
            return redirect("counselor_couple", counseling_id)
    seen = {"linked": linked, "form": form}
    return render(request, "counselor/assign.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
def withdraw(request: SignedIn, counseling_id: UUID, assignment_id: UUID) -> HttpResponse:
    linked = _linked(request, counseling_id)
    assignments.withdraw(request.user, linked.couple, assignment_id)
    return redirect("counselor_couple", counseling_id)


def _linked(request: SignedIn, counseling_id: UUID) -> Linked:
    linked = linked_couples.of(request.user, counseling_id)
    if linked is None:
        raise Http404
    return linked


def _given(request: SignedIn, linked: Linked, with_progress: bool) -> list[dict[str, Any]]:
    """Her assignments, in her own words; done or not only where both allow it, and then it is recorded."""
    given = list(assignments.given_to(linked.counseling))
    done = assignments.done(given) if with_progress else frozenset()
    if with_progress and given:
        _record(request, linked, scopes.PROGRESS)
    return [
        {
            "id": one.pk,
            "title": in_language(one.definition.body["title"]),
            "due": one.due_on,
            "note": assignments.note(one),
            "done": one.pk in done,
        }
        for one in given
    ]


def _record(request: SignedIn, linked: Linked, what: Scope) -> None:
    access_log.record(linked.couple, request.user, AccessRecord.Role.COUNSELOR, what.value)
