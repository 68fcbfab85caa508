"""Exit this page: ends the sign-in in this browser and leads to a page that says nothing about anyone.

It is the one address that changes something on a GET, because it must work as a plain link, without a script, at
once. What it ends can be begun again by signing in. Another site can't make anybody's browser do it: only a
request from our own page, or typed in by hand, ends anything; every other is led away all the same.
"""

import logging
from contextlib import suppress
from http.cookies import CookieError
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from couples import hooks
from couples.accounts.models import User
from couples.page_decorators import FORM, public_page

log = logging.getLogger(__name__)
OWN_FETCH_SITES = {None, "same-origin", "none"}


@csrf_exempt  # the page is blank already when the script sends this, and nobody could read a refusal
@public_page(FORM)
def exit_page(request: HttpRequest) -> HttpResponse:
    """A link without a script follows the answer. The script sends a POST and waits for nothing."""
    is_ours = _is_ours(request) and request.method != "HEAD"
    if is_ours:
        _end_sign_in(request)
    response = _away(request)
    if is_ours:
        _forget(request, response)
    return response


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.get_host():  # the scheme may end at a proxy
        return False
    return request.headers.get("Sec-Fetch-Site") in OWN_FETCH_SITES


def _end_sign_in(request: HttpRequest) -> None:
    """Also where the database is away: then the browser forgets its side, and the person is led away at once."""
    try:
        user = request.user
        logout(request)
        if isinstance(user, User):
            hooks.tell(hooks.signed_out, user.pk)
    except DatabaseError:
        log.error("exit: the sign-in could not be ended on the server")
        request.session = type(request.session)()


def _away(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(
            status=204, headers={"Clear-Site-Data": '"cache"', "Referrer-Policy": "no-referrer"}
        )
    return HttpResponse(status=303, headers={"Location": settings.EXIT_URL, "Referrer-Policy": "no-referrer"})


def _forget(request: HttpRequest, response: HttpResponse) -> None:
    """No cookie of ours stays behind but the chosen language; a message for the next page goes too."""
    for name in request.COOKIES:
        if name != settings.LANGUAGE_COOKIE_NAME:
            with suppress(CookieError):  # a name that no answer can carry: none of ours
                response.delete_cookie(name, samesite="Lax")
