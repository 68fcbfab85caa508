"""A sign-in whose device is being passed on: it opens nothing but the cover, help and the ways out."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from couples.accounts import beside, page_owner, unsent
from couples.middleware import Middleware

OPEN_PAGES: Final = frozenset(
    {
        *("pass_device", "pass_by_passkey", "beside", "give_back"),
        *("help", "privacy", "reading", "reading_page", "example", "exit", "account_logout"),
    }
)


class Covered(Middleware):
    """Answers what a covered sign-in asks for as if somebody else were signed in here: nothing is stored or shown.

    It comes before `page_owner`, which gives the owner of an earlier sign-in their words back.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        return answer(request)


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to what a covered sign-in does not open; None if it does, or is not covered."""
    match, is_sealed = request.resolver_match, unsent.SEALED in request.POST
    if match is None or (match.view_name in OPEN_PAGES and not is_sealed):
        return None
    stream = beside.covered_for(request.session)
    if stream is None:
        return None
    if request.headers.get(page_owner.HEADER):
        return HttpResponse(status=page_owner.SOMEBODY_ELSE)
    said = request.POST.get(page_owner.FIELD, "") if request.method == "POST" else ""
    return page_owner.for_owner(request, said) if said else redirect("pass_device", stream)
