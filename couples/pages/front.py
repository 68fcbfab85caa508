"""The first pages: before signing in, alone, and the way in as somebody invented."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples import demo, pairing
from couples.accounts import sign_ins

from . import SignedIn
from .decorators import READ, open_page, page


def front(request: HttpRequest) -> HttpResponse:
    """The home page for somebody who is not signed in."""
    return render(request, "couples/front.html", {"demo_links": demo.links(request)})


@page(READ)
def welcome(request: SignedIn) -> HttpResponse:
    """The home page for a signed-in person without a partner."""
    if request.user.is_counselor or pairing.couple_of(request.user):
        return redirect("home")
    inviting = {"invitation": pairing.open_invitation(request.user), "yes": pairing.yes_of(request.user)}
    return render(request, "couples/welcome.html", inviting)


@open_page(READ)
def demo_sign_in(request: HttpRequest, name: str) -> HttpResponse:
    """Become one of the invented people; for looking around on one's own machine only."""
    user = demo.person(name) if demo.is_allowed(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    sign_ins.remember(request)
    return redirect("home")
