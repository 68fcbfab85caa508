"""Pages on which an invited person becomes a counselor, and on which a counselor edits their profile."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from couples.accounts import delays
from couples.accounts.models import User
from couples.counseling import counselors
from couples.counseling.forms import Profile
from couples.counseling.models import CounselorProfile
from couples.page_decorators import FORM, REFUSED, SignedIn, counselor_page, open_page
from couples.refused import Refused


@open_page(FORM)
def counselor_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation (GET) or accept it (POST). It never shows whom it is for; only that person can accept."""
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
        delays.allow_first_factor(request)
        return redirect("home")
    return _render(request, "couples/counselor_invitation.html", form)


@counselor_page(FORM)
def counselor_profile(request: SignedIn) -> HttpResponse:
    """Edit the counselor's own profile."""
    profile = CounselorProfile.objects.filter(user=request.user).first()
    form = Profile(request.POST) if request.method == "POST" else Profile.of(profile)
    if request.method == "POST" and form.is_valid():
        counselors.save_profile(request.user, **form.cleaned_data)
        return redirect("home")
    return _render(request, "couples/counselor_profile.html", form)


def _render(request: HttpRequest, template: str, form: Profile) -> HttpResponse:
    return render(request, template, {"form": form}, status=REFUSED if form.errors else 200)
