"""What somebody looks for when they look for an exercise, in the order of the catalogue. Closed lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from exercises.core.text import Phrase
from exercises.core.text import say as _

Group = Literal["say", "sort", "enjoy", "look", "steady"]
Aim = Literal[
    "thanks",
    "need",
    "weight",
    "limit",
    "fought",
    "chores",
    "money",
    "decide",
    "good",
    "far",
    "weekly",
    "leaning",
    "calm",
    "own_time",
    "self",
]

GROUPS: Final[dict[Group, Phrase]] = {
    "say": _("Say something"),
    "sort": _("Sort something out"),
    "enjoy": _("Enjoy something"),
    "look": _("Look at us"),
    "steady": _("Steady myself"),
}


@dataclass(frozen=True)
class Wish:
    """An aim as somebody would say it, and the group in which the catalogue shows it."""

    group: Group
    says: Phrase


AIMS: Final[dict[Aim, Wish]] = {
    "thanks": Wish("say", _("Say thank you")),
    "need": Wish("say", _("I need something")),
    "weight": Wish("say", _("Something weighs on me")),
    "limit": Wish("say", _("Set a limit")),
    "fought": Wish("sort", _("We had a fight")),
    "chores": Wish("sort", _("Who does what")),
    "money": Wish("sort", _("Money")),
    "decide": Wish("sort", _("Settle something together")),
    "good": Wish("enjoy", _("Something good, just for us")),
    "far": Wish("enjoy", _("I feel far from you")),
    "weekly": Wish("look", _("A meeting each week")),
    "leaning": Wish("look", _("Too much leaning, or too little")),
    "calm": Wish("steady", _("Calm down first")),
    "own_time": Wish("steady", _("Time for myself")),
    "self": Wish("steady", _("Look after myself")),
}
LIGHT: Final[frozenset[Aim]] = frozenset({"thanks", "good"})
"""An exercise that is looked for for one of these first is light: it stands between two that ask for more."""
