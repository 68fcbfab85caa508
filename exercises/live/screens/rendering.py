"""Render a view as HTML in three parts or as JSON. What viewers are sent comes from a view, never from a state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.safestring import SafeString

from exercises.core.pair import Observer
from exercises.core.view import StepSeen, TimerSeen, View
from exercises.live.screens import contexts, counselors, forms
from exercises.live.screens.contexts import NOTHING_TYPED, Context, Typed, Visitors
from exercises.live.screens.counselors import NOBODY, Names
from exercises.live.screens.parts import made
from exercises.live.store.presence import Visitor
from exercises.translate import Reader, in_language

OF_OBSERVER: Final = {"room": "observed", "theirs": "opened", "mine": "acts"}
"""The templates of an observer's parts."""
Rendered = dict[str, Any]
Render = Callable[..., Rendered]


def as_json(
    view: View, reader: Reader, typed: Typed = NOTHING_TYPED, visitors: Visitors = (), names: Names = NOBODY
) -> Rendered:
    """Return the view as data: what may be seen, and the commands available now, described for programs."""
    commands = [forms.described(offer, view.visit, reader) for offer in view.commands]
    return {
        "title": in_language(view.title),
        "over": view.over,
        "paused": view.paused,
        "paused_by_me": view.paused_by_me,
        "asked_to_go_on": view.asked_to_go_on,
        "timer": _timer_json(view.timer),
        "set_aside": view.set_aside,
        "apart": view.apart,
        "visit": view.visit,
        "entered": view.entered,
        "both_entered": view.both_entered,
        "partner_ready": view.partner_ready,
        "steps": [{"title": in_language(s.title), "kind": s.kind, "state": s.state} for s in view.steps],
        "step": _step_json(view.step, reader),
        "commands": commands,
        "recap": [_step_json(step, reader) for step in view.recap],
        "visitors": [_visitor(one) for one in visitors],
        "counselor": counselors.seen(view, reader, names),
        **({"opened": counselors.opened(view, reader)} if view.open else {}),
    }


def _visitor(visitor: Visitor) -> Rendered:
    return {"name": visitor.name, "here": visitor.is_here, **({"reads": True} if visitor.reads else {})}


def _timer_json(timer: TimerSeen | None) -> Rendered | None:
    if timer is None:
        return None
    return {"minutes": timer.minutes, "ends_at": timer.ends_at.isoformat(), "over": timer.is_over}


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


def as_html(
    view: View,
    reader: Reader,
    typed: Typed = NOTHING_TYPED,
    visitors: Visitors = (),
    names: Names = NOBODY,
    make: Callable[[str, Context], str] = made,
) -> Rendered:
    """Return the three parts of the page: room (progress), theirs (what is open), mine (the viewer's forms).

    For an observer: progress, what is open to both if she reads that, and her acts. `make` turns the name of a part and
    its context into markup.
    """
    if isinstance(reader.viewer, Observer):
        hers = contexts.of_observer(view, reader, typed)
        return {part: make(name, hers[name]) for part, name in OF_OBSERVER.items()}
    parts = contexts.of_partner(view, reader, typed, visitors, names)
    for piece in contexts.WITHIN_ROOM:
        markup = make(piece, parts.pop(piece))
        parts["room"][piece] = SafeString(markup)  # nosec B703 # of our own templates
    return {part: make(part, context) for part, context in parts.items()}
