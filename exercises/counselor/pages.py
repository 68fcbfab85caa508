"""A counselor's pages: one couple, a report. Each request reads the consents again."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from couples.counseling import caseload, scopes
from couples.page_decorators import READ, SignedIn, counselor_page
from exercises.counselor import reports
from exercises.counselor.asking import asked
from exercises.counselor.assignments import lines, stored
from exercises.counselor.assignments.pages import ASSIGNMENTS_ON_A_PAGE
from exercises.counselor.caseload.words import short
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple, record
from exercises.counselor.finished import Page
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.programmes import lines as programme_lines
from exercises.counselor.reports import Report


@counselor_page(READ)
@of_couple
def couple(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show one couple: assignments, and which scopes both partners allow."""
    given = Paginator(stored.at_hand(linked.counseling), ASSIGNMENTS_ON_A_PAGE)
    progress = scopes.PROGRESS in allowed
    open_ask = asked.open_of(linked.counseling)
    with transaction.atomic():
        pages = given.get_page(request.GET.get("page"))
        seen = {
            **in_every_page(linked, *allowed),
            "pages": pages,
            "given": lines.of(request, linked, list(pages.object_list), allowed),
            "programmes": programme_lines.of_running(linked, progress),
            "progress": progress,
            "reports": [(one, one.scope in allowed) for one in reports.REPORTS],
            "live": scopes.LIVE in allowed,
            "asked": open_ask,
            "what": short(open_ask.scope) if open_ask else "",
        }
        if progress and seen["programmes"] and not seen["given"]:
            record(request, linked, scopes.PROGRESS.value)
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


def _found(request: SignedIn, linked: LinkedCouple, report: Report) -> Page:
    """Return the page of the report that the address asks for: the first, or that after one session. Raises Http404."""
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        return reports.read(linked.couple, report, after)
    except (ValueError, LookupError):
        raise Http404 from None
