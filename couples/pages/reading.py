"""Pages that are the same bytes for everyone: help and the example. Rendered without knowing who asks."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from couples import demo


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The same bytes for everyone: the page is rendered without knowing who asks."""
    return HttpResponse(render_to_string("couples/help.html", demo.same_for_all()))


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("couples/example.html", demo.same_for_all()))
