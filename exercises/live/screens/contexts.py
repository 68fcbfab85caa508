"""What each part of a screen is made from, and nothing else: a template can show only what is in its context.

So two parts made from equal contexts, in one language, are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from exercises.core.counselor_rules import OF_THIS_STEP
from exercises.core.offer import Offer
from exercises.core.pair import Observer
from exercises.core.view import StepSeen, View
from exercises.live.screens import counselors, endings, forms
from exercises.live.screens.counselors import NOBODY, Names
from exercises.live.screens.recap import told_apart, with_words
from exercises.live.store.drafts import LeftOver
from exercises.live.store.presence import Visitor
from exercises.translate import Reader, in_language

Context = dict[str, Any]
Drafts = Mapping[str, Mapping[str, Any]]
Visitors = tuple[Visitor, ...]

OF_TIME: Final = ("paused_by_me", "asked_to_go_on", "timer")
IN_ROOM: Final = ("visit", "over", "set_aside", "entered", "paused", "pause_is_over", *OF_TIME, "apart")
IN_FOLD: Final = ("over", "set_aside", "entered", "timer", "apart")
IN_HEADING: Final = ("over", "set_aside", "entered", "apart")
IN_THEIRS: Final = ("over", "set_aside", "entered", "both_entered", "partner_ready", "apart")
IN_MINE: Final = ("over", "entered", "i_am_ready", "apart")
IN_OBSERVED: Final = ("visit", "over", "set_aside", "paused")
ROOM_OFFERS_IN_MINE: Final = ("enough", "take_words_back")
FOLDED: Final = ("leave", "enough", "more_time", "no_timer", "take_words_back", "end")
IN_A_REST: Final = ("pick_up", "leave", "take_words_back", "end")
WITHIN_ROOM: Final = ("fold", "heading")
"""Pieces of the part `room` that are made from contexts of their own, so that a pause makes neither anew."""


@dataclass(frozen=True)
class Typed:
    """A person's drafts by command name, texts left over from earlier steps, and what was refused just now (command
    name, sentence, sentences by field)."""

    drafts: Drafts = field(default_factory=dict)
    left_over: tuple[LeftOver, ...] = ()
    refused: tuple[str, str, Mapping[str, str]] | None = None


NOTHING_TYPED: Final = Typed()


def of_partner(
    view: View, reader: Reader, typed: Typed, visitors: Visitors, names: Names = NOBODY
) -> dict[str, Context]:
    """Return the contexts of the three parts of a partner's screen, and of the pieces within the room."""
    step, steps = _step(view.step, reader), _steps(view)
    room = {offer.name: _form(offer, view, reader, typed) for offer in view.room}
    return {
        "room": {
            **_common(view, reader, IN_ROOM),
            "title": in_language(view.title),
            "step_title": step["title"],
            "many": len(steps),
            "number": _number(view),
            "room": room,
            "visitors": visitors,
            "counselor": counselors.seen(view, reader, names),
        },
        "fold": {"view": _facts(view, IN_FOLD), "steps": steps, "room": _some(room, FOLDED)},
        "heading": _heading(view, reader, step, room),
        "theirs": _theirs(view, reader, step),
        "mine": _mine(view, reader, typed)
        | {"step": step | {"theirs": None}, "steps": steps, "room": _some(room, ROOM_OFFERS_IN_MINE)},
    }


def _mine(view: View, reader: Reader, typed: Typed) -> Context:
    return {
        **_common(view, reader, IN_MINE),
        "forms": [_form(offer, view, reader, typed) for offer in view.forms],
        "left_over": typed.left_over,
        "held": _is_held(view),
        "stray": _stray(view.forms, typed),
        **endings.after(view),
    }


def _theirs(view: View, reader: Reader, step: Context) -> Context:
    return {
        **_common(view, reader, IN_THEIRS),
        "step": step,
        "recap": told_apart([_step(past, reader) for past in with_words(view.recap)]),
        "last": _number(view) == len(view.steps),
        "held": _is_held(view),
    }


def _heading(view: View, reader: Reader, step: Context, room: Context) -> Context:
    return {
        **_common(view, reader, IN_HEADING),
        "title": in_language(view.title),
        "step": step,
        "room": _some(room, IN_A_REST) if view.set_aside else {},
        "recap": any(past.has_words for past in view.recap),
        "held": _is_held(view),
    }


def _is_held(view: View) -> bool:
    """Return whether the step is done and stays for now; then no page of its kind is shown."""
    return view.counselor is not None and view.counselor.held and not view.over


def _some(room: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: room[name] for name in names if name in room}


def of_observer(view: View, reader: Reader, typed: Typed) -> dict[str, Context]:
    """Return the contexts of the three parts of an observer's screen."""
    view_facts = _facts(view, IN_OBSERVED)
    return {
        "observed": {
            "view": view_facts,
            "title": in_language(view.title),
            "step": {"title": in_language(view.step.title)},
            "steps": _steps(view),
            "names": reader.names,
            "reads": isinstance(reader.viewer, Observer) and reader.viewer.reads,
            "counselor": counselors.seen(view, reader, NOBODY),
        },
        "opened": {"opened": counselors.opened_markup(view.open, reader)},
        "acts": {
            "view": view_facts,
            "room": {offer.name: _her_form(offer, view, reader, typed) for offer in view.room},
            "stray": _stray([offer for offer in view.room if offer.fields], typed),
        },
    }


def _her_form(offer: Offer, view: View, reader: Reader, typed: Typed) -> dict[str, Any]:
    """Return the form of her act: the same one in the next step, with what she writes, unless it is about this one."""
    again = 1 + (view.counselor.said if view.counselor else 0)  # what was said is not in the next form
    visit = view.visit if offer.name in OF_THIS_STEP else again
    return {**_form(offer, view, reader, typed), "visit": visit}


def _common(view: View, reader: Reader, names: tuple[str, ...]) -> Context:
    assert not isinstance(reader.viewer, Observer)
    partner, you = reader.person(reader.viewer.other), reader.person(reader.viewer)
    return {"view": _facts(view, names), "partner": partner, "you": you}


def _facts(view: View, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(view, name) for name in names}


def _number(view: View) -> int:
    """Return the number of the present step, from 1; at the end, that of the last."""
    states = [step.state for step in view.steps]
    return states.index("now") + 1 if "now" in states else len(states)


def _steps(view: View) -> list[dict[str, str]]:
    return [{"title": in_language(step.title), "state": step.state} for step in view.steps]


def _form(offer: Offer, view: View, reader: Reader, typed: Typed) -> dict[str, Any]:
    name, sentence, errors = typed.refused or ("", "", {})
    is_refused = name == offer.name
    values = typed.drafts.get(offer.name, {})
    found = forms.shown(offer, view.visit, reader, values, errors if is_refused else {})
    return {**found, "refused": sentence} if is_refused else found


def _stray(shown: Sequence[Offer], typed: Typed) -> str:
    """Return the sentence of a refusal that none of these forms shows."""
    name, sentence, _errors = typed.refused or ("", "", {})
    return "" if name in {offer.name for offer in shown} else sentence


def _step(step: StepSeen, reader: Reader) -> dict[str, Any]:
    return {
        "title": in_language(step.title),
        "intro": reader.text(step.intro) if step.intro else "",
        "page": f"steps/{step.kind}/page.jinja",
        "recap": f"steps/{step.kind}/recap.jinja",
        "mine": reader.shown(step.seen.mine),
        "theirs": reader.shown(step.seen.theirs),
        "has_words": step.has_words,
    }
