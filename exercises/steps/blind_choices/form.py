"""The settings of a `blind_choices` step, its list, and the form made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exercises.core.fields import Choice, Field, Flag, Option
from exercises.core.here import Here
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _

ANSWERS: Final = {"yes": _("Yes"), "maybe": _("Maybe"), "not_now": _("Not now"), "no": _("No")}
"""What can be said of each line, in the order of the form."""
UNMARKED: Final = "not_now"
"""What a line counts as that is left alone."""
MAYBE_TOO: Final = "maybe_too"
"""The field with which somebody lets a yes and a maybe open together."""


@dataclass(frozen=True)
class Item:
    key: str
    title: Localized
    hint: Localized | None = None


@dataclass(frozen=True)
class Settings:
    """`items`: the list; or `about`: an earlier step whose ideas are the list. `maybes`: whether a yes and a maybe may
    open together, where both let them."""

    intro: Localized
    items: tuple[Item, ...] = ()
    about: str = ""
    maybes: bool = True


@dataclass(frozen=True)
class Line:
    """One line of the list. `words`: an idea as it was written; then there is no `title`."""

    key: str
    title: Phrase | None = None
    hint: Phrase | None = None
    words: str | Gone | None = None

    @property
    def label(self) -> Phrase:
        if isinstance(self.words, Gone):
            return _("An idea that was taken back")
        return self.title or _("{words}", words=self.words or "")

    @property
    def shown(self) -> Any:
        return self.title or self.words


def lines_of(here: Here) -> tuple[Line, ...]:
    """Return the list of this step."""
    settings = here.settings
    if settings.about:
        ideas = here.carried.get(settings.about, {}).get("ideas", ())
        return tuple(Line(key, words=words) for key, words in ideas)
    return tuple(
        Line(item.key, Written(item.title), Written(item.hint) if item.hint else None)
        for item in settings.items
    )


def most(here: Here) -> int:
    """Return how many lines each may mark: half of them, so that nobody reads the other by marking everything."""
    return len(lines_of(here)) // 2


def form(here: Here) -> tuple[Field, ...]:
    options = tuple(Option(value, label) for value, label in ANSWERS.items())
    lines: list[Field] = [
        Choice(name=line.key, label=line.label, hint=line.hint, choices=options, default=UNMARKED)
        for line in lines_of(here)
    ]
    if here.settings.maybes:
        label = _("Also open what one of us says yes to and the other maybe, if we both tick this")
        lines.append(Flag(name=MAYBE_TOO, label=label))
    return tuple(lines)
