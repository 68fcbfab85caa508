"""What a person may do now (`Offer`) and what they asked for (`Ask`). No rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from exercises.core.text import Phrase

from .fields import Field, Raw, clean
from .pair import Partner


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
    `private`: the content stays closed to the other for now. `scope`: "step" moves the exercise, "room" does not.
    `style` of the button: main, equal (one of several answers of the same weight), plain, quiet.
    """

    name: str
    label: Phrase
    about: Phrase | None = None
    fields: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    initial: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    scope: Literal["step", "room"] = "step"
    style: Literal["main", "equal", "plain", "quiet"] = "main"

    def clean(self, raw: Raw) -> dict[str, Any]:
        """Return the values of a filled-in form. Raises Refused("invalid")."""
        return clean(self.fields, raw)


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
