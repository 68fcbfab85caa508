"""A counselor's pages of the programmes that run with one couple. Nothing here tells more than `progress` allows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.counseling import scopes
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, counselor_page
from couples.refused import Refused
from exercises.counselor import spoken_alone
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.programmes import adding, lines, running, templates
from exercises.counselor.programmes.forms import Add, NewPosition, Start
from exercises.counselor.programmes.models import Programme


@counselor_page(FORM)
@of_couple
def start(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the form (GET), or start a programme with this couple (POST)."""
    unspoken = spoken_alone.unspoken(linked.counseling, linked.names)
    form = Start(
        request.POST if request.method == "POST" else None,
        initial={"programme": request.GET.get("programme", "")},
        templates=templates.all_of(request.user),
        unspoken=unspoken,
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = sent_once.id_of(request)
            made = running.start(request.user, linked.couple, form.chosen, form.spoken, sent)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("Started. Both find what comes first on their home page."))
            return redirect("programme", linked.counseling.pk, made.pk)
    seen = {
        **in_every_page(linked),
        "form": form,
        "unspoken": unspoken,
        "running": lines.titles_of_running(linked),
    }
    return render(request, "counselor/programmes/start.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(FORM)
@of_couple
def add(request: SignedIn, linked: LinkedCouple, allowed: Allowed, programme_id: UUID) -> HttpResponse:
    """Show the form of an exercise to add at the end of a programme (GET), or add it (POST), while it runs."""
    one, link = _found(linked, programme_id), linked.counseling
    if one.ended_at and request.method != "POST":
        messages.info(request, _("This programme has ended. Nothing is added to it any more."))
        return redirect("programme", link.pk, one.pk)
    unspoken = spoken_alone.unspoken(link, linked.names)
    chosen = {"exercise": request.GET.get("exercise", "")}
    form = Add(request.POST if request.method == "POST" else None, initial=chosen, unspoken=unspoken)
    if request.method == "POST" and form.is_valid():
        try:
            written = form.written(sent_once.id_of(request))
            adding.add(request.user, linked.couple, one.pk, written, form.spoken)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("Added. It comes last."))
            return redirect("programme", link.pk, one.pk)
    seen = {**in_every_page(linked), "form": form, "unspoken": unspoken, "programme": one}
    seen |= {"title": lines.title(link, one)}
    return render(request, "counselor/programmes/add.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(READ)
@of_couple
def programme(request: SignedIn, linked: LinkedCouple, allowed: Allowed, programme_id: UUID) -> HttpResponse:
    """Show a programme: what she wrote and when she started it; with progress, also what is done."""
    one = _found(linked, programme_id)
    with transaction.atomic():
        seen: dict[str, Any] = {
            **in_every_page(linked, *allowed),
            "programme": one,
            "most": templates.MAX_ITEMS,
            "progress": scopes.PROGRESS in allowed,
            **lines.of_one(request, linked, one, allowed),
        }
        return render(request, "counselor/programmes/programme.html", seen)


@counselor_page(ACT)
@of_couple
def move(
    request: SignedIn, linked: LinkedCouple, allowed: Allowed, programme_id: UUID, assignment_id: UUID
) -> HttpResponse:
    """Move what is in a programme to another position."""
    form = NewPosition(request.POST)
    if form.is_valid():
        running.move(linked.counseling, programme_id, assignment_id, form.cleaned_data["position"])
    else:
        messages.info(request, _("Please choose a place from the list."))
    return redirect("programme", linked.counseling.pk, programme_id)


@counselor_page(ACT)
@of_couple
def give_again(
    request: SignedIn, linked: LinkedCouple, allowed: Allowed, programme_id: UUID, assignment_id: UUID
) -> HttpResponse:
    """Give again what she skipped in a programme that runs."""
    running.give_again(linked.counseling, programme_id, assignment_id)
    messages.info(request, _("It is in the programme again, in its place."))
    return redirect("programme", linked.counseling.pk, programme_id)


@counselor_page(ACT)
@of_couple
def end(request: SignedIn, linked: LinkedCouple, allowed: Allowed, programme_id: UUID) -> HttpResponse:
    """End a programme. It stays to be read in the archive."""
    running.end(linked.counseling, programme_id)
    messages.info(request, _("Ended. You find it in the archive."))
    return redirect("counselor_couple", linked.counseling.pk)


def _found(linked: LinkedCouple, programme: UUID) -> Programme:
    found = running.of_link(linked.counseling).filter(pk=programme).first()
    if found is None:
        raise Http404
    return found
