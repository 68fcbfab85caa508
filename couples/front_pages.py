"""The front page for visitors, and the home page of a person without a partner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples import demo_sign_in
from couples.page_decorators import READ, SignedIn, page
from couples.pairing import acceptance, invitations, membership


def front(request: HttpRequest) -> HttpResponse:
    """Show the home page to a visitor who is not signed in."""
    return render(request, "couples/front.html", {"demo_links": demo_sign_in.links(request)})


@page(READ)
def welcome(request: SignedIn) -> HttpResponse:
    """Show the home page of a signed-in person without a partner."""
    if request.user.is_counselor or membership.couple_of(request.user):
        return redirect("home")
    inviting = {
        "invitation": invitations.open_invitation(request.user),
        "yes": acceptance.yes_of(request.user),
    }
    return render(request, "couples/welcome.html", inviting)
