"""A counselor's pages: her couples, one couple, a report, a new assignment. Each request reads the consents again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.counseling import access_log, cards, scopes
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from exercises.core.text import Refused
from exercises.counselor import assignments, linked_couples, notes, reports
from exercises.counselor.assignments import NewAssignment
from exercises.counselor.couple_page import Allowed, of_couple
from exercises.counselor.forms import Assign
from exercises.counselor.linked_couples import LinkedCouple
from exercises.live.store import versions
from exercises.translate import Reader, in_language


@counselor_page(READ)
def couples(request: SignedIn) -> HttpResponse:
    """Show the couples she is linked with and her open invitations. Leaves no access record."""
    counselor = request.user
    seen = {
        "linked": linked_couples.all_of(counselor),
        "open_until": linked_couples.open_until(counselor),
        "ended": cards.recently_ended(counselor),
    }
    return render(request, "counselor/home.html", seen)


@counselor_page(READ)
@of_couple
def couple(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show one couple: assignments, and which scopes both partners allow."""
    with transaction.atomic():
        seen = {
            "linked": linked,
            "given": _given(request, linked, scopes.PROGRESS in allowed),
            "progress": scopes.PROGRESS in allowed,
            "reports": [(one, one.scope in allowed) for one in reports.REPORTS],
            "live": scopes.LIVE in allowed,
        }
        return render(request, "counselor/couple.html", seen)


@counselor_page(READ)
@of_couple
def report(request: SignedIn, linked: LinkedCouple, allowed: Allowed, scope: str) -> HttpResponse:
    """Show one scope and record it in the same transaction; if it is not allowed, say only that."""
    wanted = next((one for one in reports.REPORTS if one.scope.value == scope), None)
    if wanted is None:
        raise Http404
    may_read = wanted.scope in allowed
    with transaction.atomic():
        seen: dict[str, Any] = {"linked": linked, "report": wanted, "allowed": may_read}
        if may_read:
            _record(request, linked, wanted.scope)
            seen["found"] = reports.read(linked.couple, wanted)
        return render(request, "counselor/report.html", seen)


@counselor_page(READ)
@of_couple
def report_still(request: SignedIn, linked: LinkedCouple, allowed: Allowed, scope: str) -> HttpResponse:
    """Answer a report page that is open on her screen: 204 while she may read it, 404 when she may not."""
    if scopes.find(scope) not in allowed:
        raise Http404
    return HttpResponse(status=204)


@counselor_page(FORM)
@of_couple
def assign(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form (GET), or assign an exercise (POST)."""
    form = Assign(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            given = NewAssignment(filled["exercise"], filled["due_on"], filled["note"])
            assignments.assign(request.user, linked.couple, given, sent_once.id_of(request))
        except Refused as refused:
            form.add_error(None, Reader.for_anybody().text(refused.message))
        else:
            messages.info(request, _("Both partners can now see it on their home page."))
            return redirect("counselor_couple", linked.counseling.pk)
    seen = {"linked": linked, "form": form}
    return render(request, "counselor/assign.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
@of_couple
def withdraw(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Withdraw one of her assignments."""
    assignments.withdraw(request.user, linked.couple, assignment_id)
    return redirect("counselor_couple", linked.counseling.pk)


def _given(request: SignedIn, linked: LinkedCouple, with_progress: bool) -> list[dict[str, Any]]:
    """Return her assignments with her notes. With progress, also whether each is done, and record that she saw it."""
    given = list(assignments.given_to(linked.counseling))
    done = assignments.done(given) if with_progress else frozenset()
    written = notes.of(given)
    if with_progress and given:
        _record(request, linked, scopes.PROGRESS)
    return [
        {
            "id": one.pk,
            "title": in_language(versions.body_of(one.definition_id)["title"]),
            "due": one.due_on,
            "note": written[one.pk],
            "done": one.pk in done,
        }
        for one in given
        if one.pk in written and versions.holds(one.definition_id)
    ]


def _record(request: SignedIn, linked: LinkedCouple, what: Scope) -> None:
    access_log.record(linked.couple, request.user, AccessRecord.Role.COUNSELOR, what.value)
