"""The decorator of a counselor's pages about one couple: it asks what is allowed before a page is made, and after."""

from __future__ import annotations

from functools import wraps
from typing import Any, Final, Protocol
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from couples.counseling import access_log, consent, readings
from couples.counseling.models import AccessRecord
from couples.counseling.scopes import Scope
from couples.page_decorators import SignedIn
from exercises.counselor import linked_couples
from exercises.counselor.linked_couples import LinkedCouple

Allowed = frozenset[Scope]
REFRESH_SECONDS: Final = 30
"""A page of hers on which something can be read is loaded again after so long where no script asks for it."""


class View(Protocol):
    def __call__(
        self, request: SignedIn, linked: LinkedCouple, allowed: Allowed, **more: Any
    ) -> HttpResponse:
        """A page that shows no more than is allowed."""


class Page(Protocol):
    def __call__(self, request: SignedIn, counseling_id: UUID, **more: Any) -> HttpResponse:
        """A page at an address with the id of a link."""


def of_couple(view: Any, leaving: bool = False) -> Page:
    """Give a page the couple of this link and what both allow her; 404 if she is not linked with it.

    `leaving`: what both allow to be printed or saved. If she may see less by the time it is made, it does not leave: it
    is made again of what she may still see. After a POST, which acts once only, she gets 404. The access log may then
    show a reading that she did not get.
    """
    made: View = view

    @wraps(view)
    def guarded(request: SignedIn, counseling_id: UUID, **more: Any) -> HttpResponse:
        while True:
            linked, allowed = _asked(request, counseling_id, leaving)
            answer = made(request, linked, allowed, **more)
            now = consent.allowed_now(request.user.pk, linked.couple.pk, leaving)
            if now is not None and now >= allowed:
                return answer
            if request.method == "POST":
                raise Http404

    return guarded


def to_take_away(view: Any) -> Page:
    """As `of_couple`, for a form in which what is read leaves the page."""
    return of_couple(view, leaving=True)


def record(request: SignedIn, linked: LinkedCouple, what: str) -> None:
    """Record that she has read this of the couple: a kind of the access log. Call it in the transaction that reads."""
    access_log.record(linked.couple, request.user, AccessRecord.Role.COUNSELOR, what)


def in_every_page(linked: LinkedCouple, *shown: Scope) -> dict[str, Any]:
    """Return what each page of a couple has: whose it is, and what it shows, so that it can close by itself."""
    values = " ".join(sorted(one.value for one in shown))
    still = reverse("counselor_couple_still", args=[linked.counseling.pk])
    return {"linked": linked, "still": still, "shown": values, "refresh_seconds": REFRESH_SECONDS}


def _asked(request: SignedIn, counseling_id: UUID, leaving: bool) -> tuple[LinkedCouple, Allowed]:
    linked = linked_couples.of(request.user, counseling_id)
    if linked is None:
        raise Http404
    allowed = readings.allowed(request.user.pk, linked.couple.pk, leaving)
    if allowed is None:
        raise Http404
    return linked, allowed
