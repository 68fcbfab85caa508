"""What every middleware of ours is: a class around the rest of the request."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class Middleware:
    """Passes each request on. Those that follow from it add a `process_…`, or do something around it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response: Final = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
