"""What a step kind tells the proofs of itself, in `exercises/steps/<kind>/tests/example.py`. Asks no code of the kind.

It is the specification that the kind is measured by: said anew, and not taken from its functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Protocol

from exercises.core.closed_forms import ClosedForms, FormsOpened, HandedIn, TakenBack
from exercises.core.events import MovedOn
from exercises.core.kind import Step
from exercises.core.pair import Partner
from exercises.core.session import Session


class Part(Protocol):
    """A small step of any kind, with these settings of its example changed; its id is the kind's name, or `name`."""

    def __call__(self, kind: str, name: str | None = None, **changes: Any) -> Step: ...


def opened_form(session: Session, event: Any, owner: Partner) -> Any:
    """The whole sheet of a kind whose state is `Sheets`, when the sheets open."""
    if isinstance(event, FormsOpened) and isinstance(session.state, ClosedForms):
        return session.state.answers.of(owner)
    return None


def other_form(event: Any, opened: FormsOpened | None, rng: Random) -> Any:
    """A sheet that never opened reads differently; whatever else happened stays."""
    if isinstance(event, HandedIn) and isinstance(event.answers, Mapping) and opened is None:
        return replace(event, answers={name: f"never opened {rng.random()}" for name in event.answers})
    return event


def opening_of(sheet: Any, later: Sequence[Any]) -> FormsOpened | None:
    """The opening of this very sheet, or None where its author took it back before."""
    for event in later if isinstance(sheet, HandedIn) else ():
        if isinstance(event, TakenBack) and event.by is sheet.by:
            return None
        if isinstance(event, FormsOpened):
            return event
        if isinstance(event, MovedOn):
            return None
    return None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A small exercise around the kind, and what the kind promises to keep closed.

    settings: of a small step of this kind · around(part) -> the steps between arrival and closing in which the kind
    can show all it does; `part("swap")` is a small step of any kind ·

    Each command whose offer is `private` is in one of two sets, and no other command is:
    silent: the other learns nothing, not even that it was given. The forms of `exercises.core.closed_forms` are; for
    others the proofs do not know how both histories can hand in the same ·
    sealed: the other learns that one of these was given, but not which of them, and not what it holds ·

    opened(session, event, owner) -> what this event opens of what `owner` kept closed until now; None: nothing.
    `session` is as it was before the event. By default the whole of a closed form, when the forms open ·
    differs(one, two): whether two such openings tell the other different things, as they should; by default, whether
    they are unequal ·
    opens_when_both_have: whether something opens with the second of two silent commands, and not by a press of its own:
    then who gives that command learns by right whether the other had given theirs ·

    For what is still closed when the step is left; by default nothing but forms that never opened:
    never_opens(answers) -> the fields of this form that stay closed for ever ·
    opening(event, later) -> the event, of the `later` ones, that opens what is handed in with this one; or None ·
    changed(event, opened, rng) -> the event with everything in it that never opens reading differently; `opened`: what
    `opening` returns for it.

    A kind that keeps nothing closed gives only `settings` and `around`.
    """

    settings: Any
    around: Callable[[Part], Sequence[Step]]
    silent: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    opened: Callable[[Session, Any, Partner], Any] = opened_form
    differs: Callable[[Any, Any], bool] = lambda one, two: bool(one != two)
    opens_when_both_have: bool = False
    never_opens: Callable[[Mapping[str, Any]], list[str]] = lambda answers: []
    opening: Callable[[Any, Sequence[Any]], Any] = opening_of
    changed: Callable[[Any, Any, Random], Any] = other_form
