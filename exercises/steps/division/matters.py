"""What may be divided, and how: closed lists. Nothing is guessed from what somebody types, and nothing is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from exercises.core.text import Localized, Phrase
from exercises.core.text import say as _

Topic = Literal["chores", "leisure", "holidays", "rooms", "car", "budget", "order"]
How = Literal["cut", "overlap", "range", "points", "rated"]

TOPICS: Final[dict[str, Phrase]] = {
    "chores": _("Chores"),
    "leisure": _("Free time"),
    "holidays": _("Holidays"),
    "rooms": _("Rooms"),
    "car": _("The car"),
    "budget": _("Money we spend together"),
    "order": _("What to do first"),
}
"""All that may be divided. What concerns one person alone (body, health, contacts, beliefs, privacy, safety, own money,
staying or leaving) and children are not in it, and never will be: see decision 80."""
BURDENS: Final = frozenset({"chores"})
"""Topics in which less is better."""
HOW: Final[dict[str, Phrase]] = {
    "cut": _("One makes two lists, the other picks one"),
    "overlap": _("Each marks what they could live with"),
    "range": _("Each gives a range"),
    "points": _("Each spreads 100 points"),
    "rated": _("Each says how much they would like it"),
}
"""The ways, the plainest first."""
EXPLAINED: Final[dict[str, Phrase]] = {
    "cut": _("No numbers. Who makes the lists would be content with either."),
    "overlap": _("Each marks half of it at most. Only what both of you marked opens."),
    "range": _("Only one number opens, drawn from where both ranges meet."),
    "points": _("Nobody sees the points of the other. At most one thing is shared."),
    "rated": _("Nobody sees the numbers of the other. Only the one that gives you both most opens."),
}
NEVER: Final = (
    *("sex", "contracepti", "pregnan", "body", "medic", "therap", "doctor", "friend", "family"),
    *("parent", "faith", "religio", "church", "mosque", "passw", "phone", "messages", "location"),
    *("passport", "visa", "salary", "income", "wages", "pocket", "child", "custody", "discipline"),
    *("leaving", "divorce", "separat", "apolog", "forgiv", "safety", "police"),
)
"""Beginnings of English words that no line of a list may hold."""


@dataclass(frozen=True)
class Thing:
    key: str
    title: Localized


@dataclass(frozen=True)
class Amount:
    """`unit`: what the number counts. `low`, `high`: the least and the most that can be given."""

    unit: Localized
    low: int
    high: int


@dataclass(frozen=True)
class Matter:
    """`topic`: what is divided. `things`: what each gets a part of. `options`: of which one is chosen. `amount`: what
    is to be found between two numbers. One of the three is given."""

    topic: Topic
    things: tuple[Thing, ...] = ()
    options: tuple[Thing, ...] = ()
    amount: Amount | None = None

    @property
    def lines(self) -> tuple[Thing, ...]:
        return self.things or self.options

    @property
    def ways(self) -> tuple[How, ...]:
        """Return how it may be divided, the plainest first."""
        if self.things:
            return ("cut", "points")
        return ("overlap", "rated") if self.options else ("range",)


@dataclass(frozen=True)
class Settings:
    """`matters`: what the two may choose from."""

    intro: Localized
    matters: tuple[Matter, ...]
