"""Headers of every response, and what is decided before the user is known: anonymous pages, other sites' forms."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import reverse

from .errors import same_page

WITHOUT_TRUSTED_TYPES = {"require-trusted-types-for": None, "trusted-types": None}
NOTHING_ALLOWED = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"

KNOW_NOBODY = ("/help/", "/reading/", "/example/", "/privacy/")
HARMLESS = {"GET", "HEAD", "OPTIONS"}


class Headers:
    """Forbids caching and framing of every page. Django's admin is allowed scripts without trusted types."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", NOTHING_ALLOWED)
        return response


class SameForAll:
    """Removes every cookie but the language from requests for help, reading, the example and privacy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(KNOW_NOBODY):
            kept = settings.LANGUAGE_COOKIE_NAME
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if name == kept}
        return self.get_response(request)


class OneCharset:
    """Reads every form as UTF-8, which all pages are in, whatever it says of itself.

    Django believes a form that names another one, and some of those Python knows are not for text at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.encoding = settings.DEFAULT_CHARSET
        return self.get_response(request)


class NoOtherSites:
    """Refuses forms sent by another site before any other middleware reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in HARMLESS and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return HttpResponseForbidden(same_page("403.html"))
        return self.get_response(request)


class AdminScripts:
    """Relaxes the content policy for the admin's scripts. Must come after the policy's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = WITHOUT_TRUSTED_TYPES  # type: ignore[attr-defined]
        return response
