"""Error pages, rendered without session and database."""

import sys
from collections.abc import Mapping, Sequence

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from couples.accounts import covers, page_owner, unsent
from couples.accounts.hashing import Busy
from couples.security_log import Kind, note
from couples.site_context import site_context

from .postgresql.reasons import is_away, is_lost

RETRY_SECONDS = 5
TOO_OLD = gettext_lazy(
    "This form was open for too long. Open its page again, and put these words into it anew."
)


def is_overload(error: BaseException | None) -> bool:
    """Return whether nobody had time: no turn for a password, or no database connection in the pool."""
    no_connection = isinstance(error, OperationalError) and type(error.__cause__).__name__ == "PoolTimeout"
    return isinstance(error, Busy) or no_connection


def same_page(
    template: str, unsent_words: Sequence[str] = (), sealed: Mapping[str, str] | None = None
) -> str:
    return render_to_string(template, {**site_context(), "unsent": unsent_words, **(sealed or {})})


def strange_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(same_page("400.html"))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: with 503 if there was only too much to do or no database, otherwise with 500.

    Whoever asked for a page while the database ended its connection asks again; of a form that could have been stored,
    503 would say too much. It gives back the words of a form, which may be stored or not: sealed, where the database
    could not say who asks.
    """
    words, sealed = page_owner.words_for_owner(request), page_owner.sealed_for_owner(request)
    error = sys.exc_info()[1]
    asked_only = request.method in ("GET", "HEAD") and is_lost(error)
    if is_overload(error) or is_away(error) or asked_only:
        note(Kind.OVERLOADED if is_overload(error) else Kind.DATABASE_AWAY)
        page = "503.html" if is_overload(error) else "503_away.html"
        return HttpResponse(
            same_page(page, words, sealed), status=503, headers={"Retry-After": RETRY_SECONDS}
        )
    return HttpResponse(same_page("500.html", words, sealed), status=500)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer an address that asked for a page of accounts too often. Allauth looks for it by `handler429`."""
    note(Kind.LIMIT_FOR_PAGES)
    return render(request, "429.html", status=429)


def form_is_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form with a missing or old token, mostly one that was open while somebody signed out or in elsewhere.

    Its author gets back what they typed; nobody else does. Where nobody is signed in, as after Exit, it is sealed for
    them: another site could have sent it. What a covered sign-in would open is not opened by a form without a token.
    """
    if answer := covers.answer(request) or page_owner.answer(request):
        return answer
    if words := page_owner.words_for_owner(request):
        return unsent.not_stored(request, words, TOO_OLD, 403)
    said = request.POST.get(page_owner.FIELD, "")
    if said and not request.user.is_authenticated and unsent.words_of(request.POST):
        return page_owner.for_owner(request, said)
    return HttpResponseForbidden(same_page("403_csrf.html"))
