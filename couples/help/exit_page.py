"""Exit this page: sign out in this browser and redirect to an unrelated page.

This is the one address that changes state on a GET, because it must work at once as a plain link without a script;
signing in again undoes it. Only a request from our own pages, or typed by hand, signs out, so that another site can't
cause it; every other request is only redirected.

A browser says `none` of an address that was typed or bookmarked, and also of a link that was followed in another
program, such as a chat; no browser tells these apart for certain. So `none` signs out unless it names a place where it
came from, or is no navigation of a person but a page that a browser fetches before anybody asked. A link sent in a chat
can therefore still end a sign-in. That costs whoever follows it one sign-in; not signing out would leave somebody
signed in who typed the address and believes that they are not.
"""

import logging
from contextlib import suppress
from http.cookies import CookieError
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from couples import hooks
from couples.accounts import beside
from couples.accounts.models import User
from couples.page_decorators import FORM, public_page

log = logging.getLogger(__name__)
OWN_FETCH_SITES = {None, "same-origin", "none"}


@csrf_exempt  # the script has already blanked the page, so a refusal could not be read
@public_page(FORM)
def exit_page(request: HttpRequest) -> HttpResponse:
    """Sign out and redirect. Without a script the link is followed; the script sends a POST and does not wait."""
    is_ours = _is_ours(request) and request.method != "HEAD"
    stream = _end_sign_in(request) if is_ours else None
    response = _away(request)
    if is_ours:
        _forget(request, response)
    if stream:
        response.delete_cookie(settings.BESIDE_COOKIE_NAME, path=beside.path_of(stream), samesite="Lax")
    return response


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    referer = request.headers.get("Referer")
    came_from = [sender for sender in (origin, referer) if sender is not None]
    ours = request.get_host()  # compared without the scheme, which may end at a proxy
    if any(urlsplit(sender).netloc != ours for sender in came_from):
        return False
    site = request.headers.get("Sec-Fetch-Site")
    return site in OWN_FETCH_SITES and (site != "none" or _is_navigation(request))


def _is_navigation(request: HttpRequest) -> bool:
    """Return whether a person went to this address with a whole page, as far as the browser says."""
    purposes = [request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")]
    fetched_ahead = any("prefetch" in purpose for purpose in purposes)
    whole_page = {
        request.headers.get("Sec-Fetch-Mode", "navigate"),
        request.headers.get("Sec-Fetch-Dest", "document"),
    }
    return not fetched_ahead and whole_page == {"navigate", "document"}


def _end_sign_in(request: HttpRequest) -> UUID | None:
    """Sign out, also who is signed in beside. Returns for which session the device was being passed on.

    If the database fails, only the browser's cookies are deleted; the redirect follows in any case.
    """
    stream = None
    try:
        stream = beside.covered_for(request.session)
        user = request.user
        beside.end(request.session)
        logout(request)
        if isinstance(user, User):
            hooks.tell(hooks.signed_out, user.pk)
    except DatabaseError:
        log.error("exit: the sign-in could not be ended on the server")
        request.session = type(request.session)()
    return stream


def _away(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(
            status=204, headers={"Clear-Site-Data": '"cache"', "Referrer-Policy": "no-referrer"}
        )
    return HttpResponse(status=303, headers={"Location": settings.EXIT_URL, "Referrer-Policy": "no-referrer"})


def _forget(request: HttpRequest, response: HttpResponse) -> None:
    """Delete all our cookies, including pending messages, except the chosen language and the mark of the device.

    Without the mark, somebody else in the house could keep the person out who has just used Exit.
    """
    for name in request.COOKIES:
        if name not in (settings.LANGUAGE_COOKIE_NAME, settings.DEVICE_COOKIE_NAME):
            with suppress(CookieError):  # an invalid name, so not one of our cookies
                response.delete_cookie(name, samesite="Lax")
