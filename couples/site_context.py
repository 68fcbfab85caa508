"""What every template knows about this site. It reads settings only, no session and no database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def for_request(request: HttpRequest) -> dict[str, Any]:
    """The context processor: the same for every request."""
    return site_context()


def site_context() -> dict[str, Any]:
    """Whether the people here are invented, and where Exit leads; for pages rendered without a request, too."""
    return {"demo": settings.DEMO, "exit_url": settings.EXIT_URL}
