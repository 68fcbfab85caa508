"""The page on which somebody chooses a weekly hour: for a mail to themselves, or as a file for their calendar."""

from __future__ import annotations

from datetime import time
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from couples.amounts import length_text
from couples.keys import data_keys
from couples.meetings import calendars, zones
from couples.page_decorators import FORM, REFUSED, SignedIn, page
from exercises.reminders import weekly_mails
from exercises.reminders.forms import WeeklyHour
from exercises.reminders.weekly_mails import Wish

FIRST_CHOICE: Final = Wish(weekday=6, hour=18, zone=zones.DEFAULT_ZONE)
"""What the form begins with; nothing is sent because of it."""


@page(FORM)
def weekly_mail(request: SignedIn) -> HttpResponse:
    """Show the form (GET); switch the mail on, change it, switch it off, or download the hour (POST)."""
    if request.method != "POST":
        return _page(request, _empty(request))
    if request.POST.get("go") == "off":
        weekly_mails.do_not_want(request.user)
        return redirect("weekly_mail")
    form = WeeklyHour(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if request.POST.get("go") == "file":
        return _file(request, form.wish)
    weekly_mails.want(request.user, form.wish)
    return redirect("weekly_mail")


def _empty(request: SignedIn) -> WeeklyHour:
    wish = weekly_mails.wish_of(request.user)
    chosen = vars(wish) if wish else {**vars(FIRST_CHOICE), "zone": zones.of(request)}
    form = WeeklyHour(initial=chosen)
    if not wish and not zones.is_known(request):
        form.fields["zone"].widget.attrs["data-propose-zone"] = True
    return form


def _page(request: SignedIn, form: WeeklyHour) -> HttpResponse:
    wish = weekly_mails.wish_of(request.user)
    seen: dict[str, Any] = {"form": form, "wish": wish, "says": _in_words(wish) if wish else ""}
    seen["late_after"] = length_text(weekly_mails.LATE_AFTER)
    return render(request, "account/weekly_mail.html", seen, status=REFUSED if form.errors else 200)


def _in_words(wish: Wish) -> str:
    return _("%(weekday)s, %(hour)s (%(zone)s)") % {
        "weekday": WEEKDAYS[wish.weekday],
        "hour": time_format(time(wish.hour), "TIME_FORMAT"),
        "zone": zones.shown(wish.zone),
    }


def _file(request: SignedIn, wish: Wish) -> HttpResponse:
    """Return the hour as a file. Nothing of it is stored; each person's event has one id, so that it is there once."""
    uid = UUID(bytes=data_keys.mac("weekly hour", request.user.pk.bytes)[:16], version=4)
    headers = {"Content-Disposition": 'attachment; filename="weekly.ics"'}
    content = calendars.each_week(str(uid), wish.first_in_calendar(timezone.now()))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
