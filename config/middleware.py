"""Headers that every answer carries. It decides nothing about who may see what."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

WITHOUT_TRUSTED_TYPES = {"require-trusted-types-for": None, "trusted-types": None}
NOTHING_ALLOWED = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class Headers:
    """No page is kept by a browser or shown elsewhere. Django's admin brings scripts without trusted types."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", NOTHING_ALLOWED)
        return response


class AdminScripts:
    """Relaxes the content policy for the admin's own scripts; it stands inside the policy's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_replace = WITHOUT_TRUSTED_TYPES  # type: ignore[attr-defined]
        return response
