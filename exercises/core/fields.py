"""The fields of a command. Forms, JSON and validation are all derived from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from exercises.core.text import Phrase
from exercises.core.text import say as _

from .blank import trimmed
from .refusals import CHANGED_SINCE_OPENED, Wrong

OF_PAGE = ("csrfmiddlewaretoken", "page_owner", "text_field", "sealed_words", "as_draft")
RESERVED = frozenset({"command", "visit", "id", *OF_PAGE})


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form. `group`: the key of its page in a long form. `default`: taken where nothing is given.
    `examples`: shown in a fold below its hint."""

    name: str
    label: Phrase
    hint: Phrase | None = None
    required: bool = True
    default: str = ""
    group: str = ""
    examples: tuple[Phrase, ...] = ()
    type: ClassVar[str] = ""

    def clean(self, raw: Any) -> Any:
        """Return the value of `raw`; None if it is empty and not required. Raises Wrong."""
        given = self.default if raw is None or raw == "" or raw == [] else raw
        if given != "":
            return self.read(given)
        if self.required:
            raise Wrong(self.missing())
        return None

    def missing(self) -> Phrase:
        return _("Please fill this in.")

    def read(self, raw: Any) -> Any:
        raise Wrong(_("Please fill this in."))

    def limits(self) -> dict[str, Any]:
        return {"default": self.default} if self.default else {}


def string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Wrong(_("This value can’t be read."))
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise Wrong(_("There is a broken character in this text.")) from None
    return raw


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    max_length: int = 2000  # code points, as a browser counts them
    type: ClassVar[str] = "text"

    def read(self, raw: Any) -> str | None:
        text = trimmed(string(raw).replace("\r\n", "\n").replace("\x00", ""))
        if len(text) > self.max_length:
            raise Wrong(_("This is longer than {limit} characters.", limit=self.max_length))
        if not text and self.required:
            raise Wrong(self.missing())
        return text or None

    def limits(self) -> dict[str, Any]:
        return {"max_length": self.max_length}


SKIPPED = {"prefer_not": _("Prefer not to say"), "does_not_apply": _("Does not apply")}
"""What may be chosen instead of a number."""


@dataclass(frozen=True, kw_only=True)
class Rating(Field):
    """A whole number from min to max, or one of the words in `also`; `anchors` are the words for each number."""

    min: int = 0
    max: int = 6
    also: tuple[str, ...] = tuple(SKIPPED)
    anchors: tuple[Phrase, ...] = ()
    type: ClassVar[str] = "rating"

    def missing(self) -> Phrase:
        return _("Please choose one, or “prefer not to say”.")

    def read(self, raw: Any) -> int | str:
        given = string(raw)
        if given in self.also:
            return given
        if given.isascii() and given.isdigit() and len(given) <= 3 and self.min <= int(given) <= self.max:
            return int(given)
        raise Wrong(_("Please choose one of the steps from {low} to {high}.", low=self.min, high=self.max))

    def limits(self) -> dict[str, Any]:
        return {"min": self.min, "max": self.max, "also": list(self.also)}


@dataclass(frozen=True)
class Option:
    value: str
    label: Phrase
    hint: Phrase | None = None


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    choices: tuple[Option, ...]
    type: ClassVar[str] = "choice"

    def missing(self) -> Phrase:
        return _("Please choose one.")

    def read(self, raw: Any) -> str:
        given = string(raw)
        if given not in {choice.value for choice in self.choices}:
            raise Wrong(_("Please choose one of the answers on offer."))
        return given


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """From min to max of the options, each once. Values are returned in the order of the options."""

    choices: tuple[Option, ...]
    min: int = 0
    max: int = 1
    type: ClassVar[str] = "choices"

    def read(self, raw: Any) -> tuple[str, ...]:
        given = [string(value) for value in (raw if isinstance(raw, list | tuple) else [raw])]
        offered = [choice.value for choice in self.choices]
        if len(set(given)) != len(given) or not set(given) <= set(offered):
            raise Wrong(_("Please choose from the answers on offer, each once."))
        if not self.min <= len(given) <= self.max:
            raise Wrong(_("Please choose from {low} to {high}.", low=self.min, high=self.max))
        return tuple(value for value in offered if value in given)

    def limits(self) -> dict[str, Any]:
        return {"min": self.min, "max": self.max}


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    min: date
    max: date
    type: ClassVar[str] = "date"

    def read(self, raw: Any) -> date:
        try:
            given = date.fromisoformat(string(raw))
        except ValueError:
            raise Wrong(_("Please give a date as year-month-day.")) from None
        if not self.min <= given <= self.max:
            raise Wrong(_("Please choose a day from {first} to {last}.", first=self.min, last=self.max))
        return given

    def limits(self) -> dict[str, Any]:
        return {"min": self.min.isoformat(), "max": self.max.isoformat()}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """True if ticked ("yes"), False if left out."""

    required: bool = False
    type: ClassVar[str] = "flag"

    def clean(self, raw: Any) -> bool:
        if raw is None or raw in ("", "no", False):
            return False
        if raw in ("yes", "on", "true", True):
            return True
        raise Wrong(_("Please tick this or leave it empty."))


@dataclass(frozen=True, kw_only=True)
class Hidden(Field):
    """A fixed value, sent back unchanged, that says which text or item a command is about."""

    value: str
    type: ClassVar[str] = "hidden"

    def read(self, raw: Any) -> str:
        if string(raw) != self.value:
            raise Wrong(CHANGED_SINCE_OPENED)
        return self.value

    def limits(self) -> dict[str, Any]:
        return {"value": self.value}
