"""Render a view as HTML in three parts or as JSON. What viewers are sent comes from a view, never from a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from exercises.core.offer import Offer
from exercises.core.pair import Observer
from exercises.core.view import StepSeen, View
from exercises.live.access import Visitor
from exercises.live.screens import forms
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader, in_language

Rendered = dict[str, Any]
Drafts = Mapping[str, Mapping[str, Any]]
Visitors = tuple[Visitor, ...]
Render = Callable[..., Rendered]


@dataclass(frozen=True)
class Typed:
    """A person's drafts by command name, texts left over from earlier steps, and what was refused just now (command
    name, sentence, sentences by field)."""

    drafts: Drafts = field(default_factory=dict)
    left_over: tuple[str, ...] = ()
    refused: tuple[str, str, Mapping[str, str]] | None = None


def as_json(view: View, reader: Reader, typed: Typed = Typed(), visitors: Visitors = ()) -> Rendered:
    """Return the view as data: what may be seen, and the commands available now, described for programs."""
    commands = [forms.described(offer, view.visit, reader) for offer in view.commands]
    return {
        "title": in_language(view.title),
        "over": view.over,
        "paused": view.paused,
        "set_aside": view.set_aside,
        "visit": view.visit,
        "entered": view.entered,
        "both_entered": view.both_entered,
        "partner_ready": view.partner_ready,
        "steps": [{"title": in_language(s.title), "kind": s.kind, "state": s.state} for s in view.steps],
        "step": _step_json(view.step, reader),
        "commands": commands,
        "recap": [_step_json(step, reader) for step in view.recap],
        "visitors": [{"name": one.name, "here": one.is_here} for one in visitors],
    }


def _step_json(step: StepSeen, reader: Reader) -> Rendered:
    return {
        "id": step.id,
        "kind": step.kind,
        "title": in_language(step.title),
        "intro": reader.text(step.intro) if step.intro else "",
        "mine": _record_json(step.seen.mine, reader),
        "theirs": _record_json(step.seen.theirs, reader),
    }


def _record_json(record: Any, reader: Reader) -> Any:
    """Return the record as data, or an empty object where there is none."""
    return {} if record is None else reader.plain(record)


def as_html(view: View, reader: Reader, typed: Typed = Typed(), visitors: Visitors = ()) -> Rendered:
    """Return the three parts of the page: room (progress), theirs (what is open), mine (the viewer's forms).

    For an observer everything is in the room part.
    """
    context = _context(view, reader, typed) | {"visitors": visitors}
    if isinstance(reader.viewer, Observer):
        room = _squeezed(render_to_string("exercises/_observed.html", context | {"names": reader.names}))
        return {"room": room, "theirs": "", "mine": ""}
    return {part: _squeezed(render_to_string(f"exercises/_{part}.html", context)) for part in PARTS}


PARTS = ("room", "theirs", "mine")


def _squeezed(markup: str) -> str:
    """Remove the blank lines that template tags leave behind."""
    return "\n".join(line for line in markup.splitlines() if line.strip())


def _context(view: View, reader: Reader, typed: Typed) -> dict[str, Any]:
    def form(offer: Offer) -> dict[str, Any]:
        name, sentence, errors = typed.refused or ("", "", {})
        hit = name == offer.name
        found = forms.shown(
            offer, view.visit, reader, typed.drafts.get(offer.name, {}), errors if hit else {}
        )
        return {**found, "refused": sentence if hit else ""}

    now = next((number for number, step in enumerate(view.steps, 1) if step.state == "now"), len(view.steps))
    name, sentence, _errors = typed.refused or ("", "", {})
    return {
        "view": view,
        "title": in_language(view.title),
        "step": _step_html(view.step, reader),
        "steps": [{"title": in_language(s.title), "state": s.state} for s in view.steps],
        "number": now,
        "forms": [form(offer) for offer in view.forms],
        "room": {offer.name: form(offer) for offer in view.room},
        "recap": [_step_html(step, reader) for step in _with_words(view.recap)],
        "left_over": typed.left_over,
        "stray": "" if name in {offer.name for offer in view.forms} else sentence,
        "partner": reader.shown(reader.viewer.other) if hasattr(reader.viewer, "other") else None,
        "you": reader.shown(reader.viewer) if hasattr(reader.viewer, "other") else None,
    }


def _with_words(recap: Sequence[StepSeen]) -> list[StepSeen]:
    """Return the past steps that have words to read; kinds marked `recap_first` come first."""
    found = [step for step in recap if step.has_words]
    return sorted(found, key=lambda step: not STEP_KINDS[step.kind].recap_first)


def _step_html(step: StepSeen, reader: Reader) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": in_language(step.title),
        "intro": reader.text(step.intro) if step.intro else "",
        "page": f"steps/{step.kind}/page.html",
        "recap": f"steps/{step.kind}/recap.html",
        "mine": reader.shown(step.seen.mine),
        "theirs": reader.shown(step.seen.theirs),
    }
