"""A counselor's pages of assignments: give one, and withdraw it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, counselor_page
from exercises.core.text import Refused
from exercises.counselor import screening
from exercises.counselor.assignments import assignable, giving
from exercises.counselor.assignments.forms import Assign
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple
from exercises.translate import Reader


@counselor_page(FORM)
@of_couple
def assign(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form (GET), or assign an exercise (POST)."""
    recorded = screening.days(linked.counseling)
    names = dict(zip(recorded, linked.names, strict=True))
    unspoken = {person: names[person] for person, day in recorded.items() if day is None}
    chosen = {"exercise": request.GET.get("exercise", "")}
    form = Assign(request.POST if request.method == "POST" else None, initial=chosen, unspoken=unspoken)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            given = NewAssignment(filled["exercise"], filled["due_on"], filled["note"], form.spoken)
            giving.assign(request.user, linked.couple, given, sent_once.id_of(request))
        except Refused as refused:
            form.add_error(None, Reader.for_anybody().text(refused.message))
        else:
            messages.info(request, _("Both partners can now see it on their home page."))
            return redirect("counselor_couple", linked.counseling.pk)
    seen = {**in_every_page(linked), "form": form, "groups": assignable.groups(), "unspoken": unspoken}
    return render(request, "counselor/assignments/assign.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(ACT)
@of_couple
def withdraw(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Withdraw one of her assignments."""
    giving.withdraw(request.user, linked.couple, assignment_id)
    return redirect("counselor_couple", linked.counseling.pk)
