"""Pages to download or erase one's own data. Both require signing in again shortly before."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples.counseling import readings
from couples.lock import state as lock_state
from couples.page_decorators import FORM, READ, REFUSED, SignedIn, page, public_page
from couples.pairing import membership
from couples.privacy import erasure, leaving
from couples.privacy import export as exporting

FORMS = {"page": ("text/html; charset=utf-8", "html"), "data": ("application/json", "json")}


@page(READ)
def own_data(request: SignedIn) -> HttpResponse:
    """Show what a person can do with their own data."""
    paired = membership.couple_of(request.user) is not None
    seen = {"paired": paired, "had_others": bool(leaving.earlier_couples(request.user))}
    return render(request, "couples/own_data.html", seen)


@page(FORM)
@reauthentication_required
def export(request: SignedIn) -> HttpResponse:
    """Show the choices (GET), or send the download (POST). Private data needs the lock to be open."""
    open_store = lock_state.opened(request)
    form = request.POST.get("form", "") if request.method == "POST" else ""
    if form not in FORMS:
        status = REFUSED if request.method == "POST" else 200
        return render(request, "couples/export.html", {"lock_is_open": open_store is not None}, status=status)
    found = exporting.collect(request.user, open_store if request.POST.get("private") == "yes" else None)
    kind, ending = FORMS[form]
    body = exporting.as_page(found) if form == "page" else exporting.as_json(found)
    name = f'attachment; filename="my-data.{ending}"'
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": name})


@page(FORM)
@reauthentication_required
def erase(request: SignedIn) -> HttpResponse:
    """Show what erasing does (GET), or erase the person if the box is ticked (POST)."""
    if request.method == "POST" and request.POST.get("sure") == "yes":
        person = request.user
        logout(request)
        erasure.erase(person)
        readings.let_leave()
        return redirect("erased")
    seen = {
        "partner": membership.partner_of(request.user),
        "unsure": request.method == "POST",
    }
    return render(request, "couples/erase.html", seen, status=REFUSED if request.method == "POST" else 200)


@public_page(READ)
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "couples/erased.html")
