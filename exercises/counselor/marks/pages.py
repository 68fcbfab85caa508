"""The page on which a counselor marks items of an assignment, and reads where the two see one of them differently."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from couples.counseling import access_log
from couples.page_decorators import FORM, REFUSED, SignedIn, counselor_page
from exercises.core.pair import Observer
from exercises.core.text import Refused
from exercises.counselor.assignments import stored
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple, record
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.marks import marking, side_by_side
from exercises.counselor.marks.forms import MarkItems
from exercises.counselor.marks.side_by_side import MarkedItem
from exercises.counselor.marks.told import told
from exercises.live.store import versions
from exercises.translate import Reader, in_language


@counselor_page(FORM)
@of_couple
def marks(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Show the items of the exercise, and what she is told of those that are marked (GET); or mark some (POST)."""
    one = _assignment(linked, assignment_id)
    now = [str(each.number) for each in marking.of([one]).get(one.pk, ())]
    posted = request.POST if request.method == "POST" else None
    form = MarkItems(one.definition_id, Reader(Observer(), linked.names), posted, initial={"marked": now})
    if posted is not None and form.is_valid():
        try:
            marking.put(one, form.cleaned_data["marked"])
            return redirect(f"{reverse('counselor_couple', args=[linked.counseling.pk])}#given-{one.pk}")
        except Refused as refused:
            messages.info(request, Reader.for_anybody().text(refused.message))
    with transaction.atomic():
        seen = {
            **in_every_page(linked, *allowed),
            "form": form,
            "title": in_language(versions.body_of(one.definition_id)["title"]),
            "most": marking.MOST_MARKED,
            "items": _told(request, linked, allowed, one),
        }
        return render(request, "counselor/marks/marks.html", seen, status=REFUSED if form.errors else 200)


def _assignment(linked: LinkedCouple, assignment: UUID) -> Assignment:
    """Return this assignment of the link, if it has items to mark. Raises Http404."""
    one = stored.given_to(linked.counseling).filter(pk=assignment).first()
    if one is None or not marking.can_be_marked(one.definition_id):
        raise Http404
    return one


def _told(request: SignedIn, linked: LinkedCouple, allowed: Allowed, one: Assignment) -> list[MarkedItem]:
    """Return what is seen differently, with both views, and record that she read it. Reads no session without it."""
    found = told(request.user.pk, {linked.counseling.pk: allowed})
    differ = [each for each in found if each.assignment == one.pk]
    items = side_by_side.read(linked.couple, differ)
    if items:
        record(request, linked, access_log.MARKED)
    return items
