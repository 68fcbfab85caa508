"""Switch one's own mail on or off, and download the days of review as a calendar file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from couples.meetings import calendars
from couples.page_decorators import ACT, READ, SignedIn, page
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.reminders import mails


@page(ACT)
def ready_mail(request: SignedIn) -> HttpResponse:
    """Switch the mail to oneself on or off; nobody else is told."""
    if request.POST.get("wanted") == "yes":
        mails.want(request.user)
        messages.success(request, _("You will get an e-mail when something is ready for you."))
    else:
        mails.do_not_want(request.user)
        messages.success(request, _("You will get no such e-mail any more."))
    return redirect("account")


@partner_page(READ)
def days_of_review(request: OfCouple) -> HttpResponse:
    """Return the days on which agreements are to be looked at again; without any, redirect home and say so."""
    days = mails.review_days(request.couple.pk, request.user)
    if not days:
        messages.info(request, _("There is no day on which to look at an agreement again."))
        return redirect("home")
    headers = {"Content-Disposition": 'attachment; filename="days.ics"'}
    return HttpResponse(calendars.of_days(days), content_type="text/calendar; charset=utf-8", headers=headers)
