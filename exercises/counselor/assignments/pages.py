"""A counselor's pages of assignments: give one, change what she says with it, withdraw it, archive it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.counseling import scopes
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from exercises.core.text import Refused
from exercises.counselor import spoken_alone
from exercises.counselor.assignments import assignable, editing, giving, lines, stored, words
from exercises.counselor.assignments.editing import Change
from exercises.counselor.assignments.forms import Assign, ToSay
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.assignments.words import Said
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.programmes import lines as programme_lines
from exercises.live.store import versions
from exercises.translate import Reader, in_language

ASSIGNMENTS_ON_A_PAGE: Final = 20


@counselor_page(FORM)
@of_couple
def assign(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form (GET), or assign an exercise (POST)."""
    unspoken = spoken_alone.unspoken(linked.counseling, linked.names)
    chosen = {"exercise": request.GET.get("exercise", "")}
    form = Assign(request.POST if request.method == "POST" else None, initial=chosen, unspoken=unspoken)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            given = NewAssignment(
                filled["exercise"], filled["due_on"], filled["note"], form.spoken, filled["topic"]
            )
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
    try:
        one = editing.found(linked.counseling, assignment_id)
    except LookupError:
        return redirect("counselor_couple", linked.counseling.pk)
    giving.withdraw(request.user, linked.couple, assignment_id)
    messages.info(request, _("Skipped.") if hasattr(one, "item") else _("Withdrawn."))
    return _back(linked, one)


@counselor_page(FORM)
@of_couple
def edit(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Show what she says with an assignment (GET), or put something else in its place (POST)."""
    try:
        one = editing.found(linked.counseling, assignment_id)
    except LookupError:
        raise Http404 from None
    said = words.of([one]).get(one.pk, Said())
    initial = {"topic": said.topic, "note": said.note, "due_on": one.due_on}
    form = ToSay(request.POST if request.method == "POST" else None, initial=initial, day_before=one.due_on)
    if request.method == "POST" and form.is_valid():
        try:
            new = Change(form.cleaned_data["due_on"], form.said)
            editing.change(request.user, linked.couple, assignment_id, new)
        except Refused as refused:
            form.add_error(None, Reader.for_anybody().text(refused.message))
        else:
            messages.info(request, _("Changed. Where the card stands, both find the new words."))
            return _back(linked, one)
    title = in_language(versions.body_of(one.definition_id)["title"])
    seen = {**in_every_page(linked), "form": form, "title": title}
    return render(request, "counselor/assignments/edit.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(READ)
@of_couple
def archive(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show what she has put into the archive."""
    pages = Paginator(stored.archived(linked.counseling), ASSIGNMENTS_ON_A_PAGE)
    with transaction.atomic():
        page, shown = pages.get_page(request.GET.get("page")), allowed & {scopes.PROGRESS}
        seen = {
            **in_every_page(linked, *shown),
            "pages": page,
            "given": lines.of(request, linked, list(page.object_list), shown),
            "ended": [] if page.has_previous() else programme_lines.of_ended(linked),
            "progress": bool(shown),
        }
        return render(request, "counselor/assignments/archive.html", seen)


@counselor_page(ACT)
@of_couple
def put_away(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Put one of her assignments into the archive."""
    giving.archive(request.user, linked.couple, assignment_id)
    messages.info(
        request,
        _("It is in your archive. If the two have not done it, they have it still."),
    )
    return redirect("counselor_couple", linked.counseling.pk)


@counselor_page(ACT)
@of_couple
def take_out(request: SignedIn, linked: LinkedCouple, allowed: Allowed, assignment_id: UUID) -> HttpResponse:
    """Take one of her assignments out of the archive again."""
    giving.take_out(request.user, linked.couple, assignment_id)
    messages.info(request, _("It is among your assignments again. For the two nothing changed."))
    return redirect("counselor_couple", linked.counseling.pk)


def _back(linked: LinkedCouple, one: Assignment) -> HttpResponse:
    """Lead back to where it stands: to its programme, or to the couple."""
    if hasattr(one, "item"):
        return redirect("programme", linked.counseling.pk, one.item.programme_id)
    return redirect("counselor_couple", linked.counseling.pk)
