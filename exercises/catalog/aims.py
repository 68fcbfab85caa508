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
    """An aim as somebody would say it, the group in which the catalogue shows it, and other words that find it."""

    group: Group
    says: Phrase
    found_by: Phrase


AIMS: Final[dict[Aim, Wish]] = {
    "thanks": Wish("say", _("Say thank you"), _("gratitude grateful appreciate")),
    "need": Wish("say", _("I need something"), _("ask request wish")),
    "weight": Wish("say", _("Something weighs on me"), _("stress worry sad tired overwhelmed")),
    "limit": Wish("say", _("Set a limit"), _("boundary boundaries")),
    "fought": Wish("sort", _("We had a fight"), _("argue argument quarrel conflict sorry apology")),
    "chores": Wish("sort", _("Who does what"), _("housework household cleaning tasks")),
    "money": Wish("sort", _("Money"), _("budget spending bills")),
    "decide": Wish("sort", _("Settle something together"), _("decision choice compromise")),
    "good": Wish("enjoy", _("Something good, just for us"), _("fun date")),
    "far": Wish("look", _("I feel far from you"), _("distant distance lonely closeness")),
    "weekly": Wish("look", _("A meeting each week"), _("weekly plan")),
    "leaning": Wish("look", _("Too much leaning, or too little"), _("dependent balance reassurance jealous")),
    "calm": Wish("steady", _("Calm down first"), _("angry upset breathe pause")),
    "own_time": Wish("steady", _("Time for myself"), _("space alone hobby")),
    "self": Wish("steady", _("Look after myself"), _("rest sleep care confidence")),
}
LIGHT: Final[frozenset[Aim]] = frozenset({"thanks", "good"})
"""An exercise that is looked for for one of these first is light: it stands between two that ask for more."""
