"""Signing in as an invented person without a password: only in a demo, and only from a browser on this machine."""

from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect

from couples.accounts import sign_ins
from couples.accounts.demo_people import NAMES, email_of
from couples.accounts.models import User
from couples.facts import holding
from couples.page_decorators import READ, open_page

SHOWN: Final = ("alex", "blair", "casey")


@open_page(READ)
def demo_sign_in(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as the invented person with this name; 404 for any other name and wherever it is not allowed."""
    user = User.objects.filter(email=email_of(name), is_active=True).first() if is_allowed(request) else None
    if user is None:
        raise Http404
    holding.require(user.pk)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    sign_ins.begin(request, user)
    return redirect("home")


def is_allowed(request: HttpRequest) -> bool:
    """Only when the demo was asked for, and only for a browser on this very machine."""
    return settings.DEMO and _is_here(request.META.get("REMOTE_ADDR", "")) and _is_local(request)


def links(request: HttpRequest) -> list[dict[str, str]]:
    """A way in as each of the invented people, on a host of their own so that each window is one person."""
    if not is_allowed(request):
        return []
    port = split_domain_port(request.get_host())[1]
    rest = f".localhost:{port}" if port else ".localhost"
    return [{"name": NAMES[slug], "url": f"{request.scheme}://{slug}{rest}/demo/{slug}/"} for slug in SHOWN]


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_local(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    host = split_domain_port(request.get_host())[0]
    return host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".localhost")
