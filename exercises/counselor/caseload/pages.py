"""The page with all couples of a counselor, and what it asks while it is open."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.counseling import cards, caseload, scopes
from couples.page_decorators import READ, SignedIn, counselor_page
from exercises.counselor import linked_couples
from exercises.counselor.caseload import listing
from exercises.counselor.caseload.forms import Choice
from exercises.counselor.caseload.listing import Listing
from exercises.counselor.caseload.rows import PAGE_SIZE, Now, Only, Order
from exercises.counselor.couple_page import REFRESH_SECONDS

FILTERS: Final = {
    Only.ALL: _("All"),
    Only.ATTENTION: _("Needs attention"),
    Only.TODAY: _("Today"),
    Only.NOTHING: _("Nothing allowed"),
    Only.INVITED: _("Invited"),
    Only.ENDED: _("Ended"),
}
ORDERS: Final = {
    Order.NEXT: _("Next meeting"),
    Order.ATTENTION: _("Attention first"),
    Order.NAME: _("Names"),
}


@counselor_page(READ)
def couples(request: SignedIn) -> HttpResponse:
    """Show her couples, 25 on a page; or her open invitations, or the links that ended lately.

    What both allow is asked again when the list is made. If it shows more by then, it is made again.
    """
    choice = Choice.of(request.GET)
    if choice.only in (Only.INVITED, Only.ENDED):
        unlinked = _unlinked(request, choice.only)
        return render(request, "counselor/caseload/unlinked.html", unlinked | _frame(choice))
    while True:
        found = listing.of(request.user, choice, now := listing.now_of(request))
        if not found.couples:
            unlinked = _unlinked(request, Only.INVITED, Only.ENDED)
            return render(request, "counselor/caseload/first_steps.html", unlinked)
        answer = _listed(request, choice, found, now)
        if caseload.may_still(request.user.pk, _said(found.shown)):
            return answer


def _listed(request: SignedIn, choice: Choice, found: Listing, now: Now) -> HttpResponse:
    seen = {
        "listing": found,
        "now": now,
        "still": reverse("caseload_still"),
        "refresh_seconds": REFRESH_SECONDS,
        "earlier": choice.but(page=str(found.page.number - 1)).query,
        "later": choice.but(page=str(found.page.number + 1)).query,
    }
    return render(request, "counselor/caseload/couples.html", seen | _frame(choice))


@counselor_page(READ)
def still(request: SignedIn) -> HttpResponse:
    """Answer a list that is open on her screen: 204 while all that it shows may be shown, 404 when not.

    The page says itself what it shows, in a header, which is kept in no log.
    """
    if not caseload.may_still(request.user.pk, _said(request.headers.get("X-Shown", ""))):
        raise Http404
    return HttpResponse(status=204)


def _said(header: str) -> dict[UUID, set[str]]:
    """Return the scopes that a page says it shows, by link. Raises Http404 for what no page of ours says."""
    found = {}
    try:
        for each in header.split()[: PAGE_SIZE + 1]:
            link, _colon, values = each.partition(":")
            found[UUID(link)] = {value for value in values.split(",") if value}
    except ValueError:
        raise Http404 from None
    if len(found) > PAGE_SIZE or any(not scopes.find(one) for values in found.values() for one in values):
        raise Http404
    return found


def _unlinked(request: SignedIn, *lists: Only) -> dict[str, Any]:
    """Return her open invitations, the links that ended lately, or both."""
    invited = linked_couples.open_invitations(request.user) if Only.INVITED in lists else []
    ended = cards.recently_ended(request.user) if Only.ENDED in lists else []
    return {"invitations": invited, "ended": ended}


def _frame(choice: Choice) -> dict[str, Any]:
    """Return what each of these pages has: what was asked for, and the ways to ask for something else."""
    return {
        "choice": choice,
        "filters": [(name, choice.but(only=one).query, one == choice.only) for one, name in FILTERS.items()],
        "orders": [(one, name) for one, name in ORDERS.items()],
    }
