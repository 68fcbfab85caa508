"""The pages of the own check-in: start, one area per page, read again, delete. A started one is kept in the store."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from couples.lock.guards import Opened
from exercises import catalog
from exercises.catalog.about import about
from exercises.core.fields import Field
from exercises.core.text import Refused
from exercises.live.posted import read_fields
from exercises.private import check_in as check_ins
from exercises.private import entries, store
from exercises.private.forms import SEEN, PrivateForm, Raw, fill_in, open_form
from exercises.private.gate import private, private_form
from exercises.translate import in_language

STARTED_BY: Final = "started_by"
"""Which form has started it."""


@private
def check_in(request: Opened) -> HttpResponse:
    """Show what the check-in is, a started one, and earlier ones. A POST starts a new one."""
    mode = request.POST.get("with")
    if request.method == "POST" and mode in check_ins.MODES:
        begin(request, mode)
        return redirect("private_check_in_step", 1)
    contents = store.read(request.open_store)
    kept = [entry | {"day": date.fromisoformat(entry["on"])} for entry in contents["check_ins"]]
    seen = {"about": about(catalog.check_in()), "kept": kept[::-1], "go_on": _go_on(contents)}
    return render(request, "private/check_in.html", seen)


def begin(request: Opened, mode: str) -> None:
    """Start a check-in in place of a started one, unless the same form has started that one."""
    started_by = entries.id_of(request)
    with store.changing(request.open_store) as contents:
        if (contents["started"] or {}).get(STARTED_BY) != started_by:
            contents["started"] = {"with": mode, "answers": {}, STARTED_BY: started_by}


@private_form(lambda step: _fields_of(step))
def check_in_step(request: Opened, step: int) -> HttpResponse:
    """Show and save one area."""
    check_in = catalog.check_in()
    contents = store.read(request.open_store)
    started = contents["started"]
    if started is None:
        return _already_over(request, contents)
    if not 1 <= step <= len(check_in.areas):
        raise Http404
    area = check_in.areas[step - 1]
    form = check_ins.form(check_in, area, started["with"])
    seen = _seen(check_in, step)
    if request.method != "POST":
        values = started["answers"].get(area.key, {})
        return open_form(request, "private/check_in_step.html", form, values, **seen)
    if request.POST.get("go") == "back":
        if SEEN not in request.POST:
            _keep_what_fits(request, area.key, form)
        return redirect("private_check_in_step", step - 1) if step > 1 else redirect("private_check_in")
    refused = fill_in(request, "private/check_in_step.html", form, _answers(area.key), **seen)
    return refused or _next(request, check_in, step)


@private
def check_in_read(request: Opened, entry_id: str) -> HttpResponse:
    """Show a check-in in words and pictures, compared with an earlier one if there is one. A POST deletes it."""
    if request.method == "POST" and "delete" in request.POST:
        entries.delete(request.open_store, "check_ins", entry_id)
        return redirect("private_check_in")
    contents = store.read(request.open_store)
    entry = entries.find(contents, "check_ins", entry_id)
    before = check_ins.previous(contents["check_ins"], entry)
    check_in = catalog.check_in()
    seen = {
        "day": date.fromisoformat(entry["on"]),
        "areas": check_ins.readable(check_in, entry, before),
        "not_all_right": check_ins.not_all_right(check_in, entry),
        "find_words": next(
            (one.address for one in catalog.writings() if one.slug == "before-i-say-it"), None
        ),
        "about_two": entry["with"] == check_ins.PARTNER,
        "has_before": before is not None,
        "least": in_language(check_in.anchors[0]),
        "most": in_language(check_in.anchors[-1]),
    }
    return render(request, "private/check_in_read.html", seen)


def _answers(area: str) -> Any:
    def save(contents: store.Contents, values: Raw) -> None:
        if contents["started"] is not None:
            contents["started"]["answers"][area] = dict(values)

    return save


def _keep_what_fits(request: Opened, area: str, form: PrivateForm) -> None:
    """Save the valid answers so far: going back requires none."""
    posted = read_fields(request.POST)
    fits: dict[str, Any] = {}
    for field in form.fields:
        try:
            fits |= PrivateForm((field,)).clean(posted)
        except Refused:
            continue
    with store.changing(request.open_store) as contents:
        _answers(area)(contents, fits)


def _next(request: Opened, check_in: catalog.CheckIn, step: int) -> HttpResponse:
    """Redirect to the next area; after the last, to one that was left out, or save the check-in and show it."""
    if step < len(check_in.areas):
        return redirect("private_check_in_step", step + 1)
    with store.changing(request.open_store) as contents:
        started = contents["started"]
        if started is None:
            return _already_over(request, contents)
        if left_out := check_ins.missing(check_in, started):
            return redirect("private_check_in_step", left_out)
        done = {name: value for name, value in started.items() if name != STARTED_BY}
        entry = entries.add(contents, "check_ins", done, entries.id_of(request))
        contents["started"] = None
    return redirect("private_check_in_read", entry)


def _already_over(request: Opened, contents: store.Contents) -> HttpResponse:
    """Redirect to the check-in that this form has finished before; otherwise to the page on which one is started."""
    entry = entries.id_of(request)
    if entries.has(contents, "check_ins", entry):
        return redirect("private_check_in_read", entry)
    return redirect("private_check_in")


def _go_on(contents: store.Contents) -> int | None:
    """Return the area at which a started check-in goes on, or None."""
    started = contents["started"]
    check_in = catalog.check_in()
    return None if started is None else check_ins.missing(check_in, started) or len(check_in.areas)


def _fields_of(step: int) -> tuple[Field, ...]:
    """Return all fields that this area may ask for, in either mode."""
    check_in = catalog.check_in()
    if not 1 <= step <= len(check_in.areas):
        return ()
    return check_ins.form(check_in, check_in.areas[step - 1], check_ins.PARTNER).fields


def _seen(check_in: catalog.CheckIn, step: int) -> dict[str, Any]:
    area = check_in.areas[step - 1]
    title, intro = in_language(area.title), in_language(area.intro)
    return {"step": step, "steps": len(check_in.areas), "title": title, "intro": intro}
