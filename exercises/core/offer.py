"""What a person may do now (`Offer`) and what they asked for (`Ask`). No rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from exercises.core.text import Phrase, Refused
from exercises.core.text import say as _

from .fields import Field
from .pair import Partner
from .refusals import Wrong

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """A page of a long form: the fields that carry its key."""

    key: str
    title: Phrase
    intro: Phrase | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One command that a person may send now. Form, JSON and validation are all derived from it.

    `initial`: what the form holds at first, by field name, as it would be sent.
    `private`: the content stays closed to the other for now. `while_paused`: possible during a pause too, because it
    shows the other nothing new and moves nothing on. `scope`: "step" moves the exercise, "room" does not.
    `style` of the button: main, or equal (one of several answers of the same weight), for what is now this person's
    part; plain or quiet for what they may do besides.
    """

    name: str
    label: Phrase
    about: Phrase | None = None
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    initial: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    while_paused: bool = False
    scope: Literal["step", "room"] = "step"
    style: Literal["main", "equal", "plain", "quiet"] = "main"

    def clean(self, raw: Raw) -> dict[str, Any]:
        """Return all values by field name. Raises Refused("invalid"), which names every field that does not fit."""
        values: dict[str, Any] = {}
        wrong: dict[str, Phrase] = {}
        for one in self.fields:
            try:
                values[one.name] = one.clean(raw.get(one.name))
            except Wrong as error:
                wrong[one.name] = error.why
        unknown = sorted(set(raw) - values.keys() - wrong.keys(), key=str)
        wrong.update({str(name)[:80]: _("This was not asked for.") for name in unknown[:20]})
        if wrong:
            raise Refused(
                "invalid",
                _("Something is still missing, or cannot be used as it is. Nothing is lost."),
                wrong,
            )
        return values


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A command of a known person, with the time and the random number it uses. `values`: `raw`, validated.

    `chance`: a uniform non-negative integer of at least 128 bits, used only for draws and salts.
    """

    by: Partner
    name: str
    visit: int
    at: datetime
    chance: int
    raw: Raw = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
