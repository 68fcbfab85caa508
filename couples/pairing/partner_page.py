"""The decorator for pages of people who are in a couple."""

from functools import wraps
from typing import Any, Final

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from couples.accounts import unsent
from couples.page_decorators import Decorator, SignedIn, View, guarded_by, signed_in_only
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple

NO_COUPLE: Final = _("It belongs to a couple, and you are in none now.")


class OfCouple(SignedIn):
    """A request that passed `partner_page`."""

    couple: Couple


def partner_page(methods: tuple[str, ...]) -> Decorator:
    """Restrict a page to people in a couple and set `request.couple`; others are redirected to `welcome`."""
    return guarded_by("partners", methods, signed_in_only, never_cache, _with_couple)


def _with_couple(view: View) -> View:
    @wraps(view)
    def guarded(request: OfCouple, *args: Any, **kwargs: Any) -> HttpResponseBase:
        couple = couple_of(request.user)
        if couple is None:
            return unsent.instead(request, redirect("welcome"), NO_COUPLE)
        request.couple = couple
        return view(request, *args, **kwargs)

    return guarded
