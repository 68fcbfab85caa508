"""Unsent words over plain HTTP: drafts of a page without a socket, and what stays when a session is closed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from couples.accounts import unsent
from couples.page_decorators import REFUSED
from exercises.core.text import Refused
from exercises.live import access, commands
from exercises.live.access import Caller, PartnerAccess
from exercises.live.decision import Command
from exercises.live.posted import AS_DRAFT, read_command, refusal
from exercises.live.store import drafts, records, typed

KEEP, DROP = "keep", "drop"
"""What AS_DRAFT says: KEEP by scripts, DROP by a button."""


def draft(request: HttpRequest, stream: UUID, caller: Caller, command: Command) -> HttpResponse:
    """Keep what is being typed: 204, or 422 with the reason. Or drop it, and show the session. Raises AccessDenied."""
    if request.POST[AS_DRAFT] == DROP:
        commands.save_draft(stream, caller, command.visit, command.name, {})
        return redirect("session", stream)
    try:
        commands.keep_draft(stream, caller, command.visit, command.name, command.fields)
    except Refused as refused:
        message, fields = refusal(refused)
        return JsonResponse({"code": refused.code, "message": message, "fields": fields}, status=REFUSED)
    return HttpResponse(status=204)


def keep_refused(request: HttpRequest, stream: UUID, caller: Caller, command: Command) -> None:
    """Keep a refused form once more, with what its page says of its texts."""
    if texts := request.POST.getlist(unsent.TEXTS):
        fields = {**command.fields, unsent.TEXTS: texts}
        commands.save_draft(stream, caller, command.visit, command.name, fields)


def closed(request: HttpRequest, stream: UUID, caller: Caller) -> HttpResponse:
    """The page for a former partner, with what they typed there and never sent: just now, or before it was closed.

    They can drop what was kept. Raises AccessDenied.
    """
    granted = access.of_author(stream, caller)
    if request.POST.get(AS_DRAFT) == DROP:
        drafts.drop_all(granted)
        return redirect("home")
    kept = [words for one in drafts.all_of(granted) for words in typed.words_of(one)]
    just_now = [words for words in unsent.words_of(request.POST) if words not in kept]
    seen = {"unsent": just_now, "kept": kept, "was_sent": _was_sent(request, granted)}
    return render(request, "exercises/closed.html", seen, status=404)


def _was_sent(request: HttpRequest, granted: PartnerAccess) -> bool:
    """Return whether this very form was taken before the session was closed, as where its answer was lost."""
    command = read_command(request.POST)
    try:
        return records.happened_before(granted, command.id, command.body)
    except Refused:
        return False
