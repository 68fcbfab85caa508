"""Becoming a counselor by the operator's link, and what a counselor says about themself."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples.accounts.models import User
from couples.counseling import counselors
from couples.counseling.forms import Profile
from couples.counseling.models import CounselorProfile
from couples.page_decorators import FORM, REFUSED, SignedIn, counselor_page, open_page
from couples.refused import Refused


@open_page(FORM)
def counselor_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing. Whom it is for, only a signed-in person of that address finds out."""
    found = counselors.find(token)
    if found is None:
        return render(request, "couples/invitation_over.html", status=404)
    if not isinstance(request.user, User):
        seen = {"next": urlencode({"next": request.path})}
        return render(request, "couples/counselor_invitation.html", seen)
    if not counselors.is_for(found, request.user):
        return render(request, "couples/not_for_you.html", status=404)
    form = Profile(request.POST) if request.method == "POST" else Profile.of(None)
    if request.method == "POST" and form.is_valid():
        try:
            counselors.accept(found, request.user, **form.cleaned_data)
        except Refused:
            return render(request, "couples/not_for_you.html", status=404)
        return redirect("home")
    return _filled_in(request, "couples/counselor_invitation.html", form)


@counselor_page(FORM)
def counselor_profile(request: SignedIn) -> HttpResponse:
    """A counselor's own; for anybody else there is no such page."""
    profile = CounselorProfile.objects.filter(user=request.user).first()
    form = Profile(request.POST) if request.method == "POST" else Profile.of(profile)
    if request.method == "POST" and form.is_valid():
        counselors.describe(request.user, **form.cleaned_data)
        return redirect("home")
    return _filled_in(request, "couples/counselor_profile.html", form)


def _filled_in(request: HttpRequest, template: str, form: Profile) -> HttpResponse:
    return render(request, template, {"form": form}, status=REFUSED if form.errors else 200)
