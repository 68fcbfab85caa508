"""The brief of a couple as a page, on paper and as a file. Each leaves a line of its own in the access log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from couples.amounts import length_text
from couples.counseling import access_log, consent, scopes
from couples.page_decorators import READ, SignedIn, counselor_page
from exercises.counselor.brief import brief as made
from exercises.counselor.brief import files, pdf, reading
from exercises.counselor.brief.brief import Brief
from exercises.counselor.brief.facts import BRIEFED
from exercises.counselor.brief.forms import Since
from exercises.counselor.brief.on_paper import worksheets
from exercises.counselor.brief.one_minute import MOST_WORDS, RULES
from exercises.counselor.couple_page import Allowed, in_every_page, of_couple, record, to_take_away
from exercises.counselor.linked_couples import LinkedCouple
from exercises.counselor.notes.questions import LastNote, last_note

LOOKS_BACK: Final = timedelta(weeks=4)
"""So far back a brief looks, where she chose no day and has no note."""
FILES: Final[dict[str, tuple[str, Callable[[Brief], str]]]] = {
    "csv": ("text/csv; charset=utf-8", files.as_csv),
    "json": ("application/json", files.as_json),
}


@counselor_page(READ)
@of_couple
def brief(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the brief of what both allow her to read, and record it in the same transaction."""
    form = Since(request.GET or None)
    with transaction.atomic():
        note = last_note(request.user.pk, linked.couple.pk)
        found = _brief(request, linked, allowed, form, note)
        leaves = (
            consent.allowed_now(request.user.pk, linked.couple.pk, leaving=True) or frozenset()
        ) & allowed
        seen = {
            **_seen(linked, allowed, found),
            "form": form,
            "rules": RULES,
            "most_words": MOST_WORDS,
            "leaves": [one for one in BRIEFED if one in leaves],
            "stays": any(one in allowed - leaves for one in BRIEFED),
            "worksheets": worksheets(linked.counseling) if scopes.PROGRESS in allowed else [],
            "makes_pdf": pdf.library() is not None,
            "looks_back": length_text(LOOKS_BACK),
            "query": urlencode({"since": found.facts.since.isoformat()}),
        }
        return render(request, "counselor/brief.html", seen)


@counselor_page(READ)
@to_take_away
def on_paper(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Show the brief as a sheet to print, with what both allow to leave the page; record that it was printed."""
    with transaction.atomic():
        found = _taken(request, linked, allowed)
        return render(request, "counselor/brief_on_paper.html", _seen(linked, allowed, found))


@counselor_page(READ)
@to_take_away
def as_file(request: SignedIn, linked: LinkedCouple, allowed: Allowed, kind: str) -> HttpResponse:
    """Send the brief as a file, with what both allow to leave the page; record that it was saved."""
    if kind == pdf.KIND:
        return _as_pdf(request, linked, allowed)
    if kind not in FILES:
        raise Http404
    content_type, written = FILES[kind]
    with transaction.atomic():
        found = _taken(request, linked, allowed)
        answer = HttpResponse(written(found), content_type=content_type)
    return _named(answer, found, kind)


def _as_pdf(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> HttpResponse:
    """Send the printed page as a PDF. Raises Http404 where no library makes one: then no page leads here."""
    if pdf.library() is None:
        raise Http404
    with transaction.atomic():
        found = _taken(request, linked, allowed)
        markup = render_to_string("counselor/brief_pdf.html", _seen(linked, allowed, found), request)
    return _named(HttpResponse(pdf.of(markup), content_type=pdf.CONTENT_TYPE), found, pdf.KIND)


def _named(answer: HttpResponse, found: Brief, kind: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="brief-{found.facts.made_on.isoformat()}.{kind}"'
    return answer


def _taken(request: SignedIn, linked: LinkedCouple, allowed: Allowed) -> Brief:
    """Return the brief that leaves the page, and record it. Raises Http404 where nothing may.

    Her own questions do not leave with it: they are from her notes, which no other form of theirs holds.
    """
    if not allowed & set(BRIEFED):
        raise Http404
    note = replace(last_note(request.user.pk, linked.couple.pk), questions=())
    found = _brief(request, linked, allowed, Since(request.GET or None), note)
    record(request, linked, access_log.TAKEN)
    return found


def _brief(request: SignedIn, linked: LinkedCouple, allowed: Allowed, form: Since, note: LastNote) -> Brief:
    chosen = form.cleaned_data["since"] if form.is_valid() else None
    since = chosen or note.day or timezone.localdate() - LOOKS_BACK
    found = made.of(reading.read(linked, allowed, since, note.questions))
    for one in (one for one in BRIEFED if one in allowed):
        record(request, linked, one.value)
    if found.facts.marked:
        record(request, linked, access_log.MARKED)
    return found


def _seen(linked: LinkedCouple, allowed: Allowed, found: Brief) -> dict[str, Any]:
    read = [one for one in BRIEFED if one in allowed]
    address = reverse("counselor_brief", args=[linked.counseling.pk])
    return {**in_every_page(linked, *read), "brief": found, "facts": found.facts, "address": address}
