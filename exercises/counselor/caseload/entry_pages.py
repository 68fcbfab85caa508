"""Pages on which a counselor notes a label and the next meeting, and the calendar file of that, for all three."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.amounts import length_text
from couples.counseling.labels import MAX_LABEL_LENGTH
from couples.meetings import calendars, zones
from couples.meetings.appointments import MAX_NOTICE
from couples.meetings.forms import Suggestion
from couples.page_decorators import FORM, READ, REFUSED, SignedIn, counselor_page, page
from couples.written import Words
from exercises.counselor.caseload import entries
from exercises.counselor.caseload.entries import Entry
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple
from exercises.counselor.linked_couples import LinkedCouple


class Note(Suggestion):
    """A label, and a day and time, all of them optional."""

    label = Words(
        label=_("Your own label (optional)"),
        help_text=_("Only you see it."),
        required=False,
        max_length=MAX_LABEL_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    is_shown = forms.BooleanField(
        label=_("Both partners see this time on their home pages, and can put it into their calendars"),
        required=False,
    )
    field_order = ["label", "day", "time", "zone", "which", "is_shown"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "time"):
            self.fields[name].required = False
        self.fields["day"].label = _("Day of the next meeting (optional)")

    def clean(self) -> dict[str, Any]:
        filled_in = super().clean()
        for name, other in (("day", "time"), ("time", "day")):
            if filled_in.get(name) and not filled_in.get(other) and other not in self.errors:
                self.add_error(other, _("Please fill in both the day and the time, or neither."))
        moment: datetime | None = filled_in.get("starts_at")
        now = timezone.now()
        if moment and not now < moment <= now + MAX_NOTICE:
            most = length_text(MAX_NOTICE)
            self.add_error("day", _("Please choose a time that is ahead, at most %(most)s.") % {"most": most})
        return filled_in

    def entry(self) -> Entry:
        """Return what was filled in. Without a time, there is nothing to show to both."""
        given = self.cleaned_data
        moment = given.get("starts_at")
        return Entry(given["label"], moment, bool(moment and given["is_shown"]))


@counselor_page(FORM)
@of_couple
def entry(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show what she has noted of this couple (GET), or note something else (POST)."""
    if request.method == "POST":
        form = Note(request.POST)
        if form.is_valid():
            zones.choose(request, form.cleaned_data["zone"])
            entries.put(linked.counseling, form.entry())
            return redirect("counselor_home")
    else:
        form = _filled_in(request, entries.read(request.user, linked.counseling))
    seen = {**in_every_page(linked), "form": form}
    return render(request, "counselor/caseload/entry.html", seen, status=REFUSED if form.errors else 200)


@page(READ)
def calendar_file(request: SignedIn, meeting_id: UUID) -> HttpResponse:
    """Return the meeting for a calendar; 404 for anybody who does not see it."""
    found = entries.meeting_of(request.user, meeting_id)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    file = calendars.with_counselor(found)
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def _filled_in(request: HttpRequest, there: Entry) -> Note:
    initial: dict[str, Any] = {"label": there.label, "is_shown": there.is_shown, "zone": zones.of(request)}
    if there.meets_at:
        local = there.meets_at.astimezone(ZoneInfo(zones.of(request)))
        initial |= {"day": local.date(), "time": local.time()}
    form = Note(initial=initial)
    if not zones.is_known(request):
        form.fields["zone"].widget.attrs["data-propose-zone"] = True
    return form
