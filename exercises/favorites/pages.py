"""Keep an exercise at hand, or no longer, with one press. Nobody else is told."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from couples.page_decorators import ACT, SignedIn, page
from couples.pairing.membership import couple_of
from exercises import catalog
from exercises.favorites import kept


@page(ACT)
def favorite(request: SignedIn, slug: str) -> HttpResponse:
    """Keep it, or take it out if `wanted` is not "yes"; then show the page of the exercise again.

    What is only for work with a counselor, a counselor alone can keep.
    """
    is_counselor = request.user.is_counselor
    known = catalog.couple_definitions() if is_counselor else catalog.startable()
    if slug not in {one.slug for one in known}:
        raise Http404
    kept.keep(request.user.pk, slug, request.POST.get("wanted") == "yes")
    if is_counselor:
        return redirect("counselor_exercise", slug)
    return redirect("exercise" if couple_of(request.user) else "preview", slug)
