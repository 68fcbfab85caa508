"""The overview of the private pages, and deleting everything in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples.lock import locks, proofs
from couples.lock import state as lock_state
from couples.lock.guards import Opened
from couples.page_decorators import FORM, SignedIn, page
from exercises import catalog
from exercises.private import pending, store
from exercises.private.gate import private
from exercises.translate import in_language


@private
def overview(request: Opened) -> HttpResponse:
    """Show all private pages at a glance."""
    contents = store.read(request.open_store)
    writings = [_card(one, contents) for one in catalog.writings()]
    seen = {"writings": writings, "started": contents["started"], "has_pin": locks.has_pin(request.user.pk)}
    return render(request, "private/overview.html", seen | {"sent_in": pending.read(request.open_store)})


def _card(definition: catalog.Writing, contents: store.Contents) -> dict[str, object]:
    written = [entry for entry in contents["sheets"] if entry["slug"] == definition.slug]
    return {
        "address": definition.address,
        "title": in_language(definition.title),
        "purpose": in_language(definition.purpose),
        "minutes": definition.minutes,
        "is_used": bool(written),
    }


@page(FORM)
def empty(request: SignedIn) -> HttpResponse:
    """Delete everything private and the PIN, in two steps. It works while the pages are locked."""
    if request.method == "POST" and "sure" in request.POST:
        store.erase(request.user.pk)
        proofs.clear_mail_reset(request.user)
        lock_state.close(request)
        messages.info(request, _("Your private pages are empty now, and have no PIN."))
        return redirect("home")
    seen = {
        "asked": request.method == "POST",
        "is_free_without_pin": proofs.is_free_without_pin(request.user),
    }
    return render(request, "private/empty.html", seen)
