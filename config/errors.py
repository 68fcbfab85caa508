"""Error pages, rendered without session and database."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.template.loader import render_to_string

from couples.site_context import site_context


def same_page(template: str) -> str:
    return render_to_string(template, site_context())


def strange_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseBadRequest(same_page("400.html"))


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(same_page("500.html"), status=500)


def form_is_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form with a missing or old token, mostly one that was open while somebody signed out or in elsewhere."""
    return HttpResponseForbidden(same_page("403_csrf.html"))
