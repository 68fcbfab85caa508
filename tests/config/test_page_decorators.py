"""Every page of ours says by its decorator for whom it is: a bare view is found."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from couples.page_decorators import READ, page
from tests.config.collected import OURS


def views(patterns: Any) -> Iterator[Callable[..., Any]]:
    for one in patterns:
        if isinstance(one, URLResolver) and one.app_name != "admin":  # the admin guards its own
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.callback


def bare(patterns: Any) -> list[str]:
    """The views of ours that have no page decorator."""
    ours = [view for view in views(patterns) if view.__module__.split(".")[0] in OURS]
    return [f"{view.__module__}.{view.__name__}" for view in ours if not hasattr(view, "open_to")]


def test_every_view_of_ours_says_for_whom_it_is():
    assert bare(get_resolver().url_patterns) == []


def test_there_are_pages_for_each():
    found = {getattr(view, "open_to", "") for view in views(get_resolver().url_patterns)}
    assert found == {"everybody", "signed in", "partners", "counselors", "beside", ""}


def test_a_bare_view_would_be_found():
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    view.__module__ = "couples.pages.invented"
    assert bare([path("bare/", view), path("dressed/", page(READ)(view))]) == ["couples.pages.invented.view"]
