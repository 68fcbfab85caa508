"""A counselor's pages: one couple, a report, a new assignment. Each request reads the consents again."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from couples import sent_once
from couples.counseling import access_log, caseload, scopes
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from exercises.core.text import Refused
from exercises.counselor import assignable, assignment_notes, assignments, reports, screening
from exercises.counselor.assignments import NewAssignment
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple, record
from exercises.counselor.finished import Page
from exercises.counselor.forms import Assign
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import lines
from exercises.counselor.models import Assignment
from exercises.counselor.reports import Report
from exercises.live.store import versions
from exercises.translate import Reader, in_language

ASSIGNMENTS_ON_A_PAGE: Final = 20


@counselor_page(READ)
@of_couple
def couple(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show one couple: assignments, and which scopes both partners allow."""
    given = Paginator(assignments.given_to(linked.counseling), ASSIGNMENTS_ON_A_PAGE)
    with transaction.atomic():
        pages = given.get_page(request.GET.get("page"))
        seen = {
            **in_every_page(linked, *allowed),
            "pages": pages,
            "given": _given(request, linked, list(pages.object_list), allowed),
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
    if wanted.scope not in allowed:
        return render(request, "counselor/report.html", {**in_every_page(linked), "report": wanted})
    still = reverse("counselor_report_still", args=[linked.counseling.pk, scope])
    with transaction.atomic():
        record(request, linked, wanted.scope.value)
        seen = {
            **in_every_page(linked, wanted.scope),
            "still": still,
            "report": wanted,
            "allowed": True,
            "found": _found(request, linked, wanted),
            "is_first": "after" not in request.GET,
        }
        return render(request, "counselor/report.html", seen)


@counselor_page(READ)
def report_still(request: SignedIn, counseling_id: UUID, scope: str) -> HttpResponse:
    """Answer a report page that is open on her screen: 204 while she may read it, 404 when she may not."""
    return _answer(request, counseling_id, {scope})


@counselor_page(READ)
def couple_still(request: SignedIn, counseling_id: UUID) -> HttpResponse:
    """Answer any page of a couple that is open on her screen: 204 while she may see what it shows, 404 when not.

    The page says itself what it shows, in a header, which is kept in no log.
    """
    return _answer(request, counseling_id, set(request.headers.get("X-Shown", "").split()))


def _answer(request: SignedIn, link: UUID, shown: set[str]) -> HttpResponse:
    """Answer by one query of the consents: it is asked every few seconds, and nothing is shown."""
    if not caseload.may_still(request.user.pk, {link: shown}):
        raise Http404
    return HttpResponse(status=204)


@counselor_page(FORM)
@of_couple
def assign(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form (GET), or assign an exercise (POST)."""
    recorded = screening.days(linked.counseling)
    names = dict(zip(recorded, linked.names, strict=True))
    unspoken = {person: names[person] for person, day in recorded.items() if day is None}
    chosen = {"exercise": request.GET.get("exercise", "")}
    form = Assign(request.POST if request.method == "POST" else None, initial=chosen, unspoken=unspoken)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            given = NewAssignment(filled["exercise"], filled["due_on"], filled["note"], form.spoken)
            assignments.assign(request.user, linked.couple, given, sent_once.id_of(request))
        except Refused as refused:
            form.add_error(None, Reader.for_anybody().text(refused.message))
        else:
            messages.info(request, _("Both partners can now see it on their home page."))
            return redirect("counselor_couple", linked.counseling.pk)
    seen = {**in_every_page(linked), "form": form, "groups": assignable.groups(), "unspoken": unspoken}
    return render(request, "counselor/assign.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
@of_couple
def withdraw(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Withdraw one of her assignments."""
    assignments.withdraw(request.user, linked.couple, assignment_id)
    return redirect("counselor_couple", linked.counseling.pk)


def _found(request: SignedIn, linked: LinkedCouple, report: Report) -> Page:
    """Return the page of the report that the address asks for: the first, or that after one session. Raises Http404."""
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        return reports.read(linked.couple, report, after)
    except (ValueError, LookupError):
        raise Http404 from None


def _given(
    request: SignedIn, linked: LinkedCouple, given: list[Assignment], allowed: Allowed
) -> list[dict[str, Any]]:
    """Return these assignments with her notes and marks. With progress, also whether each is done, and record that she
    saw it; likewise what is seen differently of what she marked."""
    with_progress = scopes.PROGRESS in allowed
    done = assignments.done(given) if with_progress else frozenset()
    written = assignment_notes.of(given)
    marked = lines.of(request.user.pk, linked, allowed, given)
    if with_progress and given:
        record(request, linked, scopes.PROGRESS.value)
    if any(one.differ for one in marked.values()):
        record(request, linked, access_log.MARKED)
    return [
        {
            "id": one.pk,
            "title": in_language(versions.body_of(one.definition_id)["title"]),
            "due": one.due_on,
            "note": written[one.pk],
            "done": one.pk in done,
            "marks": marked[one.pk],
        }
        for one in given
        if one.pk in written and versions.holds(one.definition_id)
    ]
