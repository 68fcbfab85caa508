"""The page on which any of the three ends a link."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples.counseling import links, readings
from couples.page_decorators import FORM, SignedIn, page
from couples.pairing import membership


@page(FORM)
def end_counseling(request: SignedIn, link_id: UUID) -> HttpResponse:
    """End a link: either partner or the counselor can, alone and at once."""
    link = links.linked(link_id, request.user)
    if request.method == "POST" and (ending := link or links.ended(link_id, request.user)):
        if link is not None:
            links.end(link)
        readings.let_leave()
        return redirect("home" if request.user == ending.counselor else "counselors")
    if link is None or link.couple_id is None:
        raise Http404
    names = membership.names_of([link.couple_id]).get(link.couple_id)
    if names is None:  # the couple has ended since the link was read
        raise Http404
    seen = {"link": link, "names": names, "is_counselor": request.user == link.counselor}
    return render(request, "couples/end_counseling.html", seen)
