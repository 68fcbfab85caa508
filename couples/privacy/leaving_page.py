"""The page for leaving a couple: it shows what the partner will see, and takes the act to `leaving`.

Leaving at once asks for nothing. The chosen day is shown and changed only after proving again who one is: somebody else
may hold the device.
"""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples.counseling import readings
from couples.lock import guards
from couples.page_decorators import FORM, REFUSED, SignedIn
from couples.pairing import membership
from couples.pairing.partner_page import OfCouple, partner_page
from couples.privacy import leaving
from couples.refused import Refused


class Day(forms.Form):
    day = forms.DateField(
        label=_("The day"),
        help_text=_("Only you can see it, on this page. You can change it or drop it until then."),
        error_messages={"required": _("Please choose a day."), "invalid": _("Please choose a day.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
    )


@partner_page(FORM)
def leave(request: OfCouple) -> HttpResponse:
    """Show the page (GET), or leave now, choose a day or delete it (POST). The page is itself the confirmation."""
    act = request.POST.get("act") if request.method == "POST" else None
    if act in ("day", "stay") and (asked := guards.before_showing(request, "leave")):
        return asked
    match act:
        case "now":
            leaving.leave(request.user)
            readings.let_leave()
            return redirect("welcome")
        case "day":
            return _choose_day(request)
        case "stay":
            leaving.stay(request.user)
            return redirect("leave")
        case None:
            return _render(request, Day())
    return _render(request, Day(), status=REFUSED)


def _choose_day(request: SignedIn) -> HttpResponse:
    form = Day(request.POST)
    if form.is_valid():
        try:
            leaving.choose_day(request.user, form.cleaned_data["day"])
        except Refused as refusal:
            form.add_error("day", str(refusal))
    return _render(request, form, status=REFUSED) if form.errors else redirect("leave")


def _render(request: SignedIn, form: Day, status: int = 200) -> HttpResponse:
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = timezone.localdate() + leaving.MAX_LEAVING_NOTICE
    form.fields["day"].widget.attrs |= {"min": tomorrow.isoformat(), "max": last.isoformat()}
    asked = guards.before_showing(request, "leave")
    day = None if asked else leaving.chosen_day(request.user)
    form.initial["day"] = day
    seen = {
        "form": form,
        "partner": membership.partner_of(request.user),
        "day": day,
        "asks_first": asked["Location"] if asked else "",
    }
    return render(request, "couples/leave.html", seen, status=status)
