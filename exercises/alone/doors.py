"""The way into the private pages: only their own person, only with the lock open. What was sent in too late is kept.

Whoever wrote for more than ten minutes finds the pages locked when sending. The words wait on the shelf, sealed, and
are back in the form when the pages are open again. Nothing of them is in the session or in the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from couples import lock
from couples.pages import REFUSED, SignedIn
from exercises.alone import shelf
from exercises.alone.sheets import Raw, Sheet, read_posted
from exercises.core.words import Refused

ACTS: Final = ("delete", "go")
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """A private page: GET to read, POST to change, at one and the same address."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not lock.is_open(request):
            if request.method == "POST":
                _keep(request)
            return lock.ask(request)
        lock.touch(request)
        try:
            return view(request, *args, **kwargs)
        except (shelf.Full, shelf.Gone) as error:
            seen = {"is_full": isinstance(error, shelf.Full)}
            return render(request, "alone/no_room.html", seen, status=REFUSED)

    return guarded


def waiting(request: SignedIn) -> dict[str, Any]:
    """What was sent to this very page while it was locked."""
    kept = shelf.read(request.user.pk)["waiting"]
    return kept["fields"] if kept and kept["path"] == request.path else {}


def fill_in(
    request: SignedIn, template: str, sheet: Sheet, save: Callable[[shelf.Contents, Raw], None], **seen: Any
) -> HttpResponse | None:
    """Save a filled-in sheet; None when it is saved, else the page again with everything that was typed."""
    posted = read_posted(request.POST)
    try:
        values = sheet.clean(posted)
        with shelf.changing(request.user.pk) as contents:
            save(contents, values)
            _forget(contents, request.path)
    except Refused as refused:
        return form_page(request, template, sheet.refused(posted, refused), **seen)
    except shelf.Full:
        says = _(
            "Your own pages are full. Nothing of this is lost; delete something older in another tab, then save."
        )
        return form_page(request, template, sheet.shown(posted) | {"refused": says}, **seen)
    except shelf.Gone:
        says = _("Your own pages can’t be written any more: what opened them was removed.")
        return form_page(request, template, sheet.shown(posted) | {"refused": says}, **seen)
    return None


def form_page(request: SignedIn, template: str, form: dict[str, Any], **seen: Any) -> HttpResponse:
    status = REFUSED if form["refused"] else 200
    return render(request, template, seen | {"form": form}, status=status)


def _keep(request: HttpRequest) -> None:
    """Write-only: it opens nothing, and takes the place of what waited before."""
    assert request.user.pk is not None
    fields = {name: value for name, value in read_posted(request.POST).items() if name not in ACTS}
    if fields and "delete" not in request.POST:
        with suppress(shelf.Full, shelf.Gone), shelf.changing(request.user.pk) as contents:
            contents["waiting"] = {"path": request.path, "fields": fields}


def _forget(contents: shelf.Contents, path: str) -> None:
    if contents["waiting"] and contents["waiting"]["path"] == path:
        contents["waiting"] = None
