"""The site with three faulty pages: one that breaks, one that tells another's words, one that leads away."""

import logging

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler500, urlpatterns
from tests.matrix.world import STORE

__all__ = ["handler400", "handler500"]


def breaks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(int(request.GET.get("page", "1"))))


def tells(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{STORE}</p>")


def leads_away(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": request.GET.get("next", "/")})


def complains(request: HttpRequest) -> HttpResponse:
    logging.getLogger("exercises.live").error("something failed in silence")
    return HttpResponse()


urlpatterns = [
    *urlpatterns,
    path("planted/breaks/", breaks),
    path("planted/tells/", tells),
    path("planted/leads-away/", leads_away),
    path("planted/complains/", complains),
]
