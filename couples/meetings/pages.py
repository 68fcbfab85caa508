"""Pages for suggesting, answering and cancelling appointments, with each person's reminder and calendar file."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import sent_once
from couples.meetings import appointments, calendars, zones
from couples.meetings import mails as meeting_mails
from couples.meetings.forms import Suggestion, Zone
from couples.meetings.models import Meeting
from couples.page_decorators import ACT, FORM, READ, REFUSED, SignedIn, page
from couples.pairing import membership
from couples.pairing.models import Couple
from couples.pairing.partner_page import OfCouple, partner_page
from couples.refused import Refused

MAY_BE_PROPOSED: Final = ("1", "2", "3", "4")
"""Weeks from now for which a link may fill in the day."""


@partner_page(FORM)
def meeting(request: OfCouple) -> HttpResponse:
    couple = request.couple
    if request.method != "POST":
        return _page(request, couple, _empty(request))
    form = Suggestion(request.POST)
    if form.is_valid():
        zones.choose(request, form.cleaned_data["zone"])
        try:
            appointments.suggest(couple, request.user, form.starts_at(), sent_once.id_of(request))
        except Refused as refusal:
            form.add_error("day", str(refusal))
        else:
            return redirect("meeting")
    return _page(request, couple, form, status=REFUSED)


@page(ACT)
def answer(request: SignedIn, meeting_id: UUID) -> HttpResponse:
    couple, found = _own(request, meeting_id)
    given = request.POST.get("answer", "")
    if given not in ("yes", "not_now"):
        return _refuse(request, couple, _("Please choose one of the two answers."))
    try:
        appointments.answer(found, request.user, yes=given == "yes")
    except Refused as refusal:
        return _refuse(request, couple, str(refusal))
    return redirect("meeting" if given == "yes" else "home")


@page(ACT)
def cancel(request: SignedIn, meeting_id: UUID) -> HttpResponse:
    """Cancel it. A suggestion that is there no more was canceled before."""
    found = _of_own_couple(request, meeting_id)[1]
    if found:
        appointments.cancel(found, request.user)
    elif appointments.is_anybodys(meeting_id):
        raise Http404
    return redirect("meeting")


@page(ACT)
def mail(request: SignedIn, meeting_id: UUID) -> HttpResponse:
    """Switch this person's reminder mail on or off."""
    couple, found = _own(request, meeting_id)
    if request.POST.get("wanted") != "yes":
        meeting_mails.do_not_want(found, request.user)
        return redirect("meeting")
    try:
        meeting_mails.want(found, request.user)
    except Refused as refusal:
        return _refuse(request, couple, str(refusal))
    return redirect("meeting")


@page(READ)
def calendar_file(request: SignedIn, meeting_id: UUID) -> HttpResponse:
    _couple, found = _own(request, meeting_id)
    if found.state not in (Meeting.State.AGREED, Meeting.State.TAKEN_BACK):
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(
        calendars.as_file(found), content_type="text/calendar; charset=utf-8", headers=headers
    )


@page(ACT)
def choose_zone(request: SignedIn) -> HttpResponse:
    form = Zone(request.POST)
    if form.is_valid():
        zones.choose(request, form.cleaned_data["zone"])
    else:
        messages.info(request, _("Please choose a time zone from the list."))
    return redirect("meeting")


def _own(request: SignedIn, meeting_id: UUID) -> tuple[Couple, Meeting]:
    """Return the couple and its meeting; raise Http404 for anyone outside the couple, and if there is none."""
    couple, found = _of_own_couple(request, meeting_id)
    if found is None:
        raise Http404
    return couple, found


def _of_own_couple(request: SignedIn, meeting_id: UUID) -> tuple[Couple, Meeting | None]:
    """Return this person's couple and its meeting, if it has this one; raise Http404 if they are in none."""
    couple = membership.couple_of(request.user)
    if couple is None:
        raise Http404
    return couple, appointments.of_couple(couple, meeting_id)


def _refuse(request: SignedIn, couple: Couple, refusal: str) -> HttpResponse:
    return _page(request, couple, _empty(request), refusal=refusal, status=REFUSED)


def _empty(request: SignedIn) -> Suggestion:
    """Return the form to suggest a time; a link may propose a day some weeks from now (`?in_weeks=`)."""
    initial: dict[str, object] = {"zone": zones.of(request)}
    weeks = request.GET.get("in_weeks", "")
    if weeks in MAY_BE_PROPOSED:
        initial["day"] = timezone.localdate() + timedelta(weeks=int(weeks))
    form = Suggestion(initial=initial)
    _propose_zone(request, form)
    return form


def _propose_zone(request: SignedIn, form: Suggestion | Zone) -> None:
    """If no zone is known yet, let the script preselect the browser's; the person still decides."""
    if not zones.is_known(request):
        form.fields["zone"].widget.attrs["data-propose-zone"] = True


def _page(
    request: SignedIn, couple: Couple, form: Suggestion, refusal: str = "", status: int = 200
) -> HttpResponse:
    seen = appointments.seen_by(couple, request.user)
    zone_form = Zone(initial={"zone": zones.of(request)}, auto_id="shown_%s")
    _propose_zone(request, zone_form)
    context = {
        "meetings": seen,
        "couple_partner": membership.partner_of(request.user),
        "with_mail": meeting_mails.wanted_by(request.user, seen.agreed),
        "can_mail": [meeting for meeting in seen.agreed if meeting_mails.can_want(meeting)],
        "form": form,
        "zone_form": zone_form,
        "zone": zones.shown(zones.of(request)),
        "is_zone_known": zones.is_known(request),
        "home_address": request.build_absolute_uri(reverse("home")),
        "refusal": refusal,
    }
    return render(request, "couples/meeting.html", context, status=status)
