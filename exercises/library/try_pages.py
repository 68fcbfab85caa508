"""The page on which a counselor tries an exercise as both, side by side. What is sent to it is stored nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _

from couples import clock
from couples.accounts import page_owner
from couples.page_decorators import FORM, REFUSED, SignedIn, counselor_page
from exercises.catalog import CoupleDefinition
from exercises.catalog.about import about
from exercises.core.pair import Partner
from exercises.core.text import Refused
from exercises.library import carried, frames, trying
from exercises.library.carried import Spoilt
from exercises.library.frames import Wrong
from exercises.library.pages import found
from exercises.library.trying import Attempt, Press
from exercises.live.posted import read_command, refusal
from exercises.preview.filling import NAMES
from exercises.translate import Reader

CHANCE_BITS: Final = 256
OWN: Final = ("state", "by", "back")
"""Fields of this page, which are no answers."""


@counselor_page(FORM)
def try_exercise(request: SignedIn, slug: str) -> HttpResponse:
    """Show both at the beginning (GET), or after one more press of one of them (POST)."""
    definition = found(slug)
    attempt, says, wrong = trying.begun(definition.exercise(), clock.local()), "", None
    if request.method == "POST":
        try:
            attempt = _before(request, definition)
        except (Spoilt, Refused):
            return _show(request, definition, attempt, _("This had become too old. It begins anew."), None)
        attempt, says, wrong = _pressed(request, definition, attempt)
    return _show(request, definition, attempt, says, wrong)


def _before(request: SignedIn, definition: CoupleDefinition) -> Attempt:
    """Return the attempt that the form carries, without its last press if that is taken back."""
    begun, presses = carried.opened(request.user.pk, definition.slug, request.POST.get("state", ""))
    if "back" in request.POST:
        presses = presses[:-1]
    return trying.replayed(definition.exercise(), begun, presses)


def _pressed(
    request: SignedIn, definition: CoupleDefinition, attempt: Attempt
) -> tuple[Attempt, str, Wrong | None]:
    """Return the attempt after the press in this form, what is said of it, and what was wrong with it."""
    by = Partner.B if request.POST.get("by") == Partner.B.value else Partner.A
    if "back" in request.POST:
        return attempt, _("The last press is taken back."), None
    command = read_command(request.POST)
    raw = {name: value for name, value in command.fields.items() if name not in OWN}
    after = round((clock.now() - attempt.begun).total_seconds())
    press = Press(by.value, command.name, command.visit, after, secrets.randbits(CHANCE_BITS), raw)
    try:
        pressed = trying.after(attempt, press)
    except Refused as refused:
        return attempt, "", Wrong(by, command.name, raw, *refusal(refused))
    if not carried.has_room(_packed(request, definition, pressed), pressed.presses):
        full = _("This has become too long to be carried on. Take something back, or begin again.")
        return attempt, "", Wrong(by, command.name, raw, full, {})
    return pressed, _says(attempt, by, command.name), None


def _says(before: Attempt, by: Partner, name: str) -> str:
    """Return what was pressed, in a sentence."""
    label = trying.label_of(before, by, name)
    words = Reader(by, NAMES).text(label) if label else name
    return _("%(name)s has pressed “%(label)s”.") % {"name": NAMES.of(by), "label": words}


def _packed(request: SignedIn, definition: CoupleDefinition, attempt: Attempt) -> str:
    return carried.packed(request.user.pk, definition.slug, attempt.begun, attempt.presses)


def _show(
    request: SignedIn, definition: CoupleDefinition, attempt: Attempt, says: str, wrong: Wrong | None
) -> HttpResponse:
    state = _packed(request, definition, attempt)
    tokens: Mapping[str, Any] = {
        "csrfmiddlewaretoken": get_token(request),
        page_owner.FIELD: page_owner.of_page(request),
        "state": state,
    }
    seen = {
        "exercise": about(definition),
        "frames": frames.frames_of(attempt, tokens, wrong),
        "state": state,
        "says": says,
        "can_go_back": bool(attempt.presses),
        "is_over": attempt.now.over,
        "step": min(attempt.now.index, len(definition.steps) - 1) + 1,
        "many": len(definition.steps),
    }
    return render(request, "counselor/try.html", seen, status=REFUSED if wrong else 200)
