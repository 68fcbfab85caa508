"""Closed forms: written separately, handed in, and opened only once every writer has pressed Open.

The partner does not learn whether a form was handed in or taken back, only that its author pressed Open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from exercises.core.offer import Ask, Group, Offer
from exercises.core.text import Gone, Phrase
from exercises.core.text import say as _

from .events import Opens, TakesBack, content
from .fields import Field
from .pair import Pair, Partner, neither

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class HandedIn:
    by: Partner
    answers: Answers | Gone = content()


@dataclass(frozen=True)
class TakenBack(TakesBack):
    by: Partner


@dataclass(frozen=True)
class ReadyToOpen:
    by: Partner


@dataclass(frozen=True)
class NotReadyToOpen(TakesBack):
    by: Partner


@dataclass(frozen=True)
class FormsOpened(Opens):
    """All writers pressed Open. `facts`: what later steps need, so that they read no contents."""

    facts: Mapping[str, Any] = field(default_factory=dict)


EVENTS: Final[dict[str, type]] = {
    "sheet.handed_in": HandedIn,
    "sheet.taken_back": TakenBack,
    "sheet.ready_to_open": ReadyToOpen,
    "sheet.not_ready_to_open": NotReadyToOpen,
    "sheet.opened": FormsOpened,
}


@dataclass(frozen=True)
class ClosedForms:
    """`writers` hand in; `answers` are None until handed in and GONE once their author erased them.

    `before`: the answers of a form that its author took back, to start from.
    """

    writers: tuple[Partner, ...]
    answers: Pair[Answers | Gone | None] = field(default_factory=lambda: Pair(None, None))
    before: Pair[Answers | Gone | None] = field(default_factory=lambda: Pair(None, None))
    pressed: Pair[bool] = field(default_factory=neither)
    open: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def both() -> ClosedForms:
    return ClosedForms((Partner.A, Partner.B))


def offers(
    closed: ClosedForms, by: Partner, fields: tuple[Field, ...], groups: tuple[Group, ...] = ()
) -> list[Offer]:
    """Return hand_in; then open and take_back; after Open, not_yet. Nothing once the forms are open."""
    if closed.open or by not in closed.writers:
        return []
    if closed.answers.of(by) is None:
        about = _("Only you can see this until it is opened.")
        hand_in = Offer(
            name="hand_in",
            label=_("I’m done"),
            about=about,
            fields=fields,
            groups=groups,
            initial=_as_sent(closed.before.of(by)),
            private=True,
            while_paused=True,
        )
        return [hand_in]
    if closed.pressed.of(by):
        return [Offer(name="not_yet", label=_("Not yet after all"), while_paused=True, style="plain")]
    take_back = Offer(name="take_back", label=_("Change it"), private=True, while_paused=True, style="plain")
    return [Offer(name="open", label=_("Open"), about=_opening(closed)), take_back]


def _as_sent(answers: Answers | Gone | None) -> dict[str, Any]:
    """Return the answers as an HTML form would send them: text, lists of text, and "yes" for what was ticked."""
    if answers is None or isinstance(answers, Gone):
        return {}
    given = {name: value for name, value in answers.items() if value is not None and value is not False}
    return {
        name: list(value) if isinstance(value, list | tuple) else "yes" if value is True else str(value)
        for name, value in given.items()
    }


def _opening(closed: ClosedForms) -> Phrase:
    if len(closed.writers) == 1:
        return _("Your sheet is finished and closed. It opens when you press Open.")
    return _("Your sheet is finished and closed. Both sheets open together when both of you press Open.")


def opens(closed: ClosedForms, ask: Ask) -> bool:
    """Return whether this press of Open is the last one needed."""
    return ask.name == "open" and all(closed.pressed.of(who) for who in closed.writers if who is not ask.by)


def decide(ask: Ask) -> list[Any]:
    """Return the event of one of the offers above; the step kind adds FormsOpened."""
    match ask.name:
        case "hand_in":
            return [HandedIn(ask.by, ask.values)]
        case "take_back":
            return [TakenBack(ask.by)]
        case "not_yet":
            return [NotReadyToOpen(ask.by)]
    return [ReadyToOpen(ask.by)]


def evolve(closed: ClosedForms, event: Any) -> ClosedForms:
    match event:
        case HandedIn(by, answers):
            return replace(closed, answers=closed.answers.put(by, answers))
        case TakenBack(by):
            before = closed.before.put(by, closed.answers.of(by))
            return replace(closed, answers=closed.answers.put(by, None), before=before)
        case ReadyToOpen(by):
            return replace(closed, pressed=closed.pressed.put(by, True))
        case NotReadyToOpen(by):
            return replace(closed, pressed=closed.pressed.put(by, False))
        case FormsOpened(facts):
            return replace(closed, open=True, facts=facts)
    return closed


def readable(closed: ClosedForms, who: Partner) -> Answers:
    """Return the answers of `who`; an empty mapping if they are missing or erased."""
    answers = closed.answers.of(who)
    return {} if answers is None or isinstance(answers, Gone) else answers


@dataclass(frozen=True)
class OtherForm:
    """What a viewer sees of the partner's closed form: whether there will be one, and that Open was pressed."""

    writes: bool
    ready_to_open: bool


def form_of_other(closed: ClosedForms, viewer: Partner) -> OtherForm:
    """Return all that a partner may know of the other's form until both are open."""
    return OtherForm(viewer.other in closed.writers, closed.pressed.of(viewer.other))


def turns(event: Any) -> bool:
    return isinstance(event, FormsOpened)


def is_open(closed: ClosedForms) -> bool:
    return closed.open
